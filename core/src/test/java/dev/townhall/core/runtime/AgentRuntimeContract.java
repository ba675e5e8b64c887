package dev.townhall.core.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession.PermissionAnswer;
import dev.townhall.core.runtime.AgentSession.Turn;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.Started;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.testing.Patience;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/// What every [AgentRuntime] keeps, whatever its agents are.
public interface AgentRuntimeContract {
    Duration LONG = Patience.PATIENCE;
    Duration SHORT = Duration.ofMillis(300);

    AgentRuntime runtime();

    /// A start in the test's tree; its outputBytesMax is 1,000.
    SessionStart startWithin(Duration deadline);

    /// A start that fails.
    SessionStart startThatFails();

    /// A turn in which the agent does this.
    Turn turn(Doing doing);

    /// Lets time pass until `reached`, or fails.
    void until(BooleanSupplier reached);

    /// The content of a file in the tree.
    Optional<String> file(String path);

    /// The exit code of [Doing#FAIL], where a turn is a process of its own.
    default Optional<Integer> failCode() {
        return Optional.of(3);
    }

    /// What a turn is about in this contract.
    enum Doing {
        /// Writes `done` into the file `work.txt` and ends well.
        WORK,
        /// Ends with exit code 3, or with an error.
        FAIL,
        /// Never ends.
        HANG,
        /// Prints a million bytes, then ends well.
        FLOOD
    }

    @Test
    default void aSessionStartsWorksAndEnds() {
        Recorder updates = new Recorder();

        AgentSession session = runtime().start(startWithin(LONG), updates);
        session.prompt(turn(Doing.WORK));
        until(() -> !updates.turns().isEmpty());
        assertThat(session.isAlive()).isTrue();
        session.close();
        until(() -> !updates.ends().isEmpty());

        assertThat(file("work.txt")).contains("done");
        assertThat(updates.all().getFirst()).isInstanceOf(Started.class);
        TurnEnded turn = updates.turns().getFirst();
        assertThat(turn.reason()).isEqualTo(StopReason.END_TURN);
        assertThat(turn.exitCode().orElse(0)).isZero();
        assertThat(updates.turns()).hasSize(1);
        assertThat(updates.all().getLast()).isEqualTo(new Ended(Cause.CLOSED, ""));
        assertThat(session.isAlive()).isFalse();
    }

    @Test
    default void aTurnThatFailsSaysSoAndTheSessionGoesOn() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);

        session.prompt(turn(Doing.FAIL));
        until(() -> updates.turns().size() == 1);
        session.prompt(turn(Doing.WORK));
        until(() -> updates.turns().size() == 2);
        session.close();

        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.FAILED, StopReason.END_TURN);
        TurnEnded failed = updates.turns().getFirst();
        assertThat(failed.exitCode()).isEqualTo(failCode());
        assertThat(failed.exitCode().isPresent() || failed.error().isPresent()).isTrue();
        assertThat(file("work.txt")).contains("done");
    }

    @Test
    default void aSecondTurnWhileOneRunsIsRefused() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);
        session.prompt(turn(Doing.HANG));

        assertThatThrownBy(() -> session.prompt(turn(Doing.WORK)))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE));

        session.close();
        until(() -> !updates.ends().isEmpty());
        assertThat(file("work.txt")).isEmpty();
    }

    @Test
    default void aTurnAfterTheEndIsRefused() {
        AgentSession session = runtime().start(startWithin(LONG), new Recorder());
        session.close();

        assertThatThrownBy(() -> session.prompt(turn(Doing.WORK)))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE));
    }

    @Test
    default void aHungTurnEndsAtItsDeadline() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(SHORT), updates);

        session.prompt(turn(Doing.HANG));
        until(() -> !updates.turns().isEmpty());

        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.DEADLINE);
        assertThat(session.isAlive()).isTrue();
        session.close();
    }

    @Test
    default void cancellingEndsTheTurnAndNotTheSession() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);
        session.cancel();
        session.prompt(turn(Doing.HANG));

        session.cancel();
        session.cancel();
        until(() -> updates.turns().size() == 1);
        session.prompt(turn(Doing.WORK));
        until(() -> updates.turns().size() == 2);
        session.close();

        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.CANCELLED, StopReason.END_TURN);
    }

    @Test
    default void closingWhileATurnRunsEndsBothOnce() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);
        session.prompt(turn(Doing.HANG));

        session.close();
        session.close();
        until(() -> !updates.ends().isEmpty());
        session.cancel();
        session.close();

        List<SessionUpdate> all = updates.all();
        assertThat(updates.turns())
                .extracting(TurnEnded::reason)
                .containsExactly(StopReason.CANCELLED);
        assertThat(updates.ends()).containsExactly(new Ended(Cause.CLOSED, ""));
        assertThat(all.getLast()).isInstanceOf(Ended.class);
        assertThat(session.isAlive()).isFalse();
    }

    @Test
    default void aFloodOfOutputIsCappedAndCounted() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);

        session.prompt(turn(Doing.FLOOD));
        until(() -> !updates.turns().isEmpty());
        session.close();

        TurnEnded turn = updates.turns().getFirst();
        assertThat(turn.reason()).isEqualTo(StopReason.END_TURN);
        assertThat(turn.outputTail()).hasSize(1000);
        assertThat(turn.outputBytes()).isEqualTo(1_000_000);
        assertThat(updates.textLength()).isBetween(1000, 1100);
    }

    @Test
    default void aSessionThatDoesNotStartEndsAndSaysWhy() {
        Recorder updates = new Recorder();

        AgentSession session = runtime().start(startThatFails(), updates);
        until(() -> !updates.all().isEmpty());
        session.close();

        assertThat(updates.all()).hasSize(1);
        assertThat(updates.ends().getFirst().cause()).isEqualTo(Cause.NOT_STARTED);
        assertThat(updates.ends().getFirst().detail()).isNotEmpty();
        assertThat(session.isAlive()).isFalse();
    }

    @Test
    default void anAnswerNobodyAskedForIsIgnored() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);

        session.answer("permission-7", PermissionAnswer.ALLOW_ONCE);
        session.prompt(turn(Doing.WORK));
        session.answer("permission-7", PermissionAnswer.DENY);
        until(() -> !updates.turns().isEmpty());
        session.close();

        assertThat(updates.turns().getFirst().reason()).isEqualTo(StopReason.END_TURN);
    }

    @Test
    default void updatesComeOneAtATime() {
        Recorder updates = new Recorder();
        AgentSession session = runtime().start(startWithin(LONG), updates);

        for (int turns = 1; turns <= 5; turns++) {
            int told = turns;
            session.prompt(turn(turns % 2 == 0 ? Doing.FLOOD : Doing.WORK));
            until(() -> updates.turns().size() == told);
        }
        session.close();
        until(() -> !updates.ends().isEmpty());

        assertThat(updates.overlapped()).isFalse();
        assertThat(updates.of(Started.class)).hasSize(1);
        assertThat(updates.all().getFirst()).isInstanceOf(Started.class);
        assertThat(updates.all().getLast()).isInstanceOf(Ended.class);
    }
}
