package dev.townhall.core.escalation;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.time.Instant;
import java.util.Optional;

/// Something the town cannot settle without a person. Stored on a bead of type `escalation`.
///
/// @param bead what it is about, @param reason for people, with the end of the log where there is one
/// @param outcome what a person decided: `retried`, `dropped`; empty while open
public record Escalation(
        RigName rig,
        BeadId bead,
        Optional<BeadId> convoy,
        String reason,
        String log,
        Instant raised,
        Optional<Actor> ackedBy,
        String outcome,
        Optional<Actor> closedBy) {
    public static final Aspect<Escalation> ASPECT = new Aspect<>("escalation", Escalation.class);

    public boolean isOpen() {
        return outcome.isEmpty();
    }

    public Escalation acked(Actor by) {
        return new Escalation(
                rig, bead, convoy, reason, log, raised, Optional.of(by), outcome, closedBy);
    }

    public Escalation closed(String how, Actor by) {
        return new Escalation(
                rig, bead, convoy, reason, log, raised, ackedBy, how, Optional.of(by));
    }
}
