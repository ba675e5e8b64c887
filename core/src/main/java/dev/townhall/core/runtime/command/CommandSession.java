package dev.townhall.core.runtime.command;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Processes.Exit;
import dev.townhall.core.preset.Headless;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.Lodging;
import dev.townhall.core.runtime.Secrets;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import dev.townhall.core.runtime.command.Continuation.Ending;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session of runs, one after another. Closing waits until the last one's tree is gone, so that
/// the worktree is nobody's when it returns.
///
/// ```
///   IDLE <--exit-- RUNNING        IDLE --prompt--> RUNNING
///    |                |
///  close            close
///    v                v
///  CLOSED <--exit-- CLOSING
/// ```
final class CommandSession implements AgentSession {
    private static final Logger LOG = LoggerFactory.getLogger(CommandSession.class);
    private static final long CLOSE_SECONDS_MAX = 10;

    private final Processes processes;
    private final SessionStart start;
    private final Lodging lodging;
    private final Headless headless;
    private final Continuation continuation;
    private final Secrets secrets;
    private final Meter meter;
    private final InOrder<SessionUpdate> told;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.IDLE;
    private @Nullable CommandTurn current;

    private enum State {
        IDLE,
        RUNNING,
        CLOSING,
        CLOSED
    }

    CommandSession(
            Processes processes,
            SessionStart start,
            Lodging lodging,
            Headless headless,
            Continuation continuation,
            List<String> furtherSecrets,
            InOrder<SessionUpdate> told) {
        this.processes = processes;
        this.start = start;
        this.lodging = lodging;
        this.headless = headless;
        this.continuation = continuation;
        this.secrets = Secrets.of(lodging.environment(), start, furtherSecrets);
        this.meter = new Meter(headless.usage());
        this.told = told;
        if (continuation.goesOn()) {
            meter.resumes();
        }
    }

    @Override
    public void prompt(Turn turn) {
        CommandTurn begun = begin();
        try {
            Command command = command(turn);
            begun.started(processes.start(command, begun::take, exit -> ended(begun, exit)));
        } catch (TownException e) {
            finish(CommandTurn.notStarted(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            finish(broken(e));
        }
    }

    private void ended(CommandTurn turn, Exit exit) {
        TurnEnded end;
        try {
            end = turn.result(exit);
            note(turn, end);
        } catch (RuntimeException e) {
            end = broken(e);
        }
        finish(end);
    }

    /// A defect of the town's own: the turn ends all the same.
    private TurnEnded broken(RuntimeException e) {
        LOG.atError()
                .setCause(e)
                .addKeyValue("bead", start.bead())
                .log("a turn could not be carried out");
        return CommandTurn.notStarted("The town could not carry out this turn: " + e);
    }

    private void note(CommandTurn turn, TurnEnded end) {
        continuation.went(
                turn.session(), end.reason() == StopReason.END_TURN ? Ending.WELL : Ending.BADLY);
    }

    @Override
    public void cancel() {
        lock.lock();
        try {
            if (current != null) {
                current.end();
            }
        } finally {
            lock.unlock();
        }
    }

    /// A single run asks nothing.
    @Override
    public void answer(String permissionId, PermissionAnswer answer) {}

    @Override
    public boolean remembers() {
        return continuation.goesOn();
    }

    @Override
    public boolean isAlive() {
        lock.lock();
        try {
            return state == State.IDLE || state == State.RUNNING;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        boolean last = false;
        lock.lock();
        try {
            if (state == State.IDLE) {
                state = State.CLOSED;
                told.accept(new Ended(Cause.CLOSED, ""));
                last = true;
            } else if (state == State.RUNNING) {
                state = State.CLOSING;
                cancel();
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            leave();
        }
        awaitGone();
    }

    private CommandTurn begin() {
        lock.lock();
        try {
            if (state != State.IDLE) {
                throw TownException.wrongState(
                        "The session for %s takes no turn: it is %s. Wait for the end of its turn, or start another session."
                                .formatted(start.bead(), state.name().toLowerCase(Locale.ROOT)));
            }
            state = State.RUNNING;
            if (!continuation.goesOn()) {
                meter.begins();
            }
            CommandTurn begun =
                    new CommandTurn(
                            TurnOutput.of(
                                    headless.output(),
                                    new Teller(start.outputBytesMax(), secrets, told),
                                    meter),
                            secrets);
            current = begun;
            return begun;
        } finally {
            lock.unlock();
        }
    }

    private void finish(TurnEnded end) {
        boolean last;
        lock.lock();
        try {
            current = null;
            last = state == State.CLOSING;
            state = last ? State.CLOSED : State.IDLE;
            told.accept(end);
            if (last) {
                told.accept(new Ended(Cause.CLOSED, ""));
            }
        } finally {
            lock.unlock();
        }
        if (last) {
            leave();
        }
    }

    private void leave() {
        lodging.close();
        gone.countDown();
    }

    private void awaitGone() {
        try {
            if (!gone.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new TownException(
                        ErrorCode.UNAVAILABLE,
                        "The agent of %s is still not gone after %s s; the system does not end it."
                                .formatted(start.bead(), CLOSE_SECONDS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Command command(Turn turn) {
        return new Command(
                continuation.next(turn.instruction()),
                start.folder(),
                environment(turn.attempt()),
                start.deadline(),
                start.outputBytesMax(),
                lodging.confinement());
    }

    private Map<String, String> environment(int attempt) {
        Map<String, String> environment = new LinkedHashMap<>(lodging.environment());
        environment.putAll(continuation.environment());
        environment.put("GT_ATTEMPT", Integer.toString(attempt));
        return environment;
    }
}
