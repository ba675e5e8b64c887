package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;

/// An entry of the effect journal: written before the town touches the world, confirmed after.
/// An open one tells a restarted town what may or may not have happened.
///
/// @param key the idempotency key, for ever
public record Effect(String key, String kind, JsonNode payload, State state, Instant at) {
    public enum State {
        INTENDED,
        CONFIRMED,
        ABANDONED
    }
}
