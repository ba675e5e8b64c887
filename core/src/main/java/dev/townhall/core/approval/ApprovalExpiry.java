package dev.townhall.core.approval;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.ledger.Expiring;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets approvals expire in time: an unanswered one is denied.
public final class ApprovalExpiry implements Expiring {
    @Override
    public String name() {
        return "approval";
    }

    @Override
    public List<String> keys(LedgerView view) {
        return Approvals.pending(view).stream().map(bead -> bead.id().text()).toList();
    }

    @Override
    public List<String> concerns(LedgerView view, String changedBead) {
        return changedBead.startsWith(Approvals.ID_PREFIX + "-") ? List.of(changedBead) : List.of();
    }

    @Override
    public Optional<Instant> ends(LedgerView view, String key) {
        Approval approval = Approvals.get(view, new BeadId(key));
        return approval.state() == Approval.State.PENDING
                ? Optional.of(approval.expires())
                : Optional.empty();
    }

    @Override
    public void end(Transaction tx, String key) {
        Approvals.decide(tx, new BeadId(key), Decision.EXPIRED);
    }
}
