package dev.townhall.core.session;

import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.tool.BearerToken;
import java.util.Optional;

/// The agents with a model that this machine can run: a port. Thread-safe.
public interface AgentHost {
    /// A town without such agents.
    AgentHost NONE =
            new AgentHost() {
                @Override
                public Optional<Kind> find(String name) {
                    return Optional.empty();
                }

                @Override
                public McpServer tools(BearerToken token) {
                    throw new IllegalStateException("No agent is there to be given tools.");
                }
            };

    /// The kind of agent of this name.
    Optional<Kind> find(String name);

    /// Why no agent may be started under `confinement` now, if so; the work then waits.
    default Optional<String> objection(Confinement confinement) {
        return Optional.empty();
    }

    /// Where an agent finds the town's tools.
    McpServer tools(BearerToken token);

    /// A kind of agent, and what runs it.
    record Kind(Preset preset, AgentRuntime runtime) {}
}
