package dev.townhall.botslack;

import dev.townhall.core.chat.Conversation;
import java.util.Optional;

/// Where the town's conversations are on Slack. Thread-safe.
public interface Homes {
    /// The channel in which a rig's conversation, or the thread of a convoy or member of the crew, is
    /// to be shown; empty where the rig has none.
    Optional<String> channelOf(Conversation where);

    /// The account of a person in the workspace, `U…`; empty where the person has none.
    Optional<String> accountOf(String person);
}
