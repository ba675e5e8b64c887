package dev.townhall.core.simulation.check;

import com.google.errorprone.annotations.FormatMethod;

/// Something that must always hold did not.
public final class Violation extends AssertionError {
    private static final long serialVersionUID = 1L;

    public Violation(String what) {
        super(what);
    }

    public Violation(String what, Throwable cause) {
        super(what, cause);
    }

    @FormatMethod
    public static void unless(boolean holds, String what, Object... arguments) {
        if (!holds) {
            throw new Violation(what.formatted(arguments));
        }
    }
}
