package dev.townhall.core.convoy;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import java.util.Optional;

/// Calls a bead back from wherever it is in the work, and drops it.
final class Recall {
    private Recall() {}

    /// Recalls a bead by the decision of who acts now.
    static void recall(Transaction tx, BeadId id, String reason) {
        recall(tx, id, reason, Works.decision(tx, reason));
    }

    /// Recalls a bead by the decision of a person; `why` are their own words, empty for none.
    static void recallBecause(Transaction tx, BeadId id, String why) {
        String decision = Works.decision(tx, Works.DROPPED);
        if (why.isEmpty()) {
            recall(tx, id, Works.DROPPED, decision);
        } else {
            recall(tx, id, why, decision + ": " + why);
        }
    }

    /// Recalls a bead by a decision taken earlier. One whose merge is being pushed this moment is
    /// left alone: it will close by its commit.
    ///
    /// @param decision what was decided and by whom, as it stands in the ledger
    static void recall(Transaction tx, BeadId id, String reason, String decision) {
        Bead bead = tx.get(id);
        if (bead.isClosed()) {
            return;
        }
        Optional<BeadId> request = Work.ASPECT.of(bead).flatMap(Work::mergeRequest);
        if (request.isPresent() && !withdrawn(tx, request.get(), reason)) {
            return;
        }
        Optional<Agent> holder = Hooks.holder(tx, id);
        holder.ifPresent(agent -> {
            Hook hook = Hooks.of(tx, agent.beadId());
            Hooks.clear(tx, agent.beadId(), hook.fence());
        });
        Escalations.openAbout(tx, id)
                .ifPresent(escalation -> Escalations.close(tx, escalation, Works.DROPPED));
        Works.drop(tx, id, reason, decision);
    }

    private static boolean withdrawn(Transaction tx, BeadId requestId, String reason) {
        MergeRequest request = MergeRequests.get(tx, requestId);
        if (request.phase() == MergeRequest.Phase.MERGING) {
            return false;
        }
        if (!request.phase().isOver()) {
            MergeRequests.withdraw(tx, requestId, request, reason);
        }
        return true;
    }
}
