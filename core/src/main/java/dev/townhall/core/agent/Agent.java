package dev.townhall.core.agent;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;

/// A worker's persistent identity; sessions come and go. Stored on a bead of type `agent`.
///
/// @param merged how many of its pieces of work were merged, @param reworked how many sent back
public record Agent(RigName rig, String name, AgentRole role, int merged, int reworked) {
    public static final Aspect<Agent> ASPECT = new Aspect<>("agent", Agent.class);

    /// How the bead of a rig's witness is named, before its rig.
    public static final String WITNESS_START = "hq-witness-";

    public static BeadId polecatBead(RigName rig, String name) {
        return new BeadId("hq-polecat-" + rig + "-" + name);
    }

    /// The bead of a rig's witness.
    public static BeadId witnessBead(RigName rig) {
        return new BeadId(WITNESS_START + rig);
    }

    public BeadId beadId() {
        return role == AgentRole.WITNESS ? witnessBead(rig) : polecatBead(rig, name);
    }

    public Actor actor() {
        return role == AgentRole.WITNESS ? Actor.witness(rig) : Actor.polecat(rig, name);
    }

    public Agent withMerged() {
        return new Agent(rig, name, role, merged + 1, reworked);
    }

    public Agent withReworked() {
        return new Agent(rig, name, role, merged, reworked + 1);
    }
}
