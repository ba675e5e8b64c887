package dev.townhall.server.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Complaints of the command line's parser in the words of `gt`: what was expected and what was
/// found, in the words that are typed.
final class BadUse {
    private static final Pattern NUMBER =
            Pattern.compile("Invalid value for (.+): '(.*)' is not an? (?:int|long)");
    private static final Pattern CHOICE =
            Pattern.compile(
                    "Invalid value for (.+): expected one of \\[(.*)] \\(case-(?:in)?sensitive\\)"
                            + " but was '(.*)'");
    private static final Pattern PAIR =
            Pattern.compile(
                    "Value for (?:option )*(\\S+ \\((\\S+)\\)) should be in KEY=VALUE\\S* format but"
                            + " was (.*)");

    private BadUse() {}

    static String inWords(String message) {
        Matcher number = NUMBER.matcher(message);
        if (number.matches()) {
            return "Invalid value for %s: expected a whole number; found '%s'"
                    .formatted(number.group(1), number.group(2));
        }
        Matcher choice = CHOICE.matcher(message);
        if (choice.matches()) {
            return "Invalid value for %s: expected one of %s; found '%s'"
                    .formatted(
                            choice.group(1),
                            choice.group(2).toLowerCase(Locale.ROOT),
                            choice.group(3));
        }
        Matcher pair = PAIR.matcher(message);
        return pair.matches()
                ? "Invalid value for option %s: expected %s; found '%s'"
                        .formatted(pair.group(1), pair.group(2), pair.group(3))
                : message;
    }
}
