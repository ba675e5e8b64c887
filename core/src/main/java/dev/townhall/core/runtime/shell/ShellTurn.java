package dev.townhall.core.runtime.shell;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.Running;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One script that runs, or is about to. Thread-safe.
final class ShellTurn {
    private static final String CUT = "\n[more output: its end comes with the result]\n";

    private int charactersLeft;
    private boolean ended;
    private @Nullable Running running;

    /// @param charactersMax how much of the output is told while the script runs
    ShellTurn(int charactersMax) {
        this.charactersLeft = charactersMax;
    }

    synchronized void started(Running child) {
        running = child;
        if (ended) {
            child.end();
        }
    }

    /// Ends the script, also when it is not quite started yet.
    synchronized void end() {
        ended = true;
        if (running != null) {
            running.end();
        }
    }

    /// What to tell of the next piece of output.
    synchronized Optional<String> told(String piece) {
        if (charactersLeft == 0) {
            return Optional.empty();
        }
        if (piece.length() <= charactersLeft) {
            charactersLeft -= piece.length();
            return Optional.of(piece);
        }
        String last = piece.substring(0, charactersLeft) + CUT;
        charactersLeft = 0;
        return Optional.of(last);
    }

    /// @param script the file the commands were put in: of use to nobody who reads the output
    static TurnEnded result(Exit exit, Path script) {
        StopReason reason =
                switch (exit.how()) {
                    case EXITED -> exit.code() == 0 ? StopReason.END_TURN : StopReason.FAILED;
                    case DEADLINE -> StopReason.DEADLINE;
                    case MACHINE, ENDED -> StopReason.CANCELLED;
                    case NOT_STARTED, LIMIT -> StopReason.FAILED;
                };
        Optional<Integer> code =
                switch (exit.how()) {
                    case EXITED -> Optional.of(exit.code());
                    case DEADLINE, LIMIT, MACHINE, ENDED, NOT_STARTED -> Optional.empty();
                };
        return new TurnEnded(
                reason,
                code,
                withoutPath(exit.output(), script),
                exit.outputBytes(),
                exit.duration());
    }

    /// What a shell says of a line of its script, as of a line of the commands.
    private static String withoutPath(String output, Path script) {
        return output.replaceAll(
                "(?m)^" + Pattern.quote(script.toString()) + ": (?:line )?([0-9]+):", "line $1:");
    }

    static TurnEnded notStarted(String why) {
        return new TurnEnded(StopReason.FAILED, Optional.empty(), why, 0, Duration.ZERO);
    }
}
