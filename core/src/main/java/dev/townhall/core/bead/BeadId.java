package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// The name of a bead: `<prefix>-<rest>`, at most 255 characters, for example `sh-7x2kq`,
/// `sh-7x2kq.1` or `hq-cv-3f9ab`. Ordered as text.
public record BeadId(@JsonValue String text) implements Comparable<BeadId> {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_]*-[A-Za-z0-9._-]+");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BeadId {
        Check.that(
                text.length() <= 255 && FORM.matcher(text).matches(),
                "A bead id looks like sh-7x2kq; found '%s'.",
                text.length() > 60 ? text.substring(0, 60) + "…" : text);
    }

    public static boolean isWellFormed(String text) {
        return text.length() <= 255 && FORM.matcher(text).matches();
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
