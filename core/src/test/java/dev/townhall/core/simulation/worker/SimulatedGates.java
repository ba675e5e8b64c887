package dev.townhall.core.simulation.worker;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.mergequeue.GateRunner;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.simulation.clock.VirtualTime;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import dev.townhall.core.simulation.git.Hosting;
import dev.townhall.core.testing.Dice;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Gates of one life of the town. A tree with a file `broken` is red; so is a healthy one now and
/// then.
public final class SimulatedGates implements GateRunner {
    private final Boundary boundary;
    private final VirtualTime time;
    private final Hosting hosting;
    private final Dice dice;

    public SimulatedGates(Boundary boundary, VirtualTime time, Hosting hosting, Dice dice) {
        this.boundary = boundary;
        this.time = time;
        this.hosting = hosting;
        this.dice = dice;
    }

    @Override
    public Job start(
            Path folder, List<Gate> gates, Confinement confinement, Consumer<GateResult> onResult) {
        return boundary.call(
                "gates.start",
                () -> {
                    boundary.mayFail(Fault.GATE_NOT_RUNNABLE, "gates.start");
                    boolean broken = hosting.tree(folder).files().containsKey("broken");
                    Verdict verdict = broken ? Verdict.RED : Verdict.GREEN;
                    Duration takes = Duration.ofMillis(100 + dice.below(40_000));
                    if (boundary.strikes(Fault.GATE_NOT_RUNNABLE, "gates")) {
                        verdict = Verdict.COULD_NOT_RUN;
                    } else if (boundary.strikes(Fault.GATE_RED, "gates")) {
                        verdict = Verdict.RED;
                    } else if (boundary.strikes(Fault.GATE_HANGS, "gates")) {
                        verdict = Verdict.COULD_NOT_RUN;
                        takes = gates.getFirst().deadline();
                    }
                    Run run = new Run(boundary, onResult, gates.getFirst().name(), takes);
                    Verdict result = verdict;
                    time.after(takes, () -> run.finish(result));
                    return run;
                });
    }

    private static final class Run implements Job {
        private final Boundary boundary;
        private final Consumer<GateResult> onResult;
        private final String gate;
        private final Duration takes;
        private boolean over;

        Run(Boundary boundary, Consumer<GateResult> onResult, String gate, Duration takes) {
            this.boundary = boundary;
            this.onResult = onResult;
            this.gate = gate;
            this.takes = takes;
        }

        void finish(Verdict verdict) {
            if (!over && boundary.isAlive()) {
                over = true;
                String failed = verdict == Verdict.GREEN ? "" : gate;
                onResult.accept(new GateResult(verdict, failed, "the end of the log", takes));
            }
        }

        @Override
        public void end() {
            finish(Verdict.COULD_NOT_RUN);
        }
    }
}
