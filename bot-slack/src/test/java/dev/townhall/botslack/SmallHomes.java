package dev.townhall.botslack;

import dev.townhall.core.chat.Conversation;
import java.util.Optional;

/// `C1` is the home of everything but the rig `lost`; ada has an account.
final class SmallHomes implements Homes {
    @Override
    public Optional<String> channelOf(Conversation where) {
        return where.key().equals("channel:lost") ? Optional.empty() : Optional.of("C1");
    }

    @Override
    public Optional<String> accountOf(String person) {
        return person.equals("ada") ? Optional.of("U1") : Optional.empty();
    }
}
