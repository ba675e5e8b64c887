package dev.townhall.core.ledger;

import java.time.Instant;

/// One post on its way to one network.
///
/// @param revisionSent the revision the network shows; 0 before the first delivery
/// @param remoteId the network's own name of the message; empty before the first delivery
/// @param attempts failed attempts since the last success
public record Delivery(
        long postSeq,
        String network,
        State state,
        long revisionSent,
        String remoteId,
        int attempts,
        Instant notBefore,
        String error) {
    public enum State {
        PENDING,
        SENT,
        DEAD
    }
}
