package dev.townhall.core.simulation.check;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reservation.PathPattern;
import dev.townhall.core.reservation.Reservation;
import dev.townhall.core.reservation.Reservations;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// No two agents are given files that meet, and what was given is taken away again.
final class FileChecks {
    private final Map<String, Set<String>> held = new TreeMap<>();

    void check(LedgerView view, List<EventRecord> events, Instant now) {
        for (EventRecord event : events) {
            switch (Events.read(event)) {
                case TownEvent.FilesReserved given -> {
                    of(given.agent()).addAll(given.paths());
                    apart(view, given, now);
                }
                case TownEvent.FilesReleased taken ->
                        Violation.unless(
                                of(taken.agent()).removeAll(taken.paths()),
                                "%s let go of %s, which it did not hold",
                                taken.agent(),
                                taken.paths());
                case TownEvent other -> {}
            }
        }
    }

    private Set<String> of(Actor agent) {
        return held.computeIfAbsent(agent.text(), _ -> new TreeSet<>());
    }

    private static void apart(LedgerView view, TownEvent.FilesReserved given, Instant now) {
        for (Reservation other : Reservations.on(view, given.rig())) {
            boolean counts = !other.agent().equals(given.agent()) && other.until().isAfter(now);
            boolean meets =
                    given.paths().stream()
                            .map(PathPattern::new)
                            .anyMatch(path -> path.overlaps(other.paths()));
            Violation.unless(!counts || !meets, "%s was given what %s has", given, other);
        }
    }

    /// At the end nothing is on a hook, so nothing is held.
    void settled(LedgerView view) {
        held.forEach((agent, paths) ->
                Violation.unless(paths.isEmpty(), "%s still holds %s", agent, paths));
        for (Agent agent : Roster.all(view)) {
            List<Reservation> left = Reservations.of(view, agent.beadId());
            Violation.unless(left.isEmpty(), "%s is left", left);
        }
    }
}
