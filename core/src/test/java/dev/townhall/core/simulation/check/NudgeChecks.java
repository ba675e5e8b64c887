package dev.townhall.core.simulation.check;

import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.nudge.Nudges;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// A nudge is delivered or it expires, once; none is forgotten.
final class NudgeChecks {
    private final Map<BeadId, Set<Long>> waiting = new LinkedHashMap<>();

    void check(LedgerView view, Iterable<EventRecord> events) {
        for (EventRecord event : events) {
            switch (Events.read(event)) {
                case TownEvent.NudgeQueued it ->
                        Violation.unless(
                                of(it.agentBead()).add(it.number()),
                                "nudge %s of %s was queued twice",
                                it.number(),
                                it.agentBead());
                case TownEvent.NudgeDelivered it -> over(it.agentBead(), it.number(), "delivered");
                case TownEvent.NudgeExpired it -> over(it.agentBead(), it.number(), "given up");
                case TownEvent other -> {}
            }
        }
        Roster.all(view)
                .forEach(agent -> {
                    Set<Long> kept = new TreeSet<>();
                    Nudges.waiting(view, agent.beadId(), Instant.MIN).stream()
                            .map(Nudge::number)
                            .forEach(kept::add);
                    Violation.unless(
                            kept.equals(of(agent.beadId())),
                            "for %s the nudges %s wait; by what was told it is %s",
                            agent.name(),
                            kept,
                            of(agent.beadId()));
                });
    }

    private void over(BeadId agent, long number, String how) {
        Violation.unless(
                of(agent).remove(number),
                "nudge %s of %s was %s, but it did not wait",
                number,
                agent,
                how);
    }

    private Set<Long> of(BeadId agent) {
        return waiting.computeIfAbsent(agent, _ -> new TreeSet<>());
    }
}
