package dev.townhall.core.simulation.check;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Effect;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.simulation.git.Objects;
import dev.townhall.core.simulation.git.Remote;
import dev.townhall.core.simulation.git.Snapshot;
import dev.townhall.core.worktree.CommitId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the town pushes: each bead once, with its intent written down before, with the approval it
/// needs, and never work that was withdrawn.
final class Merges {
    private final Objects objects;
    private final Map<BeadId, CommitId> merged = new LinkedHashMap<>();

    Merges(Objects objects) {
        this.objects = objects;
    }

    /// Bead to its commit on the target.
    Map<BeadId, CommitId> merged() {
        return merged;
    }

    void moved(LedgerView view, Remote.Move move) {
        if (!move.byTown()) {
            return;
        }
        boolean intended =
                view.openEffects("push").stream()
                        .map(Effect::payload)
                        .anyMatch(payload -> payload.path("tip").asText().equals(move.to().text()));
        Violation.unless(
                intended, "the target was pushed to %s with no intent in the journal", move.to());
        for (Snapshot commit : objects.between(move.from(), move.to())) {
            BeadId bead =
                    commit.bead()
                            .orElseThrow(() ->
                                    new Violation(
                                            "the town pushed " + commit.id() + " for no bead"));
            CommitId before = merged.put(bead, commit.id());
            Violation.unless(
                    before == null, "%s was merged twice: %s and %s", bead, before, commit.id());
            wanted(view, bead, commit);
        }
    }

    private void wanted(LedgerView view, BeadId bead, Snapshot commit) {
        Optional<MergeRequest> request =
                view.ofType(Bead.MERGE_REQUEST).stream()
                        .filter(found -> !found.isClosed())
                        .flatMap(found -> MergeRequest.ASPECT.of(found).stream())
                        .filter(found -> found.bead().equals(bead))
                        .findFirst();
        Violation.unless(
                request.isPresent(),
                "%s was pushed (%s), but nothing asks for it",
                bead,
                commit.id());
        MergeRequest asked = request.orElseThrow();
        Violation.unless(
                asked.phase() == MergeRequest.Phase.MERGING
                        && asked.stacked().equals(commit.id().text()),
                "%s was pushed as %s, but what asks for it is %s",
                bead,
                commit.id(),
                asked);
        if (asked.approvalRequired()) {
            Approval approval =
                    Approval.ASPECT.of(view.get(asked.approval().orElseThrow())).orElseThrow();
            Violation.unless(
                    approval.state() == Approval.State.APPROVED
                            && approval.subject().head().equals(asked.head()),
                    "%s was pushed without approval of exactly %s: %s",
                    bead,
                    asked.head(),
                    approval);
        }
    }

    /// At the end: what is on the target was told, once each.
    void told(List<BeadId> toldBeads) {
        for (BeadId bead : merged.keySet()) {
            long times = toldBeads.stream().filter(bead::equals).count();
            Violation.unless(times == 1, "the merge of %s was told %s times", bead, times);
        }
    }
}
