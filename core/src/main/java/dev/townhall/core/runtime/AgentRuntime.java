package dev.townhall.core.runtime;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Confinement;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
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

    /// Whether a session under `confinement` would really be in a sandbox.
    default boolean isSandboxed(Confinement confinement) {
        return false;
    }

    /// What sessions of this kind can do.
    ///
    /// @param resume whether a session can be continued by its native id
    /// @param connects whether an agent fetches its tools when it starts, so that a turn before that
    ///     would be without them; else it reaches them by programs, in its turns
    record Capabilities(boolean resume, boolean permissions, boolean model, boolean connects) {}

    /// All a session needs to begin.
    ///
    /// @param agent who works, @param bead what on
    /// @param fence the hook's fencing number: the session's right to change anything
    /// @param folder the worktree
    /// @param environment all the child gets, besides what the runtime itself adds
    /// @param beginning whether an earlier session is continued
    /// @param deadline after which a turn is ended
    /// @param tools the tool servers the agent is given
    /// @param confinement what the session's processes may reach, its worktree included
    record SessionStart(
            Actor agent,
            BeadId bead,
            long fence,
            Path folder,
            Map<String, String> environment,
            Beginning beginning,
            Duration deadline,
            int outputBytesMax,
            List<McpServer> tools,
            Confinement confinement) {
        public SessionStart {
            environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
            tools = List.copyOf(tools);
        }

        /// What a child is told in its environment of whom it works for, besides `environment`.
        public Map<String, String> facts() {
            Map<String, String> facts = new LinkedHashMap<>();
            facts.put("GT_BEAD", bead.text());
            facts.put("GT_AGENT", agent.text());
            facts.put("GT_FENCE", Long.toString(fence));
            int rig = agent.text().indexOf('/');
            if (rig > 0 && !environment.containsKey("GT_RIG")) {
                facts.put("GT_RIG", agent.text().substring(0, rig));
            }
            return facts;
        }

        /// The native id of the session that is gone on with, if one is.
        public Optional<String> resume() {
            return beginning instanceof Beginning.Continued(String id)
                    ? Optional.of(id)
                    : Optional.empty();
        }

        /// Without tools, and reaching whatever the town can.
        ///
        /// @param resume the native id of an earlier session to continue
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
                    resume.<Beginning>map(Beginning.Continued::new).orElse(new Beginning.Fresh()),
                    deadline,
                    outputBytesMax,
                    List.of(),
                    Confinement.NONE);
        }
    }

    /// How a session begins.
    sealed interface Beginning {
        record Fresh() implements Beginning {}

        /// Goes on with an earlier session, in whatever way the agent offers; a session that cannot
        /// be continued does not start.
        record Continued(String nativeId) implements Beginning {}

        /// Goes on with a copy of an earlier session, which stays as it was.
        record Forked(String nativeId) implements Beginning {}

        /// Goes on with an earlier session of `agent`, in a copy of that agent's home: however it is
        /// gone on with, the original stays as it was.
        record Recalled(String nativeId, Actor agent) implements Beginning {}
    }
}
