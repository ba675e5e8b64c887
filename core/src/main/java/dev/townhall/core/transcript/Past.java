package dev.townhall.core.transcript;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;

/// A session of which a transcript is kept; it may still be going on.
///
/// @param fence the fencing number of its hook, which tells apart an agent's sessions
/// @param preset which kind of agent it was
public record Past(Actor agent, BeadId bead, long fence, Instant began, String preset) {}
