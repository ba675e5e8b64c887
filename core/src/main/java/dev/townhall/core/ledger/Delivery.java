package dev.townhall.core.ledger;

import java.time.Duration;
import java.time.Instant;

/// One post on its way to one network.
///
/// @param revisionSent the revision the network shows; 0 before the first delivery
/// @param remoteId the network's own name of the message; empty before the first delivery
/// @param attempts failed attempts since the last success
/// @param notBefore when it may be tried again; [#AT_ONCE] before its first try
public record Delivery(
        long postSeq,
        String network,
        State state,
        long revisionSent,
        String remoteId,
        int attempts,
        Instant notBefore,
        String error) {
    /// No failure puts a post off for longer. A pending delivery that is said to wait longer than
    /// this was put off by a clock that has since been set back, and is due.
    public static final Duration PAUSE_MAX = Duration.ofMinutes(15);

    /// A post that was not tried yet waits for no clock.
    static final Instant AT_ONCE = Instant.EPOCH;

    public enum State {
        PENDING,
        SENT,
        DEAD
    }
}
