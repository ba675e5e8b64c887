package dev.townhall.core.simulation.check;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Effect;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.SimulatedGit;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What the town pushes: each bead once, with its intent written down before, with the approval it
/// needs, and never work that was withdrawn.
final class Merges {
    private final SimulatedGit git;
    private final Map<BeadId, CommitId> merged = new LinkedHashMap<>();

    Merges(SimulatedGit git) {
        this.git = git;
    }

    /// Bead to its commit on the target.
    Map<BeadId, CommitId> merged() {
        return merged;
    }

    void moved(LedgerView view, SimulatedGit.Move move) {
        Violation.unless(
                git.contains(move.to(), move.from()),
                "the target was moved back or aside: %s to %s",
                move.from(),
                move.to());
        if (!move.byTown()) {
            return;
        }
        boolean intended =
                view.openEffects("push").stream()
                        .map(Effect::payload)
                        .anyMatch(payload -> payload.path("tip").asText().equals(move.to().text()));
        Violation.unless(
                intended, "the target was pushed to %s with no intent in the journal", move.to());
        last(move)
                .forEach((bead, commit) -> {
                    CommitId before = merged.put(bead, commit);
                    Violation.unless(
                            before == null, "%s was merged twice: %s and %s", bead, before, commit);
                    wanted(view, bead, commit);
                });
    }

    /// The beads whose commits are in a move, each with its last one; those of one stand together.
    private Map<BeadId, CommitId> last(SimulatedGit.Move move) {
        Map<BeadId, CommitId> last = new LinkedHashMap<>();
        Optional<BeadId> before = Optional.empty();
        Set<CommitId> old = new LinkedHashSet<>(git.ancestry(move.from(), Set.of()));
        for (CommitId id : git.ancestry(move.to(), old).reversed()) {
            BeadId bead = bead(id);
            CommitId earlier = last.put(bead, id);
            Violation.unless(
                    earlier == null || before.equals(Optional.of(bead)),
                    "%s was merged twice in one push: %s and %s",
                    bead,
                    earlier,
                    id);
            before = Optional.of(bead);
        }
        return last;
    }

    private BeadId bead(CommitId id) {
        return git.commit(id)
                .bead()
                .map(BeadId::new)
                .orElseThrow(() -> new Violation("the town pushed " + id + " for no bead"));
    }

    private void wanted(LedgerView view, BeadId bead, CommitId commit) {
        Optional<MergeRequest> request =
                view.ofType(Bead.MERGE_REQUEST).stream()
                        .filter(found -> !found.isClosed())
                        .flatMap(found -> MergeRequest.ASPECT.of(found).stream())
                        .filter(found -> found.bead().equals(bead))
                        .findFirst();
        Violation.unless(
                request.isPresent(), "%s was pushed (%s), but nothing asks for it", bead, commit);
        MergeRequest asked = request.orElseThrow();
        Violation.unless(
                asked.phase() == MergeRequest.Phase.MERGING
                        && asked.stacked().equals(commit.text()),
                "%s was pushed as %s, but what asks for it is %s",
                bead,
                commit,
                asked);
        if (asked.approvalRequired()) {
            Approval approval =
                    Approval.ASPECT.of(view.get(asked.approval().orElseThrow())).orElseThrow();
            Violation.unless(
                    approval.state() == Approval.State.APPROVED
                            && approval.merge().map(merge -> isSame(merge, asked)).orElse(false)
                            && approval.bead().equals(bead),
                    "%s was pushed without approval of exactly the change to %s: %s",
                    bead,
                    asked.head(),
                    approval);
        }
    }

    /// Whether what was shown is what is merged: that commit, or one of another try that changes
    /// exactly the same.
    private boolean isSame(Approval.Merge shown, MergeRequest asked) {
        return shown.head().equals(asked.head())
                || change(shown.base(), shown.head()).equals(change(asked.base(), asked.head()));
    }

    /// The files that differ, each with what it was and became.
    private Map<String, List<String>> change(String base, String head) {
        Map<String, String> was = git.commit(new CommitId(base)).files();
        Map<String, String> is = git.commit(new CommitId(head)).files();
        Map<String, List<String>> change = new TreeMap<>();
        was.forEach((file, text) -> change.put(file, List.of(text, is.getOrDefault(file, "\0"))));
        is.forEach((file, text) -> change.put(file, List.of(was.getOrDefault(file, "\0"), text)));
        change.values().removeIf(both -> both.getFirst().equals(both.getLast()));
        return change;
    }

    /// At the end: what is on the target was told, once each.
    void told(List<BeadId> toldBeads) {
        for (BeadId bead : merged.keySet()) {
            long times = toldBeads.stream().filter(bead::equals).count();
            Violation.unless(times == 1, "the merge of %s was told %s times", bead, times);
        }
    }
}
