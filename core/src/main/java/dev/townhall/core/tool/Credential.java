package dev.townhall.core.tool;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.Check;
import java.util.Optional;

/// Whom a session acts for, and for how long it may: as long as the hook of `agentBead` has the
/// fencing number `fence`.
///
/// @param rig the only rig it sees and changes; empty for the mayor, who sees all
public record Credential(
        Actor agent, AgentRole role, Optional<RigName> rig, BeadId agentBead, long fence) {
    public Credential {
        Check.that(
                rig.isPresent() || !role.isOfRig(),
                "A %s works on a rig, and %s has none.",
                role.word(),
                agent);
    }
}
