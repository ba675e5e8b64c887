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

    public static BeadId polecatBead(RigName rig, String name) {
        return new BeadId("hq-polecat-" + rig + "-" + name);
    }

    public BeadId beadId() {
        return polecatBead(rig, name);
    }

    public Actor actor() {
        return Actor.polecat(rig, name);
    }

    public Agent withMerged() {
        return new Agent(rig, name, role, merged + 1, reworked);
    }

    public Agent withReworked() {
        return new Agent(rig, name, role, merged, reworked + 1);
    }
}
