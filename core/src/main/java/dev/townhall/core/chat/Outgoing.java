package dev.townhall.core.chat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.ledger.Post;
import java.util.Optional;

/// A post on its way to a network.
///
/// @param key the idempotency key of the message, for ever
/// @param remoteId the network's name of the message, once it is known
/// @param place on a network with places of its own: the one this conversation is tied to now
/// @param root whether this is the root of a thread: it is shown in the rig's channel
/// @param rootRemoteId for a reply in a thread: the network's name of the root, once it is known
/// @param inDoubt whether an earlier attempt may have shown it already: a network that can look up
///     what it shows does so before it posts again
public record Outgoing(
        String key,
        long revision,
        Conversation conversation,
        Optional<String> place,
        boolean root,
        Optional<String> remoteId,
        Optional<String> rootRemoteId,
        boolean inDoubt,
        Actor author,
        Card card,
        Post.Urgency urgency) {}
