package dev.townhall.core.mergequeue;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.rig.Gate;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs a rig's gates on a tree: a port. Thread-safe.
public interface GateRunner {
    /// Runs `gates` one after another in `tree` until one fails; `onResult` is called once, on a
    /// thread of the adapter. Ending the job before that gives NOT_ENDED.
    ///
    /// @param confinement what the gates may reach, the tree included
    Job start(Path tree, List<Gate> gates, Confinement confinement, Consumer<GateResult> onResult);

    /// The same for gates that may reach whatever the town can.
    default Job start(Path tree, List<Gate> gates, Consumer<GateResult> onResult) {
        return start(tree, gates, Confinement.NONE, onResult);
    }

    /// Why no gate would be started under `confinement` now, if so; the requests then wait.
    default Optional<String> refusal(Confinement confinement) {
        return Optional.empty();
    }

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
        /// A gate's command cannot be run at all: tried again it would not run either.
        COULD_NOT_RUN,
        /// No answer in time, or the run was ended from outside.
        NOT_ENDED
    }
}
