package dev.townhall.core.worktree;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.townhall.core.foundation.check.Check;
import java.util.regex.Pattern;

/// The full name of a git commit: 40 (or 64) lower-case hexadecimal digits.
public record CommitId(@JsonValue String text) {
    private static final Pattern FORM = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public CommitId {
        Check.that(FORM.matcher(text).matches(), "A commit id is 40 hex digits; found '%s'.", text);
    }

    public String shortText() {
        return text.substring(0, 8);
    }

    @Override
    public String toString() {
        return text;
    }
}
