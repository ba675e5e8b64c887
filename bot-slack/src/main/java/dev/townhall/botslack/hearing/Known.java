package dev.townhall.botslack.hearing;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import java.util.Optional;

/// What the town knows of the places and people of one workspace: by ids that never change, and for
/// ever. Thread-safe.
public interface Known {
    /// The rig whose home a channel is.
    Optional<RigName> rigOf(String channel);

    /// The conversation whose message this is, so that what hangs below it belongs there too: a
    /// convoy's for the card at the head of its thread.
    ///
    /// @param ts of the message
    Optional<Conversation> conversationOf(String channel, String ts);

    /// The inbox of the person with this identity, `T1/U2`.
    Optional<Conversation> inboxOf(String identity);

    /// Whether `handle` (without its `@`) names a member of the rig's crew.
    boolean isCrew(RigName rig, String handle);

    /// Whether an account is a guest of the workspace: it may look at most. UNAVAILABLE where that
    /// cannot be found out now.
    boolean isGuest(String user);
}
