package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import java.util.List;

/// A post as the projection or a person wants it.
///
/// @param key names the post for ever: posting the same key again revises it
/// @param conversation where it belongs, in the town's own words
/// @param networks where it must be delivered, in order; empty for what came in from a network
public record PostDraft(
        String key,
        String conversation,
        Actor author,
        Post.Direction direction,
        Post.Urgency urgency,
        JsonNode content,
        List<String> networks) {}
