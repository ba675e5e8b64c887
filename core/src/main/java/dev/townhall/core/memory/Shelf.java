package dev.townhall.core.memory;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import java.util.Optional;

/// Where a memory belongs: who finds it again.
///
/// @param owner the rig, the role (`shop/polecat`, `mayor`) or the agent
public record Shelf(Scope scope, String owner) {
    public enum Scope {
        /// Everyone who works on the rig.
        RIG,
        /// Everyone of that role on the rig, or in the town where the role belongs to no rig.
        ROLE,
        /// That agent alone.
        AGENT
    }

    public static Shelf of(RigName rig) {
        return new Shelf(Scope.RIG, rig.text());
    }

    public static Shelf of(Optional<RigName> rig, AgentRole role) {
        return new Shelf(Scope.ROLE, rig.map(name -> name + "/").orElse("") + role.word());
    }

    public static Shelf of(Actor agent) {
        return new Shelf(Scope.AGENT, agent.text());
    }
}
