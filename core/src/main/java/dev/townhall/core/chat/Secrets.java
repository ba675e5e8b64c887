package dev.townhall.core.chat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds what looks like a secret and takes it out. Also finds tokens that a terminal broke over
/// two lines: the forms are searched in the joined text as well. Better one word too many removed
/// than a token shown.
final class Secrets {
    static final String REMOVED = "[secret removed]";

    private static final List<Pattern> TOKENS =
            List.of(
                    Pattern.compile("xox[abeprs]-[A-Za-z0-9-]{10,}+"),
                    Pattern.compile("gtmcp_[0-9a-f]{16,}+"),
                    Pattern.compile("xapp-[A-Za-z0-9-]{10,}+"),
                    Pattern.compile("syt_[A-Za-z0-9_=-]{10,}+"),
                    Pattern.compile("gh[oprsu]_[A-Za-z0-9]{30,40}"),
                    Pattern.compile("github_pat_[A-Za-z0-9_]{30,}+"),
                    Pattern.compile("glpat-[A-Za-z0-9_-]{20,}+"),
                    Pattern.compile("sk-[A-Za-z0-9_-]{20,}+"),
                    Pattern.compile("A(?:KIA|SIA)[A-Z0-9]{16}"),
                    Pattern.compile(
                            "eyJ[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{4,}+"));

    private static final Pattern PRIVATE_KEY =
            Pattern.compile(
                    "-----BEGIN [A-Z ]*PRIVATE KEY-----[\\s\\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|\\z)");

    private static final List<Pattern> IN_PLACE =
            List.of(
                    Pattern.compile("(?i)\\bbearer[ \\t]+([A-Za-z0-9._~+/=-]{8,}+)"),
                    Pattern.compile(
                            "(?i)(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)\"?[ \\t]*=[ \\t]*\"?([^\\s\"'&]{3,}+)"),
                    Pattern.compile("(?i)\"?\\bpassword\"?[ \\t]*:[ \\t]*\"?([^\\s\"'&]{3,}+)"),
                    Pattern.compile("://[^\\s/:@]{1,100}:([^\\s/@]{1,200})@"));

    /// As above, but a value ends where a shell would begin something new.
    private static final List<Pattern> IN_COMMANDS =
            List.of(
                    Pattern.compile("(?i)\\bbearer[ \\t]+([A-Za-z0-9._~+/=-]{8,}+)"),
                    Pattern.compile(
                            "(?i)(?:password|passwd|secret|api[_-]?key|access[_-]?token|auth[_-]?token)=[\"']?([A-Za-z0-9._~+/=!%^*@#-]{3,}+)"),
                    Pattern.compile("://[^\\s/:@]{1,100}:([A-Za-z0-9._~+=!%^*#-]{1,200})@"));

    private static final Pattern DENSE = Pattern.compile("[A-Za-z0-9+_=-]{32,}+");
    private static final double BITS_A_CHARACTER_LEAST = 4.4;
    private static final int DENSE_CHARS_MAX = 512;
    private static final int CALM_RUN_MAX = 20;

    private Secrets() {}

    private record Span(int from, int to) {}

    static String removedFrom(String text) {
        if (isCalm(text)) {
            return text;
        }
        List<Span> spans = new ArrayList<>();
        TOKENS.forEach(pattern -> find(pattern, text, spans));
        find(PRIVATE_KEY, text, spans);
        IN_PLACE.forEach(pattern -> find(pattern, text, spans));
        findDense(text, spans);
        if (text.indexOf('\n') >= 0) {
            findBroken(text, spans);
        }
        return spans.isEmpty() ? text : without(text, spans);
    }

    /// Takes secrets out of a command that a person is asked to let run. Only single words go: nothing
    /// that a shell would carry out may hide behind a removed secret, so no block of lines is removed
    /// and no token is looked for across lines.
    static String removedFromCommand(String text) {
        if (isCalm(text)) {
            return text;
        }
        List<Span> spans = new ArrayList<>();
        TOKENS.forEach(pattern -> find(pattern, text, spans));
        IN_COMMANDS.forEach(pattern -> find(pattern, text, spans));
        findDense(text, spans);
        return spans.isEmpty() ? text : without(text, spans);
    }

    /// Whether no form can match: no mark that every token or setting has, no long run of letters and
    /// digits, no word `bearer`. Most lines are calm, and cards are rendered often.
    private static boolean isCalm(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '=' || c == ':' || c == '-' || c == '_' || c == '.' || c == '+') {
                return false;
            }
            run = c < 128 && Character.isLetterOrDigit(c) ? run + 1 : 0;
            if (run >= CALM_RUN_MAX) {
                return false;
            }
        }
        return !text.contains("earer") && !text.contains("EARER");
    }

    private static void find(Pattern pattern, String text, List<Span> spans) {
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            int group = matcher.groupCount();
            spans.add(new Span(matcher.start(group), matcher.end(group)));
        }
    }

    /// Long runs that look drawn at random: letters of both cases and digits, hardly repeating.
    /// Commit ids and other hexadecimal text are not among them.
    private static void findDense(String text, List<Span> spans) {
        Matcher matcher = DENSE.matcher(text);
        while (matcher.find()) {
            String run = matcher.group();
            if (run.length() <= DENSE_CHARS_MAX && isDense(run)) {
                spans.add(new Span(matcher.start(), matcher.end()));
            }
        }
    }

    private static boolean isDense(String run) {
        int[] counts = new int[128];
        int upper = 0;
        int lower = 0;
        int digits = 0;
        for (int i = 0; i < run.length(); i++) {
            char c = run.charAt(i);
            counts[c]++;
            upper += c >= 'A' && c <= 'Z' ? 1 : 0;
            lower += c >= 'a' && c <= 'z' ? 1 : 0;
            digits += c >= '0' && c <= '9' ? 1 : 0;
        }
        double bits = 0;
        for (int count : counts) {
            if (count > 0) {
                double share = (double) count / run.length();
                bits -= share * Math.log(share) / Math.log(2);
            }
        }
        return upper >= 3 && lower >= 3 && digits >= 3 && bits >= BITS_A_CHARACTER_LEAST;
    }

    /// Tokens in the text without its line breaks and the indentation after them.
    private static void findBroken(String text, List<Span> spans) {
        StringBuilder joined = new StringBuilder(text.length());
        int[] places = new int[text.length()];
        boolean atStart = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == '\n' || c == '\r' || (atStart && (c == ' ' || c == '\t'));
            atStart = blank;
            if (!blank) {
                places[joined.length()] = i;
                joined.append(c);
            }
        }
        for (Pattern pattern : TOKENS) {
            Matcher matcher = pattern.matcher(joined);
            while (matcher.find()) {
                spans.add(new Span(places[matcher.start()], places[matcher.end() - 1] + 1));
            }
        }
    }

    private static String without(String text, List<Span> spans) {
        spans.sort(Comparator.comparingInt(Span::from).thenComparingInt(Span::to));
        StringBuilder kept = new StringBuilder(text.length());
        int at = 0;
        for (Span span : spans) {
            if (span.from() >= at) {
                kept.append(text, at, span.from()).append(REMOVED);
            }
            at = Math.max(at, span.to());
        }
        return kept.append(text, at, text.length()).toString();
    }
}
