package dev.townhall.core.escalation;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.event.TownEvent.ReworkCause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Something the town cannot settle without a person. Stored on a bead of type `escalation`.
///
/// @param bead what it is about, @param reason for people, with the end of the log where there is one
/// @param mended what was put right since, so that the reason is of before
/// @param cause what came of its last try, where that is why it waits
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
        Optional<Actor> closedBy,
        Optional<Mended> mended,
        Optional<ReworkCause> cause) {
    public static final Aspect<Escalation> ASPECT = new Aspect<>("escalation", Escalation.class);

    /// A bead was put right while it waited for a person.
    ///
    /// @param changed the names of what is new: `title`, `text`, `commands`, …
    public record Mended(Actor by, Instant at, List<String> changed) {
        public Mended {
            changed = List.copyOf(changed);
        }

        /// `ada changed its commands`.
        public String sentence() {
            return "%s changed its %s".formatted(by.shortName(), String.join(", ", changed));
        }
    }

    /// One that nobody has looked at yet.
    public static Escalation raised(
            RigName rig,
            BeadId bead,
            Optional<BeadId> convoy,
            String reason,
            String log,
            Instant at,
            Optional<ReworkCause> cause) {
        return new Escalation(
                rig,
                bead,
                convoy,
                reason,
                log,
                at,
                Optional.empty(),
                "",
                Optional.empty(),
                Optional.empty(),
                cause);
    }

    /// Whether it waits because of a gate, which belongs to the rig and not to the bead.
    public boolean isByGate() {
        return cause.filter(
                        it -> it == ReworkCause.GATE_RED || it == ReworkCause.GATE_COULD_NOT_RUN)
                .isPresent();
    }

    /// Whether it waits because a gate could not run, whatever the work is.
    public boolean isByBrokenGate() {
        return cause.filter(it -> it == ReworkCause.GATE_COULD_NOT_RUN).isPresent();
    }

    public boolean isOpen() {
        return outcome.isEmpty();
    }

    public Escalation acked(Actor by) {
        return new Escalation(
                rig,
                bead,
                convoy,
                reason,
                log,
                raised,
                Optional.of(by),
                outcome,
                closedBy,
                mended,
                cause);
    }

    public Escalation mended(Mended how) {
        return new Escalation(
                rig,
                bead,
                convoy,
                reason,
                log,
                raised,
                ackedBy,
                outcome,
                closedBy,
                Optional.of(how),
                cause);
    }

    public Escalation closed(String how, Actor by) {
        return new Escalation(
                rig,
                bead,
                convoy,
                reason,
                log,
                raised,
                ackedBy,
                how,
                Optional.of(by),
                mended,
                cause);
    }
}
