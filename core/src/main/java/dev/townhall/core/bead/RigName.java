package dev.townhall.core.bead;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// The name of a rig: 1 to 40 of `a-z 0-9 - _`, starting with a letter. It is also its channel.
public record RigName(@JsonValue String text) implements Comparable<RigName> {
    private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RigName {
        Check.that(
                FORM.matcher(text).matches(),
                "A rig's name is 1 to 40 of a-z, 0-9, - and _, starting with a letter; found '%s'.",
                text);
    }

    @Override
    public int compareTo(RigName other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
