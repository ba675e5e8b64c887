package dev.townhall.botslack.hearing;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.Whereabouts;
import dev.townhall.core.crew.Crews;
import dev.townhall.core.ledger.Ledger;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/// What the ledger knows of a workspace; who is a guest there it is told.
public final class TownKnowledge implements Known {
    private final String team;
    private final Ledger ledger;
    private final Whereabouts whereabouts;
    private final Predicate<String> guests;

    /// @param team of the workspace
    /// @param guests whether an account, `U2`, is a guest; UNAVAILABLE where that cannot be found out
    public TownKnowledge(String team, Ledger ledger, Predicate<String> guests) {
        this.team = team;
        this.ledger = ledger;
        this.whereabouts = new Whereabouts(ledger);
        this.guests = guests;
    }

    @Override
    public Optional<RigName> rigOf(String channel) {
        return whereabouts
                .channel(Hearing.NETWORK, team + "/" + channel)
                .map(Conversation.Channel.class::cast)
                .map(Conversation.Channel::rig);
    }

    @Override
    public Optional<Conversation> conversationOf(String channel, String ts) {
        return whereabouts.thread(Hearing.NETWORK, channel + "/" + ts);
    }

    @Override
    public Optional<Conversation> inboxOf(String identity) {
        return whereabouts.inbox(Hearing.NETWORK, identity);
    }

    @Override
    public boolean isCrew(RigName rig, String handle) {
        String name = handle.toLowerCase(Locale.ROOT);
        return ledger.read(view -> Crews.find(view, rig, name)).isPresent();
    }

    @Override
    public boolean isGuest(String user) {
        return guests.test(user);
    }
}
