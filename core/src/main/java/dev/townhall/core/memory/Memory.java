package dev.townhall.core.memory;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import java.time.Instant;

/// One thing worth remembering. Stored on a bead of type `memory` whose title is the key and whose
/// description is the text; a forgotten one is closed.
///
/// @param by who wrote it last
public record Memory(Shelf shelf, String key, Actor by, Instant at) {
    public static final Aspect<Memory> ASPECT = new Aspect<>("memory", Memory.class);
}
