package dev.townhall.server.command;

import dev.townhall.core.foundation.check.ErrorCode;

/// The exit codes of `gt`, as `docs/cli.md` promises them.
public final class Exit {
    public static final int OK = 0;

    /// It was understood and did not work, or something was found wrong.
    public static final int FAILED = 1;

    /// Bad use: unknown words, wrong input, no such thing.
    public static final int USAGE = 2;

    public static final int TIME_OUT = 3;

    /// Only a person can bring it further.
    public static final int NEEDS_PERSON = 4;

    public static final int NOT_RUNNING = 5;

    /// A defect of the program.
    public static final int BUG = 70;

    private Exit() {}

    static int of(ErrorCode code) {
        return switch (code) {
            case BAD_INPUT, NOT_FOUND, LIMIT -> USAGE;
            case WRONG_STATE, CONFLICT, FORBIDDEN, DAMAGED, UNAVAILABLE -> FAILED;
            case BUG -> BUG;
        };
    }
}
