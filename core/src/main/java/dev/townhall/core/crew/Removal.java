package dev.townhall.core.crew;

import dev.townhall.core.bead.Actor;
import java.time.Instant;
import java.util.Optional;

/// That somebody wants a member to leave, and what came of it.
///
/// @param number the first is 1; grows with each decision about the member, so that what is done for
///     one of them is never taken for another's
/// @param agreed the word for exactly what may be lost with the member; empty: nothing may
/// @param refused why the member stayed, once it did
public record Removal(
        long number, Actor by, Instant at, Optional<String> agreed, Optional<String> refused) {
    Removal refusedBecause(String why) {
        return new Removal(number, by, at, agreed, Optional.of(why));
    }
}
