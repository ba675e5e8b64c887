package dev.townhall.core.simulation.fault;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.simulation.Trace;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.testing.Dice;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// The edge between one life of the town and its world. Every port call passes here: before and
/// after it a little time goes by, other duties of the town and other people may come between (as
/// they would on other threads), and the process may die. After its death the town reaches nothing.
public final class Boundary {
    private static final int NESTING_MAX = 2;

    private final VirtualTime time;
    private final Faults faults;
    private final Dice dice;
    private final Trace trace;
    private final int interleaving;
    private BooleanSupplier meanwhile = () -> false;
    private Consumer<BeadId> recall = bead -> {};
    private boolean alive = true;
    private int nesting;

    /// @param interleaving how often, in a hundred calls, something else comes between
    public Boundary(VirtualTime time, Faults faults, Dice dice, Trace trace, int interleaving) {
        this.time = time;
        this.faults = faults;
        this.dice = dice;
        this.trace = trace;
        this.interleaving = interleaving;
    }

    /// What may come between: carries out one thing, false when there is none.
    public void meanwhile(BooleanSupplier other) {
        meanwhile = other;
    }

    /// What somebody does who drops the convoy of the bead given.
    public void recall(Consumer<BeadId> newRecall) {
        recall = newRecall;
    }

    /// Lets somebody drop the convoy of `bead`, when that fault strikes.
    public void mayRecall(BeadId bead) {
        if (strikes(Fault.RECALLED_MEANWHILE, "recall " + bead)) {
            recall.accept(bead);
        }
    }

    public boolean isAlive() {
        return alive;
    }

    /// Ends this life.
    public void die() {
        alive = false;
    }

    /// A call that changes something or waits.
    public <T> T call(String what, Supplier<T> action) {
        before(what);
        T result = action.get();
        trace.line(what, told(result));
        pause(what, "after");
        return result;
    }

    /// A call begins.
    public void before(String what) {
        pause(what, "before");
    }

    /// A call has done what it does, and its caller does not know yet.
    public void after(String what) {
        trace.line(what, "done");
        pause(what, "after");
    }

    /// The process may die in the middle of a call.
    public void mayDie(String where) {
        mustBeAlive();
        if (faults.strikes(Fault.CRASH)) {
            crash(where);
        }
    }

    /// Objects without a text of their own would print their address.
    private static Object told(Object result) {
        return result instanceof Record || result instanceof java.util.Optional<?>
                ? result
                : result.getClass().getSimpleName();
    }

    /// A call that only looks.
    public <T> T look(Supplier<T> action) {
        mustBeAlive();
        return action.get();
    }

    /// Whether `fault` strikes at `what`.
    public boolean strikes(Fault fault, String what) {
        boolean strikes = faults.strikes(fault);
        if (strikes) {
            trace.line(what, fault);
        }
        return strikes;
    }

    /// Fails with UNAVAILABLE when `fault` strikes.
    public void mayFail(Fault fault, String what) {
        if (strikes(fault, what)) {
            throw new TownException(ErrorCode.UNAVAILABLE, what + " failed (simulated).");
        }
    }

    private void pause(String what, String when) {
        mayDie(when + " " + what);
        boolean slow = dice.chance(interleaving) && dice.chance(25);
        time.pass(Duration.ofNanos(1000L * dice.below(slow ? 10_000_000 : 3000)));
        if (nesting < NESTING_MAX && dice.chance(interleaving)) {
            nesting++;
            try {
                int others = 1 + dice.below(3);
                for (int i = 0; i < others && meanwhile.getAsBoolean(); i++) {
                    trace.line("meanwhile", when + " " + what);
                }
            } finally {
                nesting--;
            }
            mustBeAlive();
        }
    }

    private void crash(String where) {
        alive = false;
        trace.line("crash", where);
        throw new SimulatedCrash(where);
    }

    private void mustBeAlive() {
        if (!alive) {
            throw new SimulatedCrash("(already dead)");
        }
    }
}
