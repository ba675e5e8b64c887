package dev.townhall.core.simulation.worker;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.mergequeue.GateRunner;
import dev.townhall.core.mergequeue.ScriptedGates;
import dev.townhall.core.mergequeue.ScriptedGates.Finding;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.testing.Dice;
import dev.townhall.core.testing.Scheduler;
import dev.townhall.core.worktree.SimulatedGit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The gates as one life of the town reaches them. A tree with a file `broken` is red; so is a
/// healthy one now and then.
public final class FaultyGates implements GateRunner {
    private final GateRunner gates;
    private final Boundary boundary;
    private final Dice dice;

    public FaultyGates(Scheduler scheduler, SimulatedGit git, Boundary boundary, Dice dice) {
        this.gates =
                new ScriptedGates(scheduler, folder -> git.tree(folder).content(), this::judge);
        this.boundary = boundary;
        this.dice = dice;
    }

    @Override
    public Job start(
            Path folder, List<Gate> run, Confinement confinement, Consumer<GateResult> onResult) {
        return boundary.call(
                "gates.start",
                () -> {
                    boundary.mayFail(Fault.GATE_NOT_RUNNABLE, "gates.start");
                    return gates.start(folder, run, confinement, onResult);
                });
    }

    private Finding judge(Gate gate, Map<String, String> files) {
        String what = "gate " + gate.name();
        Duration takes = Duration.ofMillis(100 + dice.below(40_000));
        if (boundary.strikes(Fault.GATE_NOT_RUNNABLE, what)) {
            return new Finding.CouldNotRun(takes, "no such command (simulated)");
        }
        if (boundary.strikes(Fault.GATE_HANGS, what)) {
            return new Finding.Hang();
        }
        boolean red = files.containsKey("broken") || boundary.strikes(Fault.GATE_RED, what);
        return red ? new Finding.Red(takes, "the end of the log") : new Finding.Green(takes);
    }
}
