package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import dev.townhall.core.bead.Script;
import dev.townhall.core.hook.Work;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.simulation.worker.Workshop;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.SimulatedCommit;
import dev.townhall.core.worktree.SimulatedGit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A bead is closed only by evidence, and stays closed.
final class Evidence {
    private final SimulatedGit git;
    private final String remote;
    private final Workshop workshop;
    private final Map<BeadId, String> closed = new LinkedHashMap<>();

    Evidence(SimulatedGit git, String remote, Workshop workshop) {
        this.git = git;
        this.remote = remote;
        this.workshop = workshop;
    }

    void check(LedgerView view, Set<BeadId> changed) {
        for (BeadId id : changed) {
            Bead bead = view.get(id);
            boolean work = bead.type().equals(Bead.TASK) || bead.type().equals(Bead.EPIC);
            if (!work) {
                continue;
            }
            Violation.unless(
                    bead.isClosed() || !closed.containsKey(id),
                    "%s was closed (%s) and is %s again",
                    id,
                    closed.getOrDefault(id, ""),
                    bead.status());
            if (bead.isClosed() && closed.put(id, bead.closeReason()) == null) {
                justified(view, bead);
            }
        }
    }

    /// A witness that had this very result before it accepted it.
    private void accepted(LedgerView view, Bead bead) {
        Optional<MergeRequest> request =
                Work.ASPECT
                        .of(bead)
                        .flatMap(Work::mergeRequest)
                        .map(id -> MergeRequests.get(view, id));
        boolean said =
                request.flatMap(MergeRequest::testimony)
                        .filter(it -> it.verdict() == Witnessing.Verdict.ACCEPTED)
                        .isPresent();
        Violation.unless(
                said && workshop.hasAccepted(bead.id(), request.orElseThrow().head()),
                "%s was closed (%s) and no witness accepted it",
                bead.id(),
                bead.closeReason());
    }

    private void justified(LedgerView view, Bead bead) {
        String reason = bead.closeReason();
        if (reason.contains(" by overseer/")) {
            return;
        }
        if (bead.type().equals(Bead.EPIC)) {
            boolean complete =
                    view.dependents(bead.id()).stream()
                            .filter(b -> b.targets(Dependency.PARENT_CHILD).contains(bead.id()))
                            .allMatch(Bead::isClosed);
            Violation.unless(complete, "%s was closed before its children", bead.id());
            return;
        }
        boolean witnessed = bead.labels().contains(MergeRequests.WITNESS_LABEL);
        if (witnessed) {
            accepted(view, bead);
        }
        String commit = Work.ASPECT.of(bead).map(Work::commit).orElse("");
        if (commit.isEmpty()) {
            Violation.unless(
                    witnessed || workshop.hasPassed(bead.id()),
                    "%s was closed (%s) without a commit and without a passed verification",
                    bead.id(),
                    reason);
            return;
        }
        Violation.unless(
                git.contains(git.remoteHead(remote), new CommitId(commit)),
                "%s was closed as %s, which is not on the target",
                bead.id(),
                commit);
        SimulatedCommit merged = git.commit(new CommitId(commit));
        boolean its = merged.bead().filter(bead.id().text()::equals).isPresent();
        String script = Script.of(bead).map(Script::text).orElse("");
        Violation.unless(
                its || dev.townhall.core.simulation.worker.Script.isDoneIn(merged.files(), script),
                "%s was closed as %s, which is not its commit and does not contain its change",
                bead.id(),
                commit);
    }
}
