package dev.townhall.core.session;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import java.util.Optional;

/// A polecat's work: it takes place in its own tree, and what it claims to be done is saved, verified
/// by commands and submitted.
final class PolecatDuty implements Duty {
    private final Ledger ledger;
    private final Fencing fencing;
    private final Saving saving;
    private final ShellDrive verification;
    private final Completion completion;

    PolecatDuty(
            Ledger ledger,
            Repositories repositories,
            Fencing fencing,
            Saving saving,
            ShellDrive verification) {
        this.ledger = ledger;
        this.fencing = fencing;
        this.saving = saving;
        this.verification = verification;
        this.completion = new Completion(ledger, repositories);
    }

    @Override
    public AgentRole role() {
        return AgentRole.POLECAT;
    }

    @Override
    public Task fenced(Task task) {
        return fencing.fenced(task);
    }

    @Override
    public boolean isSaid(LedgerView view, Hook.Loaded hook) {
        return hook.claim().isPresent();
    }

    @Override
    public Optional<String> left(Task task) {
        return saving.left(task).map(CommitId::text);
    }

    /// The claim is held to the commit that was saved first: what a verification leaves in the tree
    /// is not the agent's work.
    @Override
    public Outcome judged(Task task) {
        Optional<String> kept = task.hook().judged();
        if (kept.isPresent()) {
            return verification.verify(task, beyondBase(task, kept.get()));
        }
        Optional<CommitId> head;
        try {
            head = saving.save(task);
        } catch (TownException e) {
            if (e.code() != ErrorCode.LIMIT) {
                throw e;
            }
            completion.failed(task, String.valueOf(e.getMessage()));
            return Outcome.settled();
        }
        String commit = head.orElse(task.base()).text();
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.judged(tx, task.agentBead(), task.hook().fence(), commit);
                    return true;
                });
        return verification.verify(task.with(task.hook().judgedBy(commit)), head);
    }

    private static Optional<CommitId> beyondBase(Task task, String commit) {
        return Optional.of(new CommitId(commit)).filter(head -> !head.equals(task.base()));
    }

    @Override
    public Workplace workplace(Task task) {
        return saving.workplace(task);
    }

    @Override
    public Outcome quiet(Task task, String why) {
        completion.failed(task, why);
        return Outcome.settled();
    }

    @Override
    public Outcome hopeless(Task task, String why) {
        completion.escalated(task, why);
        return Outcome.settled();
    }

    @Override
    public String unsaid() {
        return "the work on your hook is neither done nor asked about";
    }

    @Override
    public String howToSay(Task task) {
        return "Go on with it now. When all of it is in the tree (branch %s), call the tool done. To ask a person call ask; if you cannot go on, escalate."
                .formatted(task.branch());
    }

    @Override
    public String noAgent(Task task) {
        return "it carries no commands, and rig %s has no agent. Give it one: gt rig set %s --agent NAME."
                .formatted(task.rig().name(), task.rig().name());
    }
}
