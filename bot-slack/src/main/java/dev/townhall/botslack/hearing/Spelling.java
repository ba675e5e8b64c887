package dev.townhall.botslack.hearing;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Undoes how Slack writes what people typed: `<@U1>`, `<#C1|shop>`, `<https://a.b|a.b>`, `&amp;`,
/// bullets for dashes, fences that stick to what they enclose.
final class Spelling {
    /// What the town calls itself in what people say.
    static final String MAYOR = "@Mayor";

    private static final Pattern TOKEN = Pattern.compile("<([^<>\\n]{1,4000})>");
    private static final Pattern BULLET =
            Pattern.compile("(?m)^([ \\t]*)[\\u2022\\u25E6\\u25AA\\u2023]\\uFE0E?[ \\t]+");
    private static final Pattern INFO = Pattern.compile("[A-Za-z0-9+-]{1,12}");
    private static final String FENCE = "```";

    private Spelling() {}

    /// `text` as it was typed.
    ///
    /// @param bot the id of the bot, whose mention is `@Mayor`
    static String typed(String text, String bot) {
        Matcher token = TOKEN.matcher(text);
        String named = token.replaceAll(it -> Matcher.quoteReplacement(named(it.group(1), bot)));
        String plain =
                named.replace("&lt;", "<")
                        .replace("&gt;", ">")
                        .replace("&amp;", "&")
                        .replace('\u00A0', ' ')
                        .replace("\r\n", "\n");
        return fenced(BULLET.matcher(plain).replaceAll("$1- ")).strip();
    }

    /// Whether `text`, as Slack writes it, names the bot.
    static boolean names(String text, String bot) {
        return text.contains("<@" + bot + ">") || text.contains("<@" + bot + "|");
    }

    /// Whether `text`, as Slack writes it, begins by naming somebody who is not the bot.
    static boolean turnsToAnother(String text, String bot) {
        String start = text.stripLeading();
        return start.startsWith("<@")
                && !names(start.substring(0, Math.max(0, start.indexOf('>') + 1)), bot);
    }

    private static String named(String token, String bot) {
        int bar = token.indexOf('|');
        String target = bar < 0 ? token : token.substring(0, bar);
        String label = bar < 0 ? "" : token.substring(bar + 1).strip();
        if (target.startsWith("@")) {
            String id = target.substring(1);
            return id.equals(bot) ? MAYOR : "@" + (label.isEmpty() ? id : bare(label, '@'));
        }
        if (target.startsWith("#")) {
            return "#" + (label.isEmpty() ? target.substring(1) : bare(label, '#'));
        }
        if (target.startsWith("!")) {
            return special(target.substring(1), label);
        }
        return link(target, label);
    }

    private static String special(String target, String label) {
        if (!label.isEmpty()) {
            return label;
        }
        int end = target.indexOf('^');
        return "@" + (end < 0 ? target : target.substring(0, end));
    }

    /// A link that Slack made of an address is the address; one with a name keeps both.
    private static String link(String target, String label) {
        boolean same =
                label.isEmpty()
                        || target.equals(label)
                        || target.endsWith("//" + label)
                        || target.equals("mailto:" + label)
                        || target.equals("tel:" + label);
        if (same) {
            return label.isEmpty() ? target : label;
        }
        return label + " (" + target + ")";
    }

    private static String bare(String label, char mark) {
        return label.charAt(0) == mark ? label.substring(1) : label;
    }

    /// Puts the fences of code on lines of their own.
    private static String fenced(String text) {
        if (!text.contains(FENCE)) {
            return text;
        }
        StringBuilder lines = new StringBuilder(text.length() + 16);
        int at = 0;
        boolean open = false;
        for (int next = text.indexOf(FENCE); next >= 0; next = text.indexOf(FENCE, at)) {
            lines.append(text, at, next);
            breakUnlessBlank(lines);
            lines.append(FENCE);
            at = next + FENCE.length();
            open = !open;
            int end = text.indexOf('\n', at);
            String rest = text.substring(at, end < 0 ? text.length() : end);
            boolean info = open && end >= 0 && INFO.matcher(rest).matches();
            if (!rest.isBlank() && !info) {
                lines.append('\n');
            }
        }
        return lines.append(text, at, text.length()).toString();
    }

    private static void breakUnlessBlank(StringBuilder lines) {
        int start = lines.lastIndexOf("\n") + 1;
        if (!lines.substring(start).isBlank()) {
            lines.append('\n');
        }
    }
}
