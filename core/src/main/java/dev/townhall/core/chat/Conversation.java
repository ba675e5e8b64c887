package dev.townhall.core.chat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;

/// A place where people and the town talk, in the town's own words; each network maps it to its
/// own: channel = rig, thread = convoy, inbox = direct messages with one person.
public sealed interface Conversation {
    /// The form that is stored and used in addresses: `channel:shop`, `thread:hq-cv-3f9ab`,
    /// `inbox:ada`.
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

    record Inbox(String person) implements Conversation {
        @Override
        public String key() {
            return "inbox:" + person;
        }
    }

    static Conversation parse(String key) {
        int colon = key.indexOf(':');
        String kind = colon < 0 ? "" : key.substring(0, colon);
        String name = key.substring(colon + 1);
        return switch (kind) {
            case "channel" -> new Channel(new RigName(name));
            case "thread" -> new ConvoyThread(new BeadId(name));
            case "inbox" -> new Inbox(name);
            default ->
                    throw TownException.badInput(
                            "A conversation is channel:<rig>, thread:<convoy> or inbox:<person>;"
                                    + " found '"
                                    + key
                                    + "'.");
        };
    }
}
