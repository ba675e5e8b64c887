package dev.townhall.core.chat;

import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Person;
import java.util.Optional;

/// Finds the conversation somebody speaks in on a network with places of its own. Thread-safe.
public final class Whereabouts {
    private final Ledger ledger;

    public Whereabouts(Ledger ledger) {
        this.ledger = ledger;
    }

    /// The channel of the rig whose home `place` is.
    public Optional<Conversation> channel(String network, String place) {
        return ledger.read(view -> Bindings.rigAt(view, network, place))
                .map(Conversation.Channel::new);
    }

    /// The thread whose root the network calls `remoteId`; a thread is its convoy's for ever,
    /// wherever the rig's home is since. A post that is no root is in the conversation it is in.
    public Optional<Conversation> thread(String network, String remoteId) {
        return ledger.shownAs(network, remoteId).map(Post::conversation).map(Conversation::parse);
    }

    /// The inbox of the person with this identity.
    public Optional<Conversation> inbox(String network, String identity) {
        return ledger.read(view -> People.byIdentity(view, network, identity))
                .map(Person::name)
                .map(Conversation.Inbox::new);
    }
}
