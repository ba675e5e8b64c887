package dev.townhall.core.foundation.text;

/// Characters that change how text looks without being seen: control characters, bidirectional
/// overrides and zero-width ones. Joiners (U+200C, U+200D) are not among them: scripts and emoji
/// need them.
public final class Hidden {
    private Hidden() {}

    /// Whether `codePoint` is hidden. Line feed and tab are not.
    public static boolean is(int codePoint) {
        if (codePoint == '\n' || codePoint == '\t') {
            return false;
        }
        return Character.isISOControl(codePoint)
                || codePoint == 0x00AD
                || codePoint == 0x061C
                || codePoint == 0x180E
                || codePoint == 0x200B
                || codePoint == 0x200E
                || codePoint == 0x200F
                || (codePoint >= 0x2028 && codePoint <= 0x202E)
                || (codePoint >= 0x2060 && codePoint <= 0x206F)
                || codePoint == 0xFEFF
                || (codePoint >= 0xFFF9 && codePoint <= 0xFFFB)
                || (codePoint >= 0xE0000 && codePoint <= 0xE007F)
                || (codePoint >= 0xD800 && codePoint <= 0xDFFF);
    }

    /// The place of the first hidden character, or -1.
    public static int firstIn(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (is(text.codePointAt(i))) {
                return i;
            }
        }
        return -1;
    }

    /// `text` without hidden characters; a carriage return before a line feed goes with them.
    public static String strippedFrom(String text) {
        if (firstIn(text) < 0) {
            return text;
        }
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().filter(point -> !is(point)).forEach(kept::appendCodePoint);
        return kept.toString();
    }
}
