package dev.townhall.core.mergequeue;

import dev.townhall.core.rig.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// Runs a rig's gates on a tree: a port. Thread-safe.
public interface GateRunner {
    /// Runs `gates` one after another in `tree` until one fails; `onResult` is called once, on a
    /// thread of the adapter. Ending the job before that gives COULD_NOT_RUN.
    Job start(Path tree, List<Gate> gates, Consumer<GateResult> onResult);

    interface Job {
        void end();
    }

    /// What the gates said.
    ///
    /// @param failedGate the gate's name, empty when green
    /// @param logTail the end of its output
    record GateResult(Verdict verdict, String failedGate, String logTail, Duration duration) {}

    enum Verdict {
        GREEN,
        RED,
        COULD_NOT_RUN
    }
}
