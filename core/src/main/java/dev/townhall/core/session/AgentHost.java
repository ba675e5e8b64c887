package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.preset.Preset;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.tool.BearerToken;
import java.nio.file.Path;
import java.util.List;
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
                public Path quarters(BeadId agentBead) {
                    throw new IllegalStateException("No agent is there to be given a folder.");
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

    /// The accounts of the kind of agent of this name, in the order in which they are tried; at
    /// least one.
    default List<Account> accounts(String name) {
        return List.of(Account.ofPreset(name));
    }

    /// Why nothing can be started under `account` now, if so: a key of it that is not there.
    default Optional<String> problem(Account account) {
        return Optional.empty();
    }

    /// The kind of agent of `account`, with a runtime whose sessions it pays for. Empty for a kind
    /// that [#find] does not know, and while the account has a [#problem].
    default Optional<Kind> find(Account account) {
        return find(account.preset());
    }

    /// An empty folder for the sessions of `agentBead`, which have no tree.
    Path quarters(BeadId agentBead);

    /// Nobody is in this conversation any more, and nothing its sessions left is needed: their folder
    /// and their homes go.
    default void vacate(BeadId talk) {}

    /// Where an agent finds the town's tools.
    McpServer tools(BearerToken token);

    /// A kind of agent, and what runs it.
    record Kind(Preset preset, AgentRuntime runtime) {}
}
