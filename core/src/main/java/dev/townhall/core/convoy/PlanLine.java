package dev.townhall.core.convoy;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The forms a single line of a plan may have.
final class PlanLine {
    private static final Pattern ITEM =
            Pattern.compile(
                    "^([ \\t]*)(?:[-*+]|\\d{1,3}[.)])(?:[ \\t]+(?:\\[([ xX]?)\\](?=[ \\t]|$))?[ \\t]*(.*))?$");
    private static final Pattern FENCE = Pattern.compile("^([ \\t]*)(`{3,})([^`]*)$");
    private static final Pattern ATTRIBUTE =
            Pattern.compile(
                    "^[ \\t]*(after|approval|witness)[ \\t]*:(.*)$", Pattern.CASE_INSENSITIVE);
    private static final Pattern HEADING = Pattern.compile("^ {0,3}#{1,6}([ \\t].*)?$");
    private static final int TAB_COLUMNS = 4;

    private PlanLine() {}

    /// @param columns the width of its indentation
    record Item(int columns, boolean done, String title) {}

    record Fence(int columns, int ticks, String language) {}

    record Attribute(String name, String value) {}

    static boolean beginsItem(String line) {
        return item(line).isPresent();
    }

    static Optional<Item> item(String line) {
        Matcher matcher = ITEM.matcher(line);
        if (!matcher.matches() || isRule(line)) {
            return Optional.empty();
        }
        String box = matcher.group(2) == null ? "" : matcher.group(2);
        String title = matcher.group(3) == null ? "" : matcher.group(3);
        return Optional.of(
                new Item(columns(matcher.group(1)), box.equalsIgnoreCase("x"), title.strip()));
    }

    static Optional<Fence> fence(String line) {
        Matcher matcher = FENCE.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new Fence(
                                columns(matcher.group(1)),
                                matcher.group(2).length(),
                                matcher.group(3).strip()))
                : Optional.empty();
    }

    static Optional<Attribute> attribute(String line) {
        Matcher matcher = ATTRIBUTE.matcher(line);
        return matcher.matches()
                ? Optional.of(
                        new Attribute(
                                matcher.group(1).toLowerCase(java.util.Locale.ROOT),
                                matcher.group(2).strip()))
                : Optional.empty();
    }

    /// Three or more dashes or stars and nothing else: a line across the page.
    private static boolean isRule(String line) {
        String bare = line.replace(" ", "").replace("\t", "");
        return bare.length() >= 3
                && (bare.charAt(0) == '-' || bare.charAt(0) == '*')
                && bare.chars().allMatch(c -> c == bare.charAt(0));
    }

    static boolean isHeading(String line) {
        return HEADING.matcher(line).matches();
    }

    /// `line` without up to `columns` columns of indentation.
    static String outdented(String line, int columns) {
        int at = 0;
        int gone = 0;
        while (at < line.length() && gone < columns) {
            char c = line.charAt(at);
            if (c == ' ') {
                gone++;
            } else if (c == '\t') {
                gone += TAB_COLUMNS;
            } else {
                break;
            }
            at++;
        }
        return line.substring(at);
    }

    static int columns(String indentation) {
        int columns = 0;
        for (int i = 0; i < indentation.length(); i++) {
            columns += indentation.charAt(i) == '\t' ? TAB_COLUMNS : 1;
        }
        return columns;
    }
}
