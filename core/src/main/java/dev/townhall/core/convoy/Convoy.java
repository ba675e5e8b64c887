package dev.townhall.core.convoy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A work order over beads of a rig. Stored on a bead of type `convoy`, id `hq-cv-…`.
///
/// ```
///   (plan) --> STAGED --launch--> OPEN --all beads closed--> LANDED
///               ^ | \             |  ^                        |
///          edit +-+  \--drop--> DROPPED <--- drop ---         | work added: reopens
///                                 OPEN <------------------------+
/// ```
///
/// @param owner who planned it
/// @param waves the beads that may run together, wave after wave (epics are not in waves)
/// @param epics the beads that close when their children are closed
/// @param planText what was typed, for editing
/// @param paused whether no further bead is slung
public record Convoy(
        State state,
        RigName rig,
        Actor owner,
        List<List<BeadId>> waves,
        List<BeadId> epics,
        String planText,
        boolean paused,
        Optional<Instant> launchedAt,
        Optional<Actor> launchedBy,
        Optional<Instant> landedAt) {
    public static final Aspect<Convoy> ASPECT = new Aspect<>("convoy", Convoy.class);

    public enum State {
        STAGED,
        OPEN,
        LANDED,
        DROPPED
    }

    public Convoy {
        waves = waves.stream().map(List::copyOf).toList();
        epics = List.copyOf(epics);
    }

    public static Convoy staged(
            RigName rig,
            Actor owner,
            List<List<BeadId>> waves,
            List<BeadId> epics,
            String planText) {
        return new Convoy(
                State.STAGED,
                rig,
                owner,
                waves,
                epics,
                planText,
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /// Every bead it tracks that is work, in order of waves.
    public List<BeadId> beads() {
        List<BeadId> all = new ArrayList<>();
        waves.forEach(all::addAll);
        return all;
    }

    public Convoy restaged(List<List<BeadId>> newWaves, List<BeadId> newEpics, String text) {
        must(State.STAGED, "edited");
        return staged(rig, owner, newWaves, newEpics, text);
    }

    public Convoy launched(Actor by, Instant at) {
        must(State.STAGED, "launched");
        return new Convoy(
                State.OPEN,
                rig,
                owner,
                waves,
                epics,
                planText,
                false,
                Optional.of(at),
                Optional.of(by),
                Optional.empty());
    }

    public Convoy paused(boolean newPaused) {
        must(State.OPEN, newPaused ? "paused" : "resumed");
        return new Convoy(
                state,
                rig,
                owner,
                waves,
                epics,
                planText,
                newPaused,
                launchedAt,
                launchedBy,
                landedAt);
    }

    /// Landed at `at`, but never before it was launched: the clock may have been set back.
    public Convoy landed(Instant at) {
        must(State.OPEN, "landed");
        Optional<Instant> later = launchedAt.filter(launch -> launch.isAfter(at));
        return new Convoy(
                State.LANDED,
                rig,
                owner,
                waves,
                epics,
                planText,
                false,
                launchedAt,
                launchedBy,
                Optional.of(later.orElse(at)));
    }

    /// From its launch to its landing; nothing for one that has not landed.
    public Duration took() {
        return landedAt.flatMap(end -> launchedAt.map(start -> Duration.between(start, end)))
                .orElse(Duration.ZERO);
    }

    public Convoy dropped() {
        if (state != State.STAGED && state != State.OPEN) {
            throw refuse("dropped", "staged or open");
        }
        return new Convoy(
                State.DROPPED,
                rig,
                owner,
                waves,
                epics,
                planText,
                false,
                launchedAt,
                launchedBy,
                Optional.empty());
    }

    private void must(State expected, String what) {
        if (state != expected) {
            throw refuse(what, expected.name().toLowerCase(Locale.ROOT));
        }
    }

    private TownException refuse(String what, String expected) {
        return TownException.wrongState(
                "The convoy cannot be %s: it is %s, not %s."
                        .formatted(what, state.name().toLowerCase(Locale.ROOT), expected));
    }
}
