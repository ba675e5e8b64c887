package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.foundation.process.Processes.How;
import dev.townhall.core.foundation.process.Processes.Running;
import dev.townhall.core.foundation.text.Ansi;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate.AgentError;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One run that goes on, or is about to. Thread-safe.
final class CommandTurn {
    /// The code of a run that never was.
    private static final int NEVER_RAN = -1;

    private static final int ERROR_LINES_MAX = 10;
    private static final int ERROR_CHARACTERS_MAX = 2_000;

    private final TurnOutput output;
    private final Secrets secrets;
    private boolean ended;
    private @Nullable Running running;

    CommandTurn(TurnOutput output, Secrets secrets) {
        this.output = output;
        this.secrets = secrets;
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
                    case MACHINE, ENDED -> StopReason.CANCELLED;
                    case NOT_STARTED, LIMIT -> StopReason.FAILED;
                };
        Optional<Integer> code =
                switch (exit.how()) {
                    case EXITED -> Optional.of(exit.code());
                    case DEADLINE, LIMIT, MACHINE, ENDED, NOT_STARTED -> Optional.empty();
                };
        Optional<String> words = reason == StopReason.END_TURN ? said.words() : Optional.empty();
        String printed = secrets.maskedIn(Ansi.plain(exit.output()));
        boolean tooMuch = exit.how() == How.LIMIT || exit.how() == How.MACHINE;
        Optional<String> failure = tooMuch ? Optional.empty() : said.failure();
        String tail = failure.or(() -> words).orElse(printed);
        Optional<AgentError> error =
                reason == StopReason.FAILED
                        ? Optional.of(
                                new AgentError(
                                        exit.code(), failure.orElseGet(() -> why(exit, printed))))
                        : Optional.empty();
        return new TurnEnded(reason, code, tail, exit.outputBytes(), exit.duration(), error);
    }

    static TurnEnded notStarted(String why) {
        return new TurnEnded(
                StopReason.FAILED,
                Optional.empty(),
                why,
                0,
                Duration.ZERO,
                Optional.of(new AgentError(NEVER_RAN, why)));
    }

    /// What a program that failed without saying so in its own form printed last. A line of JSON is
    /// of its work: what stands there of limits is not its provider's word.
    private static String why(Exit exit, String printed) {
        List<String> lines =
                printed.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("{"))
                        .toList();
        String end =
                String.join(
                        "\n",
                        lines.subList(Math.max(0, lines.size() - ERROR_LINES_MAX), lines.size()));
        String shown = end.substring(Math.max(0, end.length() - ERROR_CHARACTERS_MAX));
        return exit.how() != How.EXITED
                ? shown
                : "It ended with exit code %s and %s"
                        .formatted(
                                exit.code(),
                                shown.isEmpty() ? "without a word of why." : "said: " + shown);
    }
}
