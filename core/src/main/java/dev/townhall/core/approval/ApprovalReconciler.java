package dev.townhall.core.approval;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Lets approvals expire in time: an unanswered one is denied.
public final class ApprovalReconciler implements Reconciler {
    private final Ledger ledger;
    private final Time time;

    public ApprovalReconciler(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return "approval";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(
                view -> Approvals.pending(view).stream().map(bead -> bead.id().text()).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return changedBead.startsWith("hq-ap-") ? List.of(changedBead) : List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId id = new BeadId(key);
        Approval approval = ledger.read(view -> Approvals.get(view, id));
        if (approval.state() != Approval.State.PENDING) {
            return Outcome.settled();
        }
        Instant now = time.now();
        if (now.isBefore(approval.expires())) {
            return Outcome.again(Duration.between(now, approval.expires()));
        }
        ledger.write(Actor.TOWN, tx -> Approvals.decide(tx, id, Decision.EXPIRED));
        return Outcome.settled();
    }
}
