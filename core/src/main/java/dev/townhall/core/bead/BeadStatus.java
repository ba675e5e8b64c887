package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// The stored status of a bead: a built-in one or a custom word that is kept as it is.
/// `blocked` may be stored, but whether a bead is blocked by another is derived.
public record BeadStatus(@JsonValue String text) {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,49}");

    public static final BeadStatus OPEN = new BeadStatus("open");
    public static final BeadStatus IN_PROGRESS = new BeadStatus("in_progress");
    public static final BeadStatus HOOKED = new BeadStatus("hooked");
    public static final BeadStatus BLOCKED = new BeadStatus("blocked");
    public static final BeadStatus DEFERRED = new BeadStatus("deferred");
    public static final BeadStatus PINNED = new BeadStatus("pinned");
    public static final BeadStatus CLOSED = new BeadStatus("closed");

    /// Deleted elsewhere; the record is kept so that the deletion can travel.
    public static final BeadStatus TOMBSTONE = new BeadStatus("tombstone");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public BeadStatus {
        Check.that(
                FORM.matcher(text).matches(),
                "A status is 1 to 50 of a-z, 0-9, _ and -; found '%s'.",
                text);
    }

    public boolean isClosed() {
        return equals(CLOSED);
    }

    /// Whether a bead with this status keeps those that depend on it waiting: all but closed, pinned
    /// and tombstone.
    public boolean isActive() {
        return !equals(CLOSED) && !equals(PINNED) && !equals(TOMBSTONE);
    }

    @Override
    public String toString() {
        return text;
    }
}
