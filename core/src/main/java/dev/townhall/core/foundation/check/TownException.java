package dev.townhall.core.foundation.check;

import org.jspecify.annotations.Nullable;

/// The one unchecked exception of the town. Its message says what failed, on which thing, what was
/// expected and found, and what to do next.
public final class TownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public TownException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public TownException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    public static TownException badInput(String message) {
        return new TownException(ErrorCode.BAD_INPUT, message);
    }

    public static TownException notFound(String message) {
        return new TownException(ErrorCode.NOT_FOUND, message);
    }

    public static TownException wrongState(String message) {
        return new TownException(ErrorCode.WRONG_STATE, message);
    }

    public static TownException conflict(String message) {
        return new TownException(ErrorCode.CONFLICT, message);
    }

    public static TownException forbidden(String message) {
        return new TownException(ErrorCode.FORBIDDEN, message);
    }

    public static TownException unavailable(String message, Throwable cause) {
        return new TownException(ErrorCode.UNAVAILABLE, message, cause);
    }

    public static TownException bug(String message) {
        return new TownException(ErrorCode.BUG, message);
    }
}
