package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.process.OutputTail;
import dev.townhall.core.runtime.SessionUpdate.AgentError;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/// One turn: what was said in it, and how much of that is told. Used under the session's lock.
final class AcpTurn {
    private static final String CUT = "\n[more output: its end comes with the result]\n";
    private static final int CALLS_MAX = 5000;

    private final String instruction;
    private final Duration began;
    private final OutputTail tail;
    private int wordsLeft;
    private int thoughtsLeft;
    private int callsLeft = CALLS_MAX;
    private Optional<StopReason> stopping = Optional.empty();

    /// @param began the elapsed time
    AcpTurn(String instruction, Duration began, int outputBytesMax) {
        this.instruction = instruction;
        this.began = began;
        this.tail = new OutputTail(outputBytesMax);
        this.wordsLeft = outputBytesMax;
        this.thoughtsLeft = outputBytesMax;
    }

    String instruction() {
        return instruction;
    }

    /// What to tell of the agent's next words.
    Optional<String> words(String chunk) {
        byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
        tail.append(bytes, bytes.length);
        Optional<String> told = within(chunk, wordsLeft);
        wordsLeft -= Math.min(wordsLeft, chunk.length());
        return told;
    }

    Optional<String> thought(String chunk) {
        Optional<String> told = within(chunk, thoughtsLeft);
        thoughtsLeft -= Math.min(thoughtsLeft, chunk.length());
        return told;
    }

    private static Optional<String> within(String chunk, int left) {
        if (left == 0 || chunk.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(chunk.length() <= left ? chunk : chunk.substring(0, left) + CUT);
    }

    /// Whether one more thing the agent does is told.
    boolean tellsCall() {
        return callsLeft-- > 0;
    }

    /// Whether this was the first thing left out.
    boolean justFull() {
        return callsLeft == -1;
    }

    Optional<StopReason> stopping() {
        return stopping;
    }

    /// The turn is to end for this reason, whatever the agent calls its end.
    void stop(StopReason why) {
        stopping = Optional.of(why);
    }

    TurnEnded end(StopReason reason, Duration now, Optional<AgentError> error) {
        return new TurnEnded(
                stopping.orElse(reason),
                Optional.empty(),
                tail.text(),
                tail.total(),
                now.minus(began),
                error);
    }
}
