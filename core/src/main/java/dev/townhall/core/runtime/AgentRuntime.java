package dev.townhall.core.runtime;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Confinement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A kind of worker the town can start: a port. Shaped for the Agent Client Protocol: a session in
/// a folder, turns, streamed updates, permission requests, cancel, resume. Thread-safe.
public interface AgentRuntime {
    /// A stable word: `shell`, `acp`, `command`.
    String name();

    Capabilities capabilities();

    /// Starts a session. Returns at once; all that happens comes to `updates`, in order, on one
    /// thread at a time, and ends with exactly one [SessionUpdate.Ended].
    AgentSession start(SessionStart start, Consumer<SessionUpdate> updates);

    /// Why no session would be started under `confinement` now, if so; the work then waits.
    default Optional<String> refusal(Confinement confinement) {
        return Optional.empty();
    }

    /// What sessions of this kind can do.
    ///
    /// @param resume whether a session can be continued by its native id
    record Capabilities(boolean resume, boolean permissions, boolean model) {}

    /// All a session needs to begin.
    ///
    /// @param agent who works, @param bead what on
    /// @param fence the hook's fencing number: the session's right to change anything
    /// @param folder the worktree
    /// @param environment all the child gets, besides what the runtime itself adds
    /// @param resume the native id of an earlier session to continue
    /// @param deadline after which a turn is ended
    /// @param confinement what the session's processes may reach, its worktree included
    record SessionStart(
            Actor agent,
            BeadId bead,
            long fence,
            Path folder,
            Map<String, String> environment,
            Optional<String> resume,
            Duration deadline,
            int outputBytesMax,
            Confinement confinement) {
        /// A session that may reach whatever the town can.
        public SessionStart(
                Actor agent,
                BeadId bead,
                long fence,
                Path folder,
                Map<String, String> environment,
                Optional<String> resume,
                Duration deadline,
                int outputBytesMax) {
            this(
                    agent,
                    bead,
                    fence,
                    folder,
                    environment,
                    resume,
                    deadline,
                    outputBytesMax,
                    Confinement.NONE);
        }
    }
}
