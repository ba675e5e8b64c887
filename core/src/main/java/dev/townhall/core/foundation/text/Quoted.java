package dev.townhall.core.foundation.text;

import java.util.List;

/// Words of others, so that they cannot be taken for the town's: every line begins with `> `,
/// whatever it holds, so no fence, heading or blank line in them ends the quote.
///
/// @param cut whether something is missing at the end
public record Quoted(String text, boolean cut) {
    private static final String MARK = "> ";

    /// As much of `said` as fits into `charactersMax` characters, marks and line feeds included.
    public static Quoted of(String said, int charactersMax) {
        StringBuilder text = new StringBuilder();
        for (String line : lines(said)) {
            int room = charactersMax - text.length() - MARK.length() - 1;
            if (line.length() > room) {
                if (room > 1) {
                    text.append(MARK).append(start(line, room - 1)).append("…\n");
                }
                return new Quoted(text.toString(), true);
            }
            text.append((MARK + line).stripTrailing()).append('\n');
        }
        return new Quoted(text.toString(), false);
    }

    /// All of `said`.
    public static String whole(String said) {
        return of(said, Integer.MAX_VALUE).text();
    }

    /// `said` without what is not seen, and without blank lines at its ends.
    public static String clean(String said) {
        return Hidden.strippedFrom(said.replaceAll("\\R", "\n")).strip();
    }

    /// At most `max` characters, never half of one that takes two.
    public static String start(String text, int max) {
        boolean half = Character.isHighSurrogate(text.charAt(max - 1));
        return text.substring(0, half ? max - 1 : max);
    }

    private static List<String> lines(String said) {
        String clean = clean(said);
        return clean.isEmpty() ? List.of() : clean.lines().toList();
    }
}
