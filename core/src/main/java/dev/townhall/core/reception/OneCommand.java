package dev.townhall.core.reception;

import dev.townhall.core.foundation.check.TownException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/// A message is one command or one plan. Where it is more, nothing of it is done: half of it would
/// be lost unseen.
final class OneCommand {
    private static final int SHOWN_CHARS_MAX = 60;
    private static final Pattern ID = Pattern.compile("[a-z0-9]+(?:-[a-z0-9.]+)+|\\d+");

    private OneCommand() {}

    /// Refuses what stands behind or below a command that does not read it: `approve hq-ap-1 would be
    /// a mistake` is no approval.
    static void check(String line, List<String> words, String below) {
        if (words.size() > wordsMax(words)) {
            throw TownException.badInput(
                    "'%s' is a command with more behind it than it takes: '%s'. Nothing was done. Say '%s' alone to do it; talk begins with another word."
                            .formatted(
                                    String.join(" ", words.subList(0, wordsMax(words))),
                                    shown(line),
                                    String.join(" ", words.subList(0, wordsMax(words)))));
        }
        below.lines()
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .findFirst()
                .ifPresent(next -> {
                    throw TownException.badInput(
                            "One message is one command; below '%s' stands '%s'. Nothing was done. Say each in a message of its own."
                                    .formatted(shown(line), shown(next)));
                });
    }

    /// How many words a command and what it is about have.
    private static int wordsMax(List<String> words) {
        return switch (words.getFirst().toLowerCase(Locale.ROOT)) {
            case "approve", "always", "deny", "ack", "retry", "sling", "pause", "resume" -> 2;
            case "launch" -> words.size() == 3 && words.getLast().startsWith("plan:") ? 3 : 2;
            default -> Integer.MAX_VALUE;
        };
    }

    /// Refuses a plan whose first or last line is a command and no part of it.
    static void checkPlan(String text) {
        List<String> lines = text.lines().filter(it -> !it.isBlank()).toList();
        for (String line : List.of(lines.getFirst(), lines.getLast())) {
            if (isCommand(line)) {
                throw TownException.badInput(
                        "One message is one plan or one command; '%s' reads as a command beside a list. Nothing was done. Say it in a message of its own."
                                .formatted(shown(line)));
            }
        }
    }

    /// A verb alone or with an id, at the beginning of its line: prose says more.
    private static boolean isCommand(String line) {
        List<String> words = VerbParser.words(line);
        return !Character.isWhitespace(line.charAt(0))
                && !words.isEmpty()
                && words.size() <= 2
                && VerbParser.WORDS.contains(words.getFirst().toLowerCase(Locale.ROOT))
                && (words.size() == 1 || ID.matcher(words.getLast()).matches());
    }

    private static String shown(String line) {
        return line.length() <= SHOWN_CHARS_MAX ? line : line.substring(0, SHOWN_CHARS_MAX) + "…";
    }
}
