package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.mergequeue.Resolving;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.time.Duration;
import java.util.Optional;

/// A resolver's work: it joins two changes in a tree that stands on the target with the merge begun.
/// What it leaves is judged by [Joint], made one commit on that target, and goes on from there as work
/// that was just submitted.
final class ResolverDuty implements QueueDuty {
    private final Ledger ledger;
    private final Repositories repositories;
    private final Fencing fencing;
    private final Saving saving;

    ResolverDuty(Ledger ledger, Repositories repositories, Fencing fencing, Saving saving) {
        this.ledger = ledger;
        this.repositories = repositories;
        this.fencing = fencing;
        this.saving = saving;
    }

    @Override
    public String name() {
        return Hooks.RESOLVER_DUTY;
    }

    @Override
    public String agentStart() {
        return Agent.RESOLVER_START;
    }

    @Override
    public Agent agent(Transaction tx, RigName rig) {
        return Roster.resolver(tx, rig);
    }

    @Override
    public MergeRequest.Phase phase() {
        return MergeRequest.Phase.RESOLVING;
    }

    @Override
    public boolean concerns(MergeRequest request) {
        return request.resolving().isPresent();
    }

    @Override
    public AgentRole role() {
        return AgentRole.REFINERY;
    }

    /// The merge is begun on the target as it is now, which may have moved on since the conflict was
    /// found.
    @Override
    public Preparation prepare(Rig rig, Queued queued) {
        MergeRequest request = queued.request();
        int attempt = ledger.read(view -> Works.get(view.get(request.bead())).attempt());
        Joint joint =
                Joint.begin(
                        repositories.open(rig.name()),
                        request,
                        Task.joinedBranch(request.bead(), attempt));
        return (tx, agentBead, fence) -> {
            Hooks.base(tx, agentBead, fence, joint.beginning().commit());
            MergeRequests.begun(tx, queued.id(), joint.target(), joint.files(), joint.beginning());
        };
    }

    @Override
    public Task fenced(Task task) {
        return fencing.fenced(task);
    }

    @Override
    public boolean isSaid(LedgerView view, Hook.Loaded hook) {
        return hook.claim().isPresent()
                || MergeRequests.resolved(view, hook.bead())
                        .flatMap(queued -> queued.request().resolving())
                        .filter(Resolving::isClean)
                        .isPresent();
    }

    @Override
    public Optional<String> left(Task task) {
        return saving.left(task).map(CommitId::text);
    }

    @Override
    public Workplace workplace(Task task) {
        return saving.workplace(task);
    }

    @Override
    public Outcome judged(Task task) {
        Optional<Queued> queued =
                ledger.read(view -> MergeRequests.resolved(view, task.bead().id()));
        if (queued.isEmpty()) {
            return Outcome.again(Duration.ZERO);
        }
        CommitId head;
        try {
            head = task.hook().judged().map(CommitId::new).orElseGet(() -> kept(task));
        } catch (TownException e) {
            if (e.code() != ErrorCode.LIMIT) {
                throw e;
            }
            return notJoined(task, String.valueOf(e.getMessage()), "");
        }
        MergeRequest request = queued.get().request();
        RigRepository repository = repositories.open(task.rig().name());
        Optional<String> objection = Joint.objection(repository, request, head);
        String words = task.hook().claim().orElse("");
        if (objection.isPresent()) {
            return notJoined(task, objection.get(), words);
        }
        MergeRequests.Joined joined =
                Joint.join(repository, request, head, task.branch(), task.actor());
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    MergeRequests.resolved(tx, task.bead().id())
                            .ifPresent(it -> MergeRequests.resolve(tx, it.id(), joined, words));
                    return true;
                });
        return Outcome.settled();
    }

    /// The commit that is judged, fixed before anything is made of it.
    private CommitId kept(Task task) {
        CommitId head =
                task.hook().sessions() == 0 ? task.base() : saving.save(task).orElse(task.base());
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.judged(tx, task.agentBead(), task.hook().fence(), head.text());
                    return true;
                });
        return head;
    }

    @Override
    public Outcome quiet(Task task, String why) {
        return notJoined(task, "its agent never said that it did it", why);
    }

    @Override
    public Outcome hopeless(Task task, String why) {
        return notJoined(task, why, "");
    }

    private Outcome notJoined(Task task, String why, String details) {
        ledger.write(
                task.actor(),
                tx -> {
                    Hooks.clear(tx, task.agentBead(), task.hook().fence());
                    MergeRequests.resolved(tx, task.bead().id())
                            .ifPresent(queued ->
                                    MergeRequests.escalate(
                                            tx,
                                            queued.id(),
                                            "It conflicts with the target, and %s did not join them: %s"
                                                    .formatted(task.actor().shortName(), why),
                                            details));
                    return true;
                });
        return Outcome.settled();
    }

    @Override
    public String unsaid() {
        return "the conflict on your hook is neither resolved nor asked about";
    }

    @Override
    public String howToSay(Task task) {
        return "Join both sides now. When no conflict marker is left in the tree (branch %s), call the tool done. To ask a person call ask; if they cannot be joined, escalate."
                .formatted(task.branch());
    }

    @Override
    public String noAgent(Task task) {
        return "rig %s has no agent for conflicts any more. Name one in town.toml ([agents.roles] refinery = \"NAME\"), or give the rig one for all its roles: gt rig set %s --agent NAME."
                .formatted(task.rig().name(), task.rig().name());
    }
}
