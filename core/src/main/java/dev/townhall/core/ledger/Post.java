package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import java.time.Instant;

/// One message of a conversation, whichever way it travelled: the town's transcript and, with its
/// [Delivery] rows, the outbox.
///
/// @param seq its number in the order of arrival
/// @param revision 1, and one more for each edit
/// @param changeSeq a number that grows with every insert and edit of any post: a cursor for readers
public record Post(
        long seq,
        String key,
        String conversation,
        Actor author,
        Direction direction,
        Urgency urgency,
        JsonNode content,
        long revision,
        long changeSeq,
        Instant createdAt,
        Instant updatedAt) {

    public enum Direction {
        IN,
        OUT
    }

    /// In order of delivery: what waits for a person goes before news, news before status.
    public enum Urgency {
        DECISION,
        NEWS,
        STATUS
    }
}
