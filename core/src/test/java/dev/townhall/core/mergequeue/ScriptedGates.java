package dev.townhall.core.mergequeue;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.testing.Scheduler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// The in-memory twin of every gate runner: a rule says what a gate finds in the tree's files, the
/// scheduler when. For one thread; results are told from the scheduler.
public final class ScriptedGates implements GateRunner {
    private final Scheduler scheduler;
    private final Tree tree;
    private final Rule rule;
    private final List<Run> runs = new ArrayList<>();

    /// The trees gates look at.
    @FunctionalInterface
    public interface Tree {
        /// The tree's files, path to content, in the order of their paths.
        Map<String, String> read(Path folder);
    }

    /// Decides what a gate finds.
    @FunctionalInterface
    public interface Rule {
        Finding judge(Gate gate, Map<String, String> files);
    }

    /// What a gate finds, and how long it takes.
    public sealed interface Finding {
        /// All is well.
        record Green(Duration takes) implements Finding {}

        /// Something is broken.
        record Red(Duration takes, String log) implements Finding {}

        /// The gate itself does not work.
        record CouldNotRun(Duration takes, String why) implements Finding {}

        /// No answer before the gate's deadline.
        record Hang() implements Finding {}
    }

    public ScriptedGates(Scheduler scheduler, Tree tree, Rule rule) {
        this.scheduler = scheduler;
        this.tree = tree;
        this.rule = rule;
    }

    @Override
    public Job start(
            Path folder, List<Gate> gates, Confinement confinement, Consumer<GateResult> onResult) {
        Run run = new Run(folder, List.copyOf(gates), onResult);
        runs.removeIf(earlier -> earlier.over);
        runs.add(run);
        scheduler.after(Duration.ZERO, () -> run.look(0));
        return run;
    }

    /// The town was killed: no gate answers any more.
    public void vanish() {
        runs.forEach(run -> run.over = true);
        runs.clear();
    }

    private final class Run implements Job {
        private final Path folder;
        private final List<Gate> gates;
        private final Consumer<GateResult> onResult;
        private Duration taken = Duration.ZERO;
        private int number;
        private boolean over;

        private Run(Path folder, List<Gate> gates, Consumer<GateResult> onResult) {
            this.folder = folder;
            this.gates = gates;
            this.onResult = onResult;
        }

        @Override
        public void end() {
            scheduler.after(Duration.ZERO, () -> tell(Verdict.NOT_ENDED, "It was ended."));
        }

        private void look(int next) {
            number = next;
            if (next == gates.size()) {
                tell(Verdict.GREEN, "");
            }
            if (over) {
                return;
            }
            Gate gate = gates.get(next);
            switch (rule.judge(gate, tree.read(folder))) {
                case Finding.Green green -> after(green.takes(), () -> look(next + 1));
                case Finding.Red red -> after(red.takes(), () -> tell(Verdict.RED, red.log()));
                case Finding.CouldNotRun broken ->
                        after(broken.takes(), () -> tell(Verdict.COULD_NOT_RUN, broken.why()));
                case Finding.Hang hang ->
                        after(
                                gate.deadline(),
                                () -> tell(Verdict.NOT_ENDED, "It did not end in time."));
            }
        }

        private void after(Duration takes, Runnable action) {
            scheduler.after(
                    takes,
                    () -> {
                        taken = taken.plus(takes);
                        action.run();
                    });
        }

        private void tell(Verdict verdict, String log) {
            if (over) {
                return;
            }
            over = true;
            String gate =
                    verdict == Verdict.GREEN || gates.isEmpty()
                            ? ""
                            : gates.get(Math.min(number, gates.size() - 1)).name();
            onResult.accept(new GateResult(verdict, gate, log, taken));
        }
    }
}
