package dev.townhall.core.foundation.text;

import java.text.BreakIterator;
import java.util.Locale;

/// Text cut to a length without breaking what a reader sees as one character.
public final class Clipped {
    private static final String ELLIPSIS = "…";

    private Clipped() {}

    /// `text`, at most `charactersMax` characters as people count them, an ellipsis included where
    /// something was cut off: no flag, family or accented letter is torn.
    public static String to(int charactersMax, String text) {
        if (text.length() <= charactersMax) {
            return text;
        }
        BreakIterator characters = BreakIterator.getCharacterInstance(Locale.ROOT);
        characters.setText(text);
        int cut = 0;
        for (int count = 0; count < charactersMax; count++) {
            int end = characters.next();
            if (end == BreakIterator.DONE || end == text.length()) {
                return text;
            }
            if (count == charactersMax - 2) {
                cut = end;
            }
        }
        return text.substring(0, cut).stripTrailing() + ELLIPSIS;
    }
}
