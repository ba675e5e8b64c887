package dev.townhall.core.foundation.check;

import com.google.errorprone.annotations.FormatMethod;

/// Checks of arguments: a value that exists is valid.
public final class Check {
    private Check() {}

    /// Throws [ErrorCode#BAD_INPUT] with `message` (a [String#format] pattern) unless `holds`.
    @FormatMethod
    public static void that(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw TownException.badInput(
                    arguments.length == 0 ? message : message.formatted(arguments));
        }
    }
}
