package dev.townhall.core.session;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.Witnessing;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.util.List;
import java.util.Optional;

/// Takes finished work off a hook: to the merge queue, to its close, or back for another try.
/// Each is one transaction under the session's fencing number.
final class Completion {
    private final Ledger ledger;
    private final Repositories repositories;

    Completion(Ledger ledger, Repositories repositories) {
        this.ledger = ledger;
        this.repositories = repositories;
    }

    /// The session did its part. What it left is judged by evidence: a change goes to the merge
    /// queue; without one, only a passed verification closes the bead. Where a witness is asked for,
    /// its verdict comes before either.
    ///
    /// @param saved the newest commit beyond the base; commits that undo each other change nothing
    void concluded(Task task, Optional<CommitId> saved, boolean verified) {
        Optional<CommitId> head = saved.filter(commit -> changes(task, commit, 0).files() > 0);
        Optional<Witnessing> witnessing = witnessing(task, head);
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    BeadId bead = task.bead().id();
                    if (head.isPresent() || witnessing.isPresent()) {
                        MergeRequests.submit(
                                tx, request(tx, task, head.orElse(task.base()), witnessing));
                    } else if (verified) {
                        Works.verified(tx, bead, "its verification passed");
                    } else {
                        Works.sendBack(tx, bead, byCommand(task, ReworkCause.NOTHING_DONE, ""));
                    }
                    return true;
                });
    }

    /// What a witness gets to judge, where the bead asks for one.
    private Optional<Witnessing> witnessing(Task task, Optional<CommitId> head) {
        if (!task.bead().labels().contains(MergeRequests.WITNESS_LABEL)) {
            return Optional.empty();
        }
        return Optional.of(
                Witnessing.of(
                        task.hook().claim().orElse(""),
                        changes(task, head.orElse(task.base()), Witnessing.CHANGES_MAX)));
    }

    private RigRepository.DiffSummary changes(Task task, CommitId head, int filesMax) {
        return repositories.open(task.rig().name()).diff(task.base(), head, filesMax);
    }

    /// The session was lost, or did not end in time.
    void failed(Task task, String log) {
        sendBack(task, Works.rework(ReworkCause.FAILED, List.of(), log));
    }

    /// A command failed on the commit it started from, by itself and in time.
    void commandFailed(Task task, String log) {
        sendBack(task, byCommand(task, ReworkCause.FAILED, log));
    }

    /// It cannot be gone on with until a person decides.
    void escalated(Task task, String why) {
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    Works.escalate(tx, task.bead().id(), why, "");
                    return true;
                });
    }

    private void sendBack(Task task, Work.Rework rework) {
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    Works.sendBack(tx, task.bead().id(), rework);
                    return true;
                });
    }

    private static Work.Rework byCommand(Task task, ReworkCause cause, String log) {
        boolean script = Script.of(task.bead()).isPresent();
        return new Work.Rework(
                cause, List.of(), log, script ? task.hook().base() : Optional.empty());
    }

    private static MergeRequest request(
            Transaction tx, Task task, CommitId head, Optional<Witnessing> witnessing) {
        boolean approval =
                task.rig().approvalRequired()
                        || task.bead().labels().contains(MergeRequests.APPROVAL_LABEL);
        return new MergeRequest(
                witnessing.isPresent() ? MergeRequest.Phase.WITNESSING : MergeRequest.Phase.READY,
                task.rig().name(),
                task.bead().id(),
                Works.get(task.bead()).convoy(),
                task.actor(),
                task.branch(),
                task.base().text(),
                head.text(),
                approval,
                Optional.empty(),
                false,
                "",
                tx.now(),
                witnessing,
                Optional.empty());
    }
}
