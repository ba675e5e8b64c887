package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.util.Optional;

/// A witness's work: it looks at the result of another's in a checkout it cannot write, and gives a
/// verdict. Nothing of what it does there is taken over.
final class WitnessDuty implements QueueDuty {
    private final Ledger ledger;
    private final Repositories repositories;

    WitnessDuty(Ledger ledger, Repositories repositories) {
        this.ledger = ledger;
        this.repositories = repositories;
    }

    @Override
    public String name() {
        return Hooks.WITNESS_DUTY;
    }

    @Override
    public String agentStart() {
        return Agent.WITNESS_START;
    }

    @Override
    public Agent agent(Transaction tx, RigName rig) {
        return Roster.witness(tx, rig);
    }

    @Override
    public MergeRequest.Phase phase() {
        return MergeRequest.Phase.WITNESSING;
    }

    @Override
    public boolean concerns(MergeRequest request) {
        return request.witnessing().isPresent();
    }

    @Override
    public AgentRole role() {
        return AgentRole.WITNESS;
    }

    @Override
    public Task fenced(Task task) {
        return task.with(
                ledger.write(
                        Actor.TOWN,
                        tx -> {
                            Hook.Loaded now =
                                    Hooks.check(tx, task.agentBead(), task.hook().fence());
                            return now.sessionUp().isPresent()
                                    ? Hooks.supersede(tx, task.agentBead(), now.fence())
                                    : now;
                        }));
    }

    @Override
    public boolean isSaid(LedgerView view, Hook.Loaded hook) {
        return MergeRequests.witnessed(view, hook.bead())
                .flatMap(queued -> queued.request().testimony())
                .isPresent();
    }

    /// It writes nothing.
    @Override
    public Optional<String> left(Task task) {
        return Optional.empty();
    }

    @Override
    public Outcome judged(Task task) {
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    MergeRequests.witnessed(tx, task.bead().id())
                            .ifPresent(queued -> MergeRequests.conclude(tx, queued.id()));
                    return true;
                });
        return Outcome.settled();
    }

    @Override
    public Workplace workplace(Task task) {
        MergeRequest request =
                ledger.read(view -> MergeRequests.witnessed(view, task.bead().id()))
                        .orElseThrow(() ->
                                TownException.conflict(
                                        "%s does not wait for a verdict any more: its request was taken out of the queue meanwhile."
                                                .formatted(task.bead().id())))
                        .request();
        RigRepository repository = repositories.open(task.rig().name());
        Path folder = repository.checkoutToJudge(new CommitId(request.head()));
        return new Workplace(
                folder,
                task.rig()
                        .sandboxing()
                        .confinement()
                        .alsoReadable(folder)
                        .alsoReadable(repository.objects()));
    }

    @Override
    public Outcome quiet(Task task, String why) {
        return escalated(task, "Its witness gave no verdict.", why);
    }

    @Override
    public Outcome hopeless(Task task, String why) {
        return escalated(task, "Its witness gave no verdict: " + why, "");
    }

    private Outcome escalated(Task task, String why, String details) {
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    MergeRequests.witnessed(tx, task.bead().id())
                            .ifPresent(queued ->
                                    MergeRequests.escalate(tx, queued.id(), why, details));
                    return true;
                });
        return Outcome.settled();
    }

    @Override
    public String unsaid() {
        return "you gave no verdict on the work on your hook";
    }

    @Override
    public String howToSay(Task task) {
        return "Judge %s now, and call the tool verdict. To ask a person call ask; if nobody can judge it, escalate."
                .formatted(task.bead().id());
    }

    @Override
    public String noAgent(Task task) {
        return "rig %s has no agent for its witness. Name one in town.toml ([agents.roles] witness = \"NAME\"), or give the rig one for all its roles: gt rig set %s --agent NAME."
                .formatted(task.rig().name(), task.rig().name());
    }
}
