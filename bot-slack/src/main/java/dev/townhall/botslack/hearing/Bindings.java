package dev.townhall.botslack.hearing;

import dev.townhall.core.bead.RigName;
import dev.townhall.core.chat.Conversation;
import java.util.Optional;

/// What the town knows of places and people on Slack: by ids that never change, and for ever.
/// Thread-safe.
public interface Bindings {
    /// The rig whose home a channel is.
    Optional<RigName> rigOf(String channel);

    /// The conversation that has this message as the root of its thread.
    ///
    /// @param root the `ts` of the message
    Optional<Conversation> threadOf(String channel, String root);

    /// The name of the person with this identity, `T1/U2`.
    Optional<String> personOf(String identity);

    /// Whether `handle` (without its `@`) names a member of the rig's crew.
    boolean isCrew(RigName rig, String handle);

    /// Whether an account is a guest of the workspace: it may look at most.
    boolean isGuest(String user);
}
