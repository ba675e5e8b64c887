package dev.townhall.core.nudge;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives up nudges that nobody heard in time. Who drives sessions delivers them.
public final class NudgeReconciler implements Reconciler {
    private final Ledger ledger;
    private final Time time;

    public NudgeReconciler(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return "nudge";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view ->
                Roster.all(view).stream()
                        .map(Agent::beadId)
                        .filter(agent -> !Nudges.box(view, agent).waiting().isEmpty())
                        .map(BeadId::text)
                        .toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        BeadId id = new BeadId(changedBead);
        return ledger.read(view ->
                view
                        .find(id)
                        .filter(bead -> Agent.ASPECT.of(bead).isPresent())
                        .filter(bead -> !NudgeBox.of(bead).waiting().isEmpty())
                        .map(_ -> changedBead)
                        .stream()
                        .toList());
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId agentBead = new BeadId(key);
        Optional<Instant> next =
                ledger.read(view ->
                        Nudges.box(view, agentBead).waiting().stream()
                                .map(Nudge::expires)
                                .min(Comparator.naturalOrder()));
        if (next.isEmpty()) {
            return Outcome.settled();
        }
        Instant now = time.now();
        if (now.isBefore(next.get())) {
            return Outcome.again(Duration.between(now, next.get()));
        }
        ledger.write(Actor.TOWN, tx -> Nudges.expire(tx, agentBead));
        return Outcome.again(Duration.ZERO);
    }
}
