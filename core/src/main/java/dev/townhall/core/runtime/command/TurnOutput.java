package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.preset.Headless;
import java.util.Optional;

/// Reads what a program prints during one turn. Pieces come one at a time.
interface TurnOutput {
    void take(String piece);

    /// The id of the session, as far as the program told it.
    Optional<String> session();

    /// What the whole of it says, once the program is gone.
    Result end(Exit exit);

    /// What a turn came to.
    ///
    /// @param words its last words, if they are known apart from the rest
    /// @param failure what it says went wrong; a turn with it failed whatever the exit code
    record Result(Optional<String> words, Optional<String> failure) {
        static final Result NOTHING = new Result(Optional.empty(), Optional.empty());
    }

    /// The reader of one kind of output.
    ///
    /// @param meter of the session
    static TurnOutput of(Headless.Output output, Teller teller, Meter meter) {
        return switch (output) {
            case TEXT -> new PlainOutput(teller);
            case JSON -> new JsonOutput(teller, meter);
            case STREAM_JSON -> new StreamOutput(teller, meter);
        };
    }
}
