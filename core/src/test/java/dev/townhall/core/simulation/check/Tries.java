package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.worktree.CommitId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What is submitted was made in this try, not left over from an earlier one.
final class Tries {
    private final Map<BeadId, Set<CommitId>> savedInThisTry = new LinkedHashMap<>();

    void saved(BeadId bead, CommitId head) {
        savedInThisTry.computeIfAbsent(bead, id -> new LinkedHashSet<>()).add(head);
    }

    void check(LedgerView view, TownEvent event) {
        switch (event) {
            case TownEvent.BeadSlung slung -> savedInThisTry.remove(slung.bead());
            case TownEvent.WorkSubmitted work ->
                    Violation.unless(
                            leavesItToTheWitness(view, work)
                                    || savedInThisTry
                                            .getOrDefault(work.bead(), Set.of())
                                            .contains(new CommitId(work.head())),
                            "%s was submitted as %s, which is left over from an earlier try",
                            work.bead(),
                            work.head());
            default -> {}
        }
    }

    /// Nothing was changed, and a witness says whether that is right.
    private static boolean leavesItToTheWitness(LedgerView view, TownEvent.WorkSubmitted work) {
        MergeRequest request = MergeRequests.get(view, work.mergeRequest());
        return request.changesNothing() && request.witnessing().isPresent();
    }
}
