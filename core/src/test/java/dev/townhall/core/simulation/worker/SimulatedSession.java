package dev.townhall.core.simulation.worker;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.runtime.SessionUpdate.Cause;
import dev.townhall.core.runtime.SessionUpdate.StopReason;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.git.WorkTree;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/// One simulated session. What it does to its tree happens when its turn ends; it dies with the
/// town, as a supervised process does.
final class SimulatedSession implements AgentSession {
    private final SessionStart start;
    private final Consumer<SessionUpdate> updates;
    private final Boundary boundary;
    private final VirtualTime time;
    private final WorkTree tree;
    private final Workshop workshop;
    private final Dice dice;
    private boolean ended;
    private boolean busy;
    private int turns;

    SimulatedSession(
            SessionStart start,
            Consumer<SessionUpdate> updates,
            Boundary boundary,
            VirtualTime time,
            WorkTree tree,
            Workshop workshop,
            Dice dice) {
        this.start = start;
        this.updates = updates;
        this.boundary = boundary;
        this.time = time;
        this.tree = tree;
        this.workshop = workshop;
        this.dice = dice;
    }

    void begin(boolean stillborn) {
        time.after(
                Duration.ofMillis(dice.below(800)),
                () -> {
                    if (stillborn) {
                        end(Cause.NOT_STARTED, "no such program (simulated)");
                    } else {
                        tell(new SessionUpdate.Started(Optional.empty()));
                    }
                });
    }

    @Override
    public void prompt(Turn turn) {
        boundary.call(
                "agent.prompt " + start.bead(),
                () -> {
                    if (busy || ended) {
                        throw TownException.wrongState("The session is busy or over.");
                    }
                    busy = true;
                    turns++;
                    plan(turn, turns);
                    return "";
                });
    }

    private void plan(Turn turn, int number) {
        String what = "agent " + start.agent().shortName() + " " + start.bead();
        Duration work = Duration.ofMillis(200 + dice.below(60_000));
        boolean verifies = turn.instruction().startsWith("Verify");
        if (boundary.strikes(Fault.AGENT_IGNORES_DEADLINE, what)) {
            return;
        }
        if (boundary.strikes(Fault.AGENT_HANGS, what)) {
            later(start.deadline(), number, () -> ended(StopReason.DEADLINE, Optional.empty()));
        } else if (boundary.strikes(Fault.AGENT_CRASHES, what)) {
            later(
                    work,
                    number,
                    () -> {
                        carryOut(turn, dice.below(3));
                        end(Cause.CRASHED, "killed (simulated)");
                    });
        } else if (boundary.strikes(Fault.AGENT_FAILS, what)) {
            later(
                    work,
                    number,
                    () -> {
                        carryOut(turn, dice.below(3));
                        ended(StopReason.END_TURN, Optional.of(1));
                    });
        } else if (!verifies && boundary.strikes(Fault.AGENT_LIES, what)) {
            later(work, number, () -> ended(StopReason.END_TURN, Optional.of(0)));
        } else {
            boolean floods = boundary.strikes(Fault.AGENT_FLOODS, what);
            boolean commits = boundary.strikes(Fault.AGENT_COMMITS, what);
            later(work, number, () -> works(turn, verifies, floods, commits));
        }
    }

    private void works(Turn turn, boolean verifies, boolean floods, boolean commits) {
        for (int i = 0; floods && i < 50; i++) {
            updates.accept(new SessionUpdate.Text("words ".repeat(50)));
        }
        boolean good = carryOut(turn, Integer.MAX_VALUE);
        if (good && verifies) {
            workshop.passed(start.bead());
        }
        if (commits && !verifies) {
            tree.commit(start.agent().text(), "own commit", time.now());
        }
        ended(StopReason.END_TURN, Optional.of(good ? 0 : 1));
    }

    private boolean carryOut(Turn turn, int lines) {
        return Script.run(turn.script().orElse(""), lines, turn.attempt(), tree);
    }

    private void later(Duration delay, int number, Runnable action) {
        time.after(
                delay,
                () -> {
                    if (boundary.isAlive() && !ended && busy && turns == number) {
                        action.run();
                    }
                });
    }

    private void ended(StopReason reason, Optional<Integer> exitCode) {
        busy = false;
        tell(
                new SessionUpdate.TurnEnded(
                        reason, exitCode, "the last words", 14, Duration.ofSeconds(1)));
    }

    private void end(Cause cause, String detail) {
        if (!ended) {
            ended = true;
            busy = false;
            if (boundary.isAlive()) {
                updates.accept(new SessionUpdate.Ended(cause, detail));
            }
        }
    }

    private void tell(SessionUpdate update) {
        if (boundary.isAlive() && !ended) {
            updates.accept(update);
        }
    }

    @Override
    public void cancel() {
        if (busy) {
            ended(StopReason.CANCELLED, Optional.empty());
        }
    }

    @Override
    public void answer(String permissionId, PermissionAnswer answer) {}

    @Override
    public boolean isAlive() {
        return !ended && boundary.isAlive();
    }

    @Override
    public void close() {
        boundary.call(
                "agent.close " + start.bead(),
                () -> {
                    end(Cause.CLOSED, "");
                    return "";
                });
    }
}
