package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.person.People;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.Optional;

/// Which place of a network is which conversation of the town: a rig's home channel there, and the
/// direct messages with a person, who is known by an identity. Every change of a rig's bead renders
/// its open cards again, so a new home shows them at once.
public final class Bindings {
    private static final int PLACE_CHARS_MAX = 255;

    private Bindings() {}

    /// Makes `place` the home of `rig` on `network`, in the stead of the one it had.
    public static void bind(Transaction tx, RigName rig, String network, String place) {
        Check.that(
                !place.isBlank() && place.length() <= PLACE_CHARS_MAX,
                "The place of a channel is 1 to %s characters long.",
                PLACE_CHARS_MAX);
        Optional<RigName> holder = rigAt(tx, network, place);
        holder.filter(other -> !other.equals(rig))
                .ifPresent(other -> {
                    throw TownException.conflict(
                            "%s on %s is the channel of rig %s already. Take it off first: gt unbind %s --%s."
                                    .formatted(place, network, other, other, network));
                });
        if (holder.isEmpty()) {
            takeFromRemoved(tx, network, place);
            store(tx, rig, network, place);
            Events.emit(tx, new TownEvent.RigBound(Rig.beadId(rig), rig, network, place));
        }
    }

    /// Leaves `rig` without a home on `network`. What is shown there stays.
    public static void unbind(Transaction tx, RigName rig, String network) {
        Homes.Home home =
                home(tx, rig, network)
                        .orElseThrow(() ->
                                TownException.wrongState(
                                        "Rig %s has no channel on %s.".formatted(rig, network)));
        store(tx, rig, network, "");
        Events.emit(tx, new TownEvent.RigUnbound(Rig.beadId(rig), rig, network, home.place()));
    }

    /// The home of `rig` on `network`.
    public static Optional<Homes.Home> home(LedgerView view, RigName rig, String network) {
        return Rigs.find(view, rig)
                .flatMap(it -> Homes.ASPECT.of(view.get(it.beadId())))
                .flatMap(homes -> homes.on(network));
    }

    /// The rig whose home `place` is.
    public static Optional<RigName> rigAt(LedgerView view, String network, String place) {
        return Rigs.list(view).stream()
                .map(Rig::name)
                .filter(rig ->
                        home(view, rig, network)
                                .filter(home -> home.place().equals(place))
                                .isPresent())
                .findFirst();
    }

    /// Where `conversation` is shown on `network`: the rig's home, or the person's identity.
    public static Optional<String> place(
            LedgerView view, String network, Conversation conversation) {
        return switch (conversation) {
            case Conversation.Inbox(String person) ->
                    People.find(view, person)
                            .flatMap(it -> Optional.ofNullable(it.identities().get(network)));
            case Conversation.Channel _, Conversation.ConvoyThread _, Conversation.CrewThread _ ->
                    Places.rigOf(view, conversation)
                            .flatMap(rig -> home(view, rig, network))
                            .map(Homes.Home::place);
        };
    }

    /// A rig that is removed and added again later does not come back to a place that is another's.
    private static void takeFromRemoved(Transaction tx, String network, String place) {
        for (Bead bead : tx.ofType(Bead.RIG)) {
            Homes homes = Homes.ASPECT.of(bead).orElse(Homes.NONE);
            if (homes.on(network).filter(home -> home.place().equals(place)).isPresent()) {
                tx.update(Homes.ASPECT.set(bead, homes.with(network, "", tx.now())));
            }
        }
    }

    private static void store(Transaction tx, RigName name, String network, String place) {
        Bead rig = tx.get(Rigs.get(tx, name).beadId());
        Homes homes = Homes.ASPECT.of(rig).orElse(Homes.NONE);
        tx.update(Homes.ASPECT.set(rig, homes.with(network, place, tx.now())));
    }
}
