package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import java.time.Instant;

/// A numbered event. Numbers start at 1, have no gaps and are never used twice.
public record EventRecord(
        long seq, Instant at, Actor actor, String type, String subject, JsonNode payload) {}
