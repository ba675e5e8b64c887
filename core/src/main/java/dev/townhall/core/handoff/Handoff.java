package dev.townhall.core.handoff;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;

/// What an agent wrote for its next session before it ended this one. Stored on the agent's bead;
/// it is about one try at one bead and tells nothing after that.
///
/// @param fence the fencing number of the session that wrote it
public record Handoff(BeadId bead, int attempt, long fence, String summary, Instant at) {
    static final Aspect<Handoff> ASPECT = new Aspect<>("handoff", Handoff.class);
}
