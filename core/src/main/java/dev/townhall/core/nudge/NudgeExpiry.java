package dev.townhall.core.nudge;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Expiring;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Gives up nudges that nobody heard in time. Who drives sessions delivers them.
public final class NudgeExpiry implements Expiring {
    @Override
    public String name() {
        return "nudge";
    }

    @Override
    public List<String> keys(LedgerView view) {
        return Roster.all(view).stream()
                .map(Agent::beadId)
                .filter(agent -> !Nudges.box(view, agent).waiting().isEmpty())
                .map(BeadId::text)
                .toList();
    }

    @Override
    public List<String> concerns(LedgerView view, String changedBead) {
        return view
                .find(new BeadId(changedBead))
                .filter(bead -> Agent.ASPECT.of(bead).isPresent())
                .filter(bead -> !NudgeBox.of(bead).waiting().isEmpty())
                .map(_ -> changedBead)
                .stream()
                .toList();
    }

    @Override
    public Optional<Instant> ends(LedgerView view, String key) {
        return Nudges.box(view, new BeadId(key)).waiting().stream()
                .map(Nudge::expires)
                .min(Comparator.naturalOrder());
    }

    @Override
    public void end(Transaction tx, String key) {
        Nudges.expire(tx, new BeadId(key));
    }
}
