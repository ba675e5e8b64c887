package dev.townhall.core.cap;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.ArrayList;
import java.util.List;

/// What people were asked about spending on one thing, oldest first. Stored on the convoy or the day's
/// sum it is about.
///
/// @param questions approvals
record Asked(List<BeadId> questions) {
    private static final Aspect<Asked> ASPECT = new Aspect<>("asked", Asked.class);

    Asked {
        questions = List.copyOf(questions);
    }

    /// One question with what became of it.
    record About(BeadId id, Approval approval, Approval.Spending spending) {
        boolean isApproved() {
            return approval.state() == Approval.State.APPROVED;
        }

        /// Whether nobody said yes so far: not yet, or no.
        boolean holds() {
            return switch (approval.state()) {
                case PENDING, DENIED, EXPIRED -> true;
                case APPROVED, SUPERSEDED -> false;
            };
        }
    }

    static List<About> about(LedgerView view, BeadId on) {
        List<About> about = new ArrayList<>();
        for (BeadId id :
                view.find(on).flatMap(ASPECT::of).map(Asked::questions).orElse(List.of())) {
            Approval approval = Approvals.get(view, id);
            if (approval.subject() instanceof Approval.Spending spending) {
                about.add(new About(id, approval, spending));
            }
        }
        return about;
    }

    static void add(Transaction tx, Bead on, BeadId question) {
        List<BeadId> all = new ArrayList<>(ASPECT.of(on).map(Asked::questions).orElse(List.of()));
        all.add(question);
        tx.update(ASPECT.set(on, new Asked(all)));
    }
}
