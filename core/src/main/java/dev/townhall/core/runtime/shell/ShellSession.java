package dev.townhall.core.runtime.shell;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.foundation.process.Processes.Command;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.Ended;
import dev.townhall.core.runtime.SessionUpdate.Text;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A session of scripts, one after another. Closing waits until the last one's tree is gone, so
/// that the worktree is nobody's when it returns.
///
/// ```
///   IDLE <--exit-- RUNNING        IDLE --prompt--> RUNNING
///    |                |
///  close            close
///    v                v
///  CLOSED <--exit-- CLOSING
/// ```
final class ShellSession implements AgentSession {
    private static final long CLOSE_SECONDS_MAX = 10;

    private final Processes processes;
    private final SessionStart start;
    private final Surroundings.Stay stay;
    private final InOrder<SessionUpdate> told;
    private final CountDownLatch gone = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private State state = State.IDLE;
    private @Nullable ShellTurn current;

    private enum State {
        IDLE,
        RUNNING,
        CLOSING,
        CLOSED
    }

    ShellSession(
            Processes processes,
            SessionStart start,
            Surroundings.Stay stay,
            InOrder<SessionUpdate> told) {
        this.processes = processes;
        this.start = start;
        this.stay = stay;
        this.told = told;
    }

    @Override
    public void prompt(Turn turn) {
        ShellTurn begun = begin();
        if (turn.script().isEmpty()) {
            finish(ShellTurn.notStarted("This bead has no commands: a shell worker needs them."));
            return;
        }
        try {
            Path script = stay.script("turn.sh", turn.script().get());
            begun.started(
                    processes.start(
                            command(script, turn.attempt()),
                            piece -> begun.told(piece).map(Text::new).ifPresent(told),
                            exit -> finish(ShellTurn.result(exit, script))));
        } catch (TownException e) {
            finish(ShellTurn.notStarted(String.valueOf(e.getMessage())));
        }
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

    /// A script asks nothing.
    @Override
    public void answer(String permissionId, PermissionAnswer answer) {}

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

    private ShellTurn begin() {
        lock.lock();
        try {
            if (state != State.IDLE) {
                throw TownException.wrongState(
                        "The shell session for %s takes no turn: it is %s. Wait for the end of its turn, or start another session."
                                .formatted(start.bead(), state.name().toLowerCase(Locale.ROOT)));
            }
            state = State.RUNNING;
            ShellTurn begun = new ShellTurn(start.outputBytesMax());
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
        stay.close();
        gone.countDown();
    }

    private void awaitGone() {
        try {
            if (!gone.await(CLOSE_SECONDS_MAX, TimeUnit.SECONDS)) {
                throw new TownException(
                        ErrorCode.UNAVAILABLE,
                        "The script of %s is still not gone after %s s; the system does not end it."
                                .formatted(start.bead(), CLOSE_SECONDS_MAX));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Command command(Path script, int attempt) {
        return new Command(
                List.of("/bin/sh", "-e", script.toString()),
                start.folder(),
                environment(attempt),
                start.deadline(),
                start.outputBytesMax(),
                stay.confinement(start.confinement()));
    }

    private Map<String, String> environment(int attempt) {
        Map<String, String> environment = new LinkedHashMap<>(stay.environment());
        environment.putAll(start.environment());
        environment.put("HOME", stay.environment().getOrDefault("HOME", ""));
        environment.put("TMPDIR", stay.environment().getOrDefault("TMPDIR", ""));
        environment.putAll(start.facts());
        environment.put("GT_ATTEMPT", Integer.toString(attempt));
        return environment;
    }
}
