package dev.townhall.core.session;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.talk.Talk;
import java.util.Optional;

/// Whom people talk with: all that is particular to a role. [TalkDrive] knows how a conversation
/// goes; a partner where its sessions take place and which agent they need. A port of this package;
/// it keeps no state.
interface Partner {
    /// The only rig it works on, if it is one.
    Optional<RigName> rig();

    /// Which agent it is, if one is named for it.
    Optional<AgentChoice.Chosen> chosen();

    /// Why it can answer nobody now, if so.
    default Optional<String> objection() {
        return Optional.empty();
    }

    /// Makes the place ready that a session takes place in.
    Duty.Workplace workplace(BeadId bead, Talk talk);

    /// What a session is told of that place at its beginning, in the town's words.
    default String told() {
        return "";
    }

    /// How a session begins that `payer` pays for.
    default Opening open(BeadId bead, Talk talk, Payers.Payer.Found payer) {
        return Opening.usual(workplace(bead, talk));
    }

    /// That it has no agent, and how to give it one.
    String noAgent();
}
