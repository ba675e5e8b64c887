package dev.townhall.core.prime;

import dev.townhall.core.foundation.text.Hidden;
import java.util.List;

/// Words of others, so that they cannot be taken for the town's: every line begins with `> `,
/// whatever it holds, so no fence, heading or blank line in them ends the quote.
///
/// @param cut whether something is missing at the end
record Quote(String text, boolean cut) {
    private static final String MARK = "> ";
    private static final int AUTHOR_MAX = 80;

    /// As much of `said` as fits into `charactersMax` characters, line feeds included.
    static Quote of(String said, int charactersMax) {
        StringBuilder text = new StringBuilder();
        for (String line : lines(said)) {
            int room = charactersMax - text.length() - MARK.length() - 1;
            if (line.length() > room) {
                if (room > 1) {
                    text.append(MARK).append(start(line, room - 1)).append("…\n");
                }
                return new Quote(text.toString(), true);
            }
            text.append((MARK + line).stripTrailing()).append('\n');
        }
        return new Quote(text.toString(), false);
    }

    /// `said` without what is not seen, and without blank lines at its ends.
    static String clean(String said) {
        return Hidden.strippedFrom(said.replaceAll("\\R", "\n")).strip();
    }

    /// A name that is safe in a line of the town's own words.
    static String author(String name) {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._@:+/ -]", "?").strip();
        if (safe.isEmpty()) {
            return "somebody unknown";
        }
        return safe.length() <= AUTHOR_MAX ? safe : start(safe, AUTHOR_MAX) + "…";
    }

    private static List<String> lines(String said) {
        String clean = clean(said);
        return clean.isEmpty() ? List.of() : clean.lines().toList();
    }

    /// At most `max` characters, never half of one that takes two.
    private static String start(String text, int max) {
        boolean half = Character.isHighSurrogate(text.charAt(max - 1));
        return text.substring(0, half ? max - 1 : max);
    }
}
