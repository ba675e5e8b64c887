package dev.townhall.core.convoy;

import dev.townhall.core.foundation.text.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Text of a plan that looks like an attribute and is none. Ordinary prose with a colon is not
/// doubted: only a lower-case word, a colon and at most two more words, alone on a line or set off
/// from the title by two blanks.
final class PlanDoubts {
    private static final int TOLD_MAX = 5;
    private static final int CHARS_MAX = 500;
    private static final String NUMBERS =
            "#?\\d{1,4}(?:(?:[ \\t]*,[ \\t]*|[ \\t]+and[ \\t]+|[ \\t]+)#?\\d{1,4})*";

    /// Words with which plans elsewhere say `after:`, or a misspelling of it.
    private static final Pattern ORDER =
            Pattern.compile(
                    "^\\s*((?:depends|waits|blocked|needs|requires)(?: (?:on|for|by))?|[a-z]{4,6})[ \\t]*:[ \\t]*("
                            + NUMBERS
                            + ")[ \\t]*$",
                    Pattern.CASE_INSENSITIVE);

    private static final Pattern ALONE =
            Pattern.compile(
                    "^\\s*(?!(?:note|see|todo|hint|example|why)\\b)([a-z][a-z_-]{1,19}[ \\t]*:[ \\t]+\\S+(?:[ \\t]\\S+)?)\\s*$");

    private static final Pattern BEHIND_TITLE =
            Pattern.compile(
                    "^(.*?)((?:(?<=[ \\t]{2})(?!(?:after|approval|witness)\\b)[a-z][a-z_-]{1,19}"
                            + "|(?<=[ \\t,;(])(?:priority|assignee|label|labels|type|owner|due|estimate|depends))"
                            + "[ \\t]*:[ \\t]*\\S+(?:[ \\t]\\S+)?)$",
                    Pattern.CASE_INSENSITIVE);

    private final List<String> told = new ArrayList<>();

    /// The order between items that a line probably means, as it must be written.
    static Optional<String> meantOrder(String line) {
        Matcher matcher = line.length() > CHARS_MAX ? ORDER.matcher("") : ORDER.matcher(line);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String word = matcher.group(1).toLowerCase(Locale.ROOT);
        boolean order =
                word.matches("(depends|waits|blocked|needs|requires).*")
                        || Nearest.to(word, List.of("after")).isPresent();
        return order ? Optional.of("after: " + matcher.group(2)) : Optional.empty();
    }

    /// Doubts a line of an item's text.
    void text(Draft draft, String line) {
        if (line.length() <= CHARS_MAX) {
            Matcher matcher = ALONE.matcher(line);
            if (matcher.matches()) {
                doubt(draft, matcher.group(1));
            }
        }
    }

    /// Doubts the end of a title; what stands before that end.
    Optional<String> title(Draft draft, String title) {
        if (title.length() > CHARS_MAX) {
            return Optional.empty();
        }
        Matcher matcher = BEHIND_TITLE.matcher(title);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        doubt(draft, matcher.group(2));
        return Optional.of(matcher.group(1));
    }

    private void doubt(Draft draft, String what) {
        told.add(
                "Item %s: '%s' is only text; a plan knows after:, approval: and witness:."
                        .formatted(draft.number, what.strip()));
    }

    /// The doubts in order, the first few of many.
    List<String> told() {
        if (told.size() <= TOLD_MAX) {
            return List.copyOf(told);
        }
        List<String> first = new ArrayList<>(told.subList(0, TOLD_MAX));
        first.add("And %s more like that.".formatted(told.size() - TOLD_MAX));
        return first;
    }
}
