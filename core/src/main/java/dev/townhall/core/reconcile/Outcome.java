package dev.townhall.core.reconcile;

import java.time.Duration;

/// What a reconciler says of a key when it is done with it.
public sealed interface Outcome {
    /// What is, is as it should be; a later change will wake the key.
    record Settled() implements Outcome {}

    /// Look again after this time, whatever happens.
    record Again(Duration after) implements Outcome {}

    /// As [Again], and what stood in the way before, if anything did, is got by.
    record UnderWay(Duration after) implements Outcome {}

    /// It failed and may work later: the engine tries again with growing pauses.
    record Retry(String reason) implements Outcome {}

    /// Something outside the town stands in the way: told at once, and tried again with growing
    /// pauses, for it may be put right. It counts as over when the key is settled or under way.
    record Hindered(String reason) implements Outcome {}

    /// As [Hindered], but it is known to pass by itself, so nobody is needed.
    record Resting(String reason) implements Outcome {}

    /// It will not work without a person: the engine raises a finding and waits for a change.
    record GaveUp(String reason) implements Outcome {}

    /// Whether it did not get by what stood in its way.
    default boolean isFailure() {
        return switch (this) {
            case Retry _, Hindered _, Resting _, GaveUp _ -> true;
            case Settled _, Again _, UnderWay _ -> false;
        };
    }

    static Outcome settled() {
        return new Settled();
    }

    static Outcome again(Duration after) {
        return new Again(after);
    }

    static Outcome underWay(Duration after) {
        return new UnderWay(after);
    }
}
