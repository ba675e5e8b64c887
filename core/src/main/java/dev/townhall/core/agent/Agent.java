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

    /// How the bead of a rig's resolver is named, before its rig.
    public static final String RESOLVER_START = "hq-resolver-";

    public static BeadId polecatBead(RigName rig, String name) {
        return new BeadId("hq-polecat-" + rig + "-" + name);
    }

    /// The bead of a rig's witness.
    public static BeadId witnessBead(RigName rig) {
        return new BeadId(WITNESS_START + rig);
    }

    /// The bead of a member of a rig's crew. Their names have no hyphen, so that no two are one.
    public static BeadId crewBead(RigName rig, String name) {
        return new BeadId("hq-crew-" + rig + "-" + name);
    }

    /// The bead of the rig's agent that joins what the refinery's program cannot.
    public static BeadId resolverBead(RigName rig) {
        return new BeadId(RESOLVER_START + rig);
    }

    public BeadId beadId() {
        return switch (role) {
            case WITNESS -> witnessBead(rig);
            case CREW -> crewBead(rig, name);
            case REFINERY -> resolverBead(rig);
            case MAYOR, DEACON, DOG, POLECAT -> polecatBead(rig, name);
        };
    }

    public Actor actor() {
        return switch (role) {
            case WITNESS -> Actor.witness(rig);
            case CREW -> Actor.crew(rig, name);
            case REFINERY -> Actor.resolver(rig);
            case MAYOR, DEACON, DOG, POLECAT -> Actor.polecat(rig, name);
        };
    }

    /// Whether what is on its hook is a merge request's and stays in the queue meanwhile, where a
    /// polecat's is its own.
    public boolean servesTheQueue() {
        return role == AgentRole.WITNESS || role == AgentRole.REFINERY;
    }

    public Agent withMerged() {
        return new Agent(rig, name, role, merged + 1, reworked);
    }

    public Agent withReworked() {
        return new Agent(rig, name, role, merged, reworked + 1);
    }
}
