package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;

/// The name of a bead: `<prefix>-<rest>`, at most 255 characters, for example `sh-7x2kq`,
/// `sh-7x2kq.1` or `hq-cv-3f9ab`. Ordered as text.
public record BeadId(@JsonValue String text) implements Comparable<BeadId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BeadId {
        Check.that(
                isWellFormed(text),
                "A bead id looks like sh-7x2kq; found '%s'.",
                text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }

    public static boolean isWellFormed(String text) {
        int hyphen = text.indexOf('-');
        if (hyphen < 1 || hyphen == text.length() - 1 || text.length() > 255) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean mark = i < hyphen ? c == '_' && i > 0 : c == '-' || c == '_' || c == '.';
            if (!mark && !isLetterOrDigit(c)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    /// The text up to the first hyphen.
    public String prefix() {
        return text.substring(0, text.indexOf('-'));
    }

    @Override
    public int compareTo(BeadId other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
