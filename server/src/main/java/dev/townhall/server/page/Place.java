package dev.townhall.server.page;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.CrewVerbs;
import dev.townhall.core.rig.Rig;
import java.util.Locale;
import java.util.Optional;

/// How a conversation is named and reached, and what its page says where it is empty.
///
/// @param up where one goes back to
record Place(String title, String about, String href, Link up, String hint, String empty) {
    private static final Link TOWN = new Link("Town hall", "/");

    /// The place of a conversation that exists.
    static Place of(LedgerView view, Conversation conversation) {
        return switch (conversation) {
            case Conversation.Channel(RigName rig) -> channel(view, rig);
            case Conversation.ConvoyThread(BeadId convoy) -> thread(view.get(convoy));
            case Conversation.CrewThread(BeadId member) -> crew(view, member);
            case Conversation.Inbox(String person) ->
                    new Place(
                            "Inbox",
                            "What needs you, " + person + ", and what came of it",
                            "/inbox",
                            TOWN,
                            "Message the town",
                            "Nothing has needed you yet. Approvals, failures and landings come"
                                    + " here.");
        };
    }

    static String href(Conversation conversation) {
        return switch (conversation) {
            case Conversation.Channel(RigName rig) -> "/c/" + rig;
            case Conversation.ConvoyThread(BeadId convoy) -> "/t/" + convoy;
            case Conversation.CrewThread(BeadId member) -> "/m/" + member;
            case Conversation.Inbox _ -> "/inbox";
        };
    }

    private static Place crew(LedgerView view, BeadId member) {
        Agent agent = Roster.get(view, member);
        boolean gone = Crews.find(view, agent.rig(), agent.name()).isEmpty();
        return new Place(
                agent.name(),
                "Crew of %s · %s"
                        .formatted(agent.rig(), gone ? "removed" : CrewVerbs.does(view, agent)),
                href(new Conversation.CrewThread(member)),
                new Link("#" + agent.rig(), href(new Conversation.Channel(agent.rig()))),
                "Message " + agent.name(),
                gone
                        ? "%1$s is in the crew of %2$s no more. On the terminal: gt crew add %1$s --rig %2$s."
                                .formatted(agent.name(), agent.rig())
                        : "Nothing was said yet. What you write here %s answers."
                                .formatted(agent.name()));
    }

    private static Place channel(LedgerView view, RigName rig) {
        Optional<Rig> found = view.find(Rig.beadId(rig)).flatMap(Rig.ASPECT::of);
        return new Place(
                "#" + rig,
                found.map(Place::about).orElse(""),
                href(new Conversation.Channel(rig)),
                TOWN,
                "Message #" + rig,
                "No posts yet. Write a plan as a list, one `- [ ] title` a line, and the Mayor"
                        + " answers with a plan card. `help` lists all verbs.");
    }

    private static String about(Rig rig) {
        return switch (rig.state()) {
            case READY -> "Merges into " + rig.target();
            case ADDING -> "Being cloned";
            case FAILED -> "Could not be added: " + rig.problem();
            case PARKED -> "Parked: no new work is taken up";
            case REMOVED -> "Removed";
        };
    }

    private static Place thread(Bead bead) {
        Convoy convoy =
                Convoy.ASPECT.of(bead).orElseThrow(() -> new IllegalStateException("no convoy"));
        return new Place(
                bead.title(),
                "Convoy %s · %s"
                        .formatted(bead.id(), convoy.state().name().toLowerCase(Locale.ROOT)),
                href(new Conversation.ConvoyThread(bead.id())),
                new Link("#" + convoy.rig(), href(new Conversation.Channel(convoy.rig()))),
                "Reply in the thread",
                "No posts yet.");
    }
}
