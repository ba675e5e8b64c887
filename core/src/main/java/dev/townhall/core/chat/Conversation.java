package dev.townhall.core.chat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.util.Optional;

/// A place where people and the town talk, in the town's own words; each network maps it to its
/// own: channel = rig, thread = convoy or member of the crew, inbox = direct messages with one person.
public sealed interface Conversation {
    /// The form that is stored and used in addresses: `channel:shop`, `thread:hq-cv-3f9ab`,
    /// `crew:hq-crew-shop-max`, `inbox:ada`.
    String key();

    record Channel(RigName rig) implements Conversation {
        @Override
        public String key() {
            return "channel:" + rig;
        }
    }

    /// The thread of a convoy. Its root is the convoy's live card, shown in the rig's channel.
    record ConvoyThread(BeadId convoy) implements Conversation {
        @Override
        public String key() {
            return "thread:" + convoy;
        }
    }

    /// The thread in which people talk with a member of a rig's crew. Its root is the member's card,
    /// shown in the rig's channel.
    record CrewThread(BeadId member) implements Conversation {
        @Override
        public String key() {
            return "crew:" + member;
        }
    }

    record Inbox(String person) implements Conversation {
        @Override
        public String key() {
            return "inbox:" + person;
        }
    }

    /// The key of the post that the others of a thread hang below.
    default Optional<String> root() {
        return switch (this) {
            case ConvoyThread(BeadId convoy) -> Optional.of(ConvoyCard.key(convoy));
            case CrewThread(BeadId member) -> Optional.of(CrewCard.key(member));
            case Channel _, Inbox _ -> Optional.empty();
        };
    }

    static Conversation parse(String key) {
        int colon = key.indexOf(':');
        String kind = colon < 0 ? "" : key.substring(0, colon);
        String name = key.substring(colon + 1);
        return switch (kind) {
            case "channel" -> new Channel(new RigName(name));
            case "thread" -> new ConvoyThread(new BeadId(name));
            case "crew" -> new CrewThread(new BeadId(name));
            case "inbox" -> new Inbox(name);
            default ->
                    throw TownException.badInput(
                            "A conversation is channel:<rig>, thread:<convoy>, crew:<member> or"
                                    + " inbox:<person>; found '"
                                    + key
                                    + "'.");
        };
    }
}
