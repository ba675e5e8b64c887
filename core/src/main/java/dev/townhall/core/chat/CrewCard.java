package dev.townhall.core.chat;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.crew.CrewMember;
import java.util.List;
import java.util.Optional;

/// The card at the head of the thread in which people talk with a member of the crew: a function of
/// who it is and nothing else.
public final class CrewCard {
    private CrewCard() {}

    /// The card's key among posts.
    public static String key(BeadId member) {
        return "card:" + member;
    }

    public static Card of(Agent agent, CrewMember member) {
        boolean gone = member.state() == CrewMember.State.REMOVED;
        String text =
                gone
                        ? "%s left the crew.".formatted(agent.name())
                        : "%s answers what is said in this thread. What begins with `/gt` is for the town."
                                .formatted(agent.name());
        return new Card(
                "%s, crew of %s".formatted(agent.name(), agent.rig()),
                Card.Tone.PLAIN,
                gone ? List.of() : List.of(new Card.Field("branch", CrewMember.branch(agent))),
                Optional.empty(),
                List.of(new Card.Text(text)),
                List.of(),
                "Talk with " + agent.name());
    }
}
