package dev.townhall.core.talk;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.util.Optional;

/// That a conversation is with a past session. Stored on the bead of the conversation beside its
/// [Talk], whose agent is the [#voice] in which the session answers.
///
/// @param rig whose people may ask, and for which it counts what that costs
/// @param agent whose session it was
/// @param bead what it was about; empty: whatever the agent did last
/// @param session which one of these, counted from 1, the oldest; empty: the last
public record Seance(RigName rig, Actor agent, Optional<BeadId> bead, Optional<Integer> session) {
    public static final Aspect<Seance> ASPECT = new Aspect<>("seance", Seance.class);

    /// Who answers: not the agent itself, which may be at other work, and can do nothing of what it can.
    public Actor voice() {
        return Actor.seance(rig, agent);
    }
}
