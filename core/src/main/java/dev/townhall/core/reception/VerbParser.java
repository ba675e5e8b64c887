package dev.townhall.core.reception;

import dev.townhall.core.convoy.PlanText;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the first line of a message as a verb with its arguments. A line of a list is never a
/// verb, and a message with a list in it is a plan unless its verb takes text.
final class VerbParser {
    /// Every word a line may begin with, for help and for near misses.
    static final List<String> WORDS =
            List.of(
                    "help", "status", "rigs", "ready", "show", "new", "plan", "sling", "convoy",
                    "launch", "edit", "drop", "pause", "resume", "inbox", "approve", "always",
                    "deny", "reply", "answer", "ack", "retry", "mq", "agents", "crew", "cost",
                    "nudge", "handoff", "seance", "whoami");

    private static final List<String> TAKE_TEXT =
            List.of("plan", "edit", "new", "reply", "answer", "seance");
    private static final Pattern ADDRESS =
            Pattern.compile("^(?:@mayor\\b[:,]?|/gt\\b)[ \\t]*", Pattern.CASE_INSENSITIVE);
    private static final Pattern FINGERPRINT = Pattern.compile("plan:([0-9a-f]{8})");
    private static final int BRIEF_WORDS_MAX = 3;

    private VerbParser() {}

    /// What a message means, read as one command or one plan; whether it is no more [#mustBeOne] says.
    static Verb parse(String message) {
        Typed typed = Typed.of(message);
        if (typed.isPlan()) {
            return new Verb.PlanWork(Optional.empty(), typed.text(), 0);
        }
        if (!typed.isVerb()) {
            boolean brief = typed.below().isBlank() && typed.words().size() <= BRIEF_WORDS_MAX;
            return new Verb.Talk(typed.first(), typed.addressed(), brief);
        }
        List<String> words = typed.words();
        return verb(typed.first(), words.subList(1, words.size()), typed.line(), typed.below());
    }

    /// Refuses a message for the town that is more than one command or one plan.
    static void mustBeOne(String message) {
        Typed typed = Typed.of(message);
        if (typed.isPlan()) {
            OneCommand.checkPlan(typed.text());
        } else if (typed.isVerb() && !takesText(typed.words())) {
            OneCommand.check(typed.line(), typed.words(), typed.below());
        }
    }

    /// A message without whom it is addressed to.
    ///
    /// @param line the first, @param below the others, @param words of the first
    private record Typed(
            String text, boolean addressed, String line, String below, List<String> words) {
        static Typed of(String message) {
            String text = message.strip();
            boolean addressed = false;
            Matcher address = ADDRESS.matcher(text);
            while (address.find()) {
                addressed = true;
                text = text.substring(address.end()).stripLeading();
                address = ADDRESS.matcher(text);
            }
            int lineEnd = text.indexOf('\n');
            String line = (lineEnd < 0 ? text : text.substring(0, lineEnd)).strip();
            String below = lineEnd < 0 ? "" : text.substring(lineEnd + 1);
            return new Typed(text, addressed, line, below, VerbParser.words(line));
        }

        String first() {
            return words.isEmpty() ? "" : words.getFirst().toLowerCase(Locale.ROOT);
        }

        boolean isVerb() {
            return WORDS.contains(first());
        }

        boolean isPlan() {
            boolean list = !(PlanText.parse(text) instanceof PlanText.Parsed.NotAPlan);
            return list && !(isVerb() && takesText(words));
        }
    }

    private static boolean takesText(List<String> words) {
        String first = words.getFirst().toLowerCase(Locale.ROOT);
        return TAKE_TEXT.contains(first)
                || (first.equals("convoy")
                        && words.size() > 1
                        && words.get(1).equalsIgnoreCase("edit"));
    }

    private static Verb verb(String first, List<String> rest, String line, String below) {
        Optional<String> one = at(rest, 0);
        return switch (first) {
            case "help" -> new Verb.Help();
            case "status" -> one.isPresent() ? new Verb.ConvoyStatus(one) : new Verb.Status();
            case "rigs" -> new Verb.RigList();
            case "ready" -> new Verb.Ready(one);
            case "show" -> new Verb.Show(one);
            case "new" -> new Verb.New(after(line, 1), below.strip());
            case "plan" -> new Verb.PlanWork(one, below, 1);
            case "sling" -> new Verb.Sling(one);
            case "convoy" -> convoy(rest, line, below);
            case "launch" -> new Verb.Launch(one.filter(it -> !isFingerprint(it)), print(rest));
            case "edit" -> new Verb.Edit(one, after(line, 2), below);
            case "drop" -> new Verb.Drop(one, after(line, 2));
            case "pause" -> new Verb.Pause(one);
            case "resume" -> new Verb.Resume(one);
            case "inbox" -> new Verb.Inbox();
            case "approve" -> new Verb.Approve(one);
            case "always" -> new Verb.Always(one);
            case "deny" -> new Verb.Deny(one);
            case "reply", "answer" -> new Verb.Reply(one, reply(line, below));
            case "ack" -> new Verb.Ack(one);
            case "retry" -> new Verb.Retry(one);
            case "mq" -> queue(rest, line);
            case "agents" -> new Verb.Agents(one);
            case "crew" -> crew(rest);
            case "cost" -> new Verb.Cost(one);
            case "nudge" -> new Verb.Nudge(one, after(line, 2));
            case "handoff" -> new Verb.Handoff(one, after(line, 2));
            case "seance" -> new Verb.Seance(one, reply(line, below));
            case "whoami" -> new Verb.WhoAmI();
            default -> new Verb.Talk(first, true, true);
        };
    }

    private static String reply(String line, String below) {
        return (after(line, 2) + "\n" + below).strip();
    }

    private static Verb convoy(List<String> rest, String line, String below) {
        String sub = at(rest, 0).orElse("list").toLowerCase(Locale.ROOT);
        Optional<String> id = at(rest, 1);
        return switch (sub) {
            case "list" -> new Verb.ConvoyList();
            case "status" -> new Verb.ConvoyStatus(id);
            case "launch" -> new Verb.Launch(id.filter(it -> !isFingerprint(it)), print(rest));
            case "edit" -> new Verb.Edit(id, after(line, 3), below);
            case "drop" -> new Verb.Drop(id, after(line, 3));
            case "pause" -> new Verb.Pause(id);
            case "resume" -> new Verb.Resume(id);
            default -> new Verb.Talk("convoy " + sub, true, true);
        };
    }

    private static Verb crew(List<String> rest) {
        String sub = at(rest, 0).orElse("list").toLowerCase(Locale.ROOT);
        return switch (sub) {
            case "list" -> new Verb.CrewList();
            case "stop" -> new Verb.CrewStop(at(rest, 1));
            default -> new Verb.Talk("crew " + sub, true, true);
        };
    }

    private static Verb queue(List<String> rest, String line) {
        String sub = at(rest, 0).orElse("list").toLowerCase(Locale.ROOT);
        return switch (sub) {
            case "list" -> new Verb.QueueList(at(rest, 1));
            case "retry" -> new Verb.QueueRetry(at(rest, 1));
            case "reject" -> new Verb.QueueReject(at(rest, 1), after(line, 3));
            default -> new Verb.Talk("mq " + sub, true, true);
        };
    }

    private static boolean isFingerprint(String word) {
        return FINGERPRINT.matcher(word).matches();
    }

    private static Optional<String> print(List<String> words) {
        return words.stream()
                .map(FINGERPRINT::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .findFirst();
    }

    private static Optional<String> at(List<String> words, int place) {
        return place < words.size() ? Optional.of(words.get(place)) : Optional.empty();
    }

    /// What is left of `line` after its first `count` words.
    private static String after(String line, int count) {
        String rest = line;
        for (int i = 0; i < count; i++) {
            int blank = 0;
            while (blank < rest.length() && !Character.isWhitespace(rest.charAt(blank))) {
                blank++;
            }
            rest = rest.substring(blank).stripLeading();
        }
        return rest;
    }

    static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        for (String word : line.split("\\s+", 32)) {
            String bare = bare(word);
            if (!bare.isEmpty()) {
                words.add(bare);
            }
        }
        return words;
    }

    /// A word without the punctuation that people put around names.
    private static String bare(String word) {
        int from = 0;
        int to = word.length();
        while (from < to && "`'\"(<#".indexOf(word.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && "`'\"),;:!?.>".indexOf(word.charAt(to - 1)) >= 0) {
            to--;
        }
        return word.substring(from, to);
    }
}
