package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.foundation.process.Processes.Running;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run that goes on, or is about to. Thread-safe.
final class CommandTurn {
    private final TurnOutput output;
    private boolean ended;
    private @Nullable Running running;

    CommandTurn(TurnOutput output) {
        this.output = output;
    }

    void take(String piece) {
        output.take(piece);
    }

    /// The id the program told, once the turn is over.
    Optional<String> session() {
        return output.session();
    }

    synchronized void started(Running child) {
        running = child;
        if (ended) {
            child.end();
        }
    }

    /// Ends the run, also when it is not quite started yet.
    synchronized void end() {
        ended = true;
        if (running != null) {
            running.end();
        }
    }

    /// What came of it: the exit code, and what the program said of itself.
    TurnEnded result(Exit exit) {
        TurnOutput.Result said = output.end(exit);
        boolean bad = said.failure().isPresent();
        StopReason reason =
                switch (exit.how()) {
                    case EXITED ->
                            exit.code() == 0 && !bad ? StopReason.END_TURN : StopReason.FAILED;
                    case DEADLINE -> StopReason.DEADLINE;
                    case ENDED -> StopReason.CANCELLED;
                    case NOT_STARTED, LIMIT -> StopReason.FAILED;
                };
        Optional<Integer> code =
                switch (exit.how()) {
                    case EXITED -> Optional.of(exit.code());
                    case DEADLINE, LIMIT, ENDED, NOT_STARTED -> Optional.empty();
                };
        Optional<String> words = reason == StopReason.END_TURN ? said.words() : Optional.empty();
        String tail =
                exit.how() == How.LIMIT
                        ? exit.output()
                        : said.failure().or(() -> words).orElse(exit.output());
        return new TurnEnded(reason, code, tail, exit.outputBytes(), exit.duration());
    }

    static TurnEnded notStarted(String why) {
        return new TurnEnded(StopReason.FAILED, Optional.empty(), why, 0, Duration.ZERO);
    }
}
