package dev.townhall.server.page;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Places;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;

/// Who may read what: a channel and its threads from the role of viewer in the rig on, an inbox
/// only the person whose it is.
public final class Access {
    private Access() {}

    /// Whether `conversation` exists and `visitor` may read it.
    public static boolean mayRead(Ledger ledger, Visitor visitor, Conversation conversation) {
        return ledger.read(view -> mayRead(view, visitor, conversation));
    }

    static boolean mayRead(LedgerView view, Visitor visitor, Conversation conversation) {
        return switch (conversation) {
            case Conversation.Channel(RigName rig) ->
                    visitor.mayRead(rig) && view.find(Rig.beadId(rig)).isPresent();
            case Conversation.ConvoyThread(BeadId convoy) ->
                    view.find(convoy)
                            .flatMap(Convoy.ASPECT::of)
                            .filter(found -> visitor.mayRead(found.rig()))
                            .isPresent();
            case Conversation.CrewThread(BeadId member) ->
                    Crews.member(view, member).isPresent()
                            && Places.rigOf(view, conversation)
                                    .filter(visitor::mayRead)
                                    .isPresent();
            case Conversation.Inbox(String person) -> person.equals(visitor.name());
        };
    }
}
