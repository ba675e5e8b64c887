package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.mergequeue.MergeRequest;
import dev.townhall.core.mergequeue.MergeRequests;
import dev.townhall.core.mergequeue.MergeRequests.Queued;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.worktree.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Lets one agent of each rig attend to the merge requests that wait for it, the oldest first, one
/// after another: the witness judges, the resolver joins what conflicts. Its key is that agent's
/// bead, which is made when there is something to do.
public final class QueueReconciler implements Reconciler, AutoCloseable {
    private final Ledger ledger;
    private final QueueDuty duty;
    private final AgentDrive agents;

    private QueueReconciler(Agents agents, PolecatReconciler.Around around, QueueDuty duty) {
        this.ledger = around.ledger();
        this.duty = duty;
        this.agents = new AgentDrive(agents, around, duty);
    }

    /// Those of witnesses.
    ///
    /// @param wake asks the engine to look at a witness again, from any thread
    public static QueueReconciler witnesses(
            Ledger ledger,
            Repositories repositories,
            Agents agents,
            Time time,
            PolecatReconciler.Limits limits,
            Consumer<BeadId> wake) {
        return new QueueReconciler(
                agents,
                new PolecatReconciler.Around(ledger, repositories, time, limits, wake),
                new WitnessDuty(ledger, repositories));
    }

    /// Those of resolvers.
    ///
    /// @param findings hears of what resolvers planted
    /// @param wake asks the engine to look at a resolver again, from any thread
    public static QueueReconciler resolvers(
            Ledger ledger,
            Repositories repositories,
            Agents agents,
            Time time,
            PolecatReconciler.Limits limits,
            Findings findings,
            Consumer<BeadId> wake) {
        return new QueueReconciler(
                agents,
                new PolecatReconciler.Around(ledger, repositories, time, limits, wake),
                new ResolverDuty(
                        ledger,
                        repositories,
                        new Fencing(ledger, repositories),
                        new Saving(repositories, findings, time)));
    }

    @Override
    public String name() {
        return duty.name();
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view -> Rigs.list(view).stream().map(rig -> key(rig.name())).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view -> {
            Optional<Bead> bead = view.find(new BeadId(changedBead));
            if (bead.filter(it -> it.type().equals(Bead.ACCOUNT) || Asker.isAboutSpending(it))
                    .isPresent()) {
                // Whose account has come back, or whose cap was raised, may have waited for it.
                return Rigs.list(view).stream().map(rig -> key(rig.name())).toList();
            }
            return bead.flatMap(this::concerned).stream().toList();
        });
    }

    private Optional<String> concerned(Bead bead) {
        return switch (bead.type()) {
            case Bead.AGENT ->
                    Agent.ASPECT
                            .of(bead)
                            .map(Agent::beadId)
                            .map(BeadId::text)
                            .filter(key -> key.startsWith(duty.agentStart()));
            case Bead.MERGE_REQUEST ->
                    MergeRequest.ASPECT
                            .of(bead)
                            .filter(request -> duty.concerns(request))
                            .map(request -> key(request.rig()));
            case Bead.RIG -> Rig.ASPECT.of(bead).map(rig -> key(rig.name()));
            case Bead.GATE ->
                    Asker.of(bead)
                            .map(BeadId::text)
                            .filter(key -> key.startsWith(duty.agentStart()));
            default -> Optional.empty();
        };
    }

    private String key(RigName rig) {
        return duty.agentStart() + rig;
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId agentBead = new BeadId(key);
        Optional<Rig> rig =
                ledger.read(view ->
                        Rigs.list(view).stream()
                                .filter(it -> key(it.name()).equals(key))
                                .findFirst());
        Optional<Hook.Loaded> hook = ledger.read(view -> loaded(view, agentBead));
        agents.talk(agentBead)
                .filter(talk -> hook.map(Hook::fence).filter(it -> it == talk.fence()).isEmpty())
                .ifPresent(_ -> agents.stop(agentBead));
        if (rig.isEmpty() || hook.isEmpty()) {
            agents.stop(agentBead);
        }
        if (rig.isEmpty()) {
            return Outcome.settled();
        }
        return hook.isPresent()
                ? look(rig.get(), agentBead, hook.get())
                : next(rig.get()).map(it -> take(rig.get(), it)).orElse(Outcome.settled());
    }

    private Outcome look(Rig rig, BeadId agentBead, Hook.Loaded hook) {
        if (!ledger.<Boolean>read(view -> isDue(view, hook))) {
            letGo(agentBead, hook);
            agents.stop(agentBead);
            return Outcome.again(Duration.ZERO);
        }
        Task task =
                ledger.read(view ->
                        new Task(
                                agentBead,
                                Roster.get(view, agentBead),
                                hook,
                                view.get(hook.bead()),
                                rig));
        Optional<AgentTalk> talk = agents.talk(agentBead);
        if (talk.isPresent()) {
            return agents.follow(task, talk.get());
        }
        if (rig.state() == Rig.State.READY) {
            return agents.begin(task);
        }
        agents.stop(agentBead); // It may have waited its turn.
        return Outcome.settled();
    }

    /// Whether what is on the hook still waits for the agent: a person may have withdrawn it.
    private boolean isDue(LedgerView view, Hook.Loaded hook) {
        return MergeRequests.attended(view, hook.bead())
                        .filter(queued -> queued.request().phase() == duty.phase())
                        .isPresent()
                && Works.get(view.get(hook.bead())).attempt() == hook.attempt();
    }

    private void letGo(BeadId agentBead, Hook.Loaded hook) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.clear(tx, agentBead, hook.fence());
                    return true;
                });
    }

    /// The oldest request that waits for the agent.
    private Optional<Queued> next(Rig rig) {
        if (rig.state() != Rig.State.READY) {
            return Optional.empty();
        }
        return ledger.read(view ->
                MergeRequests.open(view, rig.name()).stream()
                        .filter(it -> it.request().phase() == duty.phase())
                        .findFirst());
    }

    private Outcome take(Rig rig, Queued queued) {
        QueueDuty.Preparation preparation = duty.prepare(rig, queued);
        ledger.write(
                Actor.TOWN,
                tx -> {
                    MergeRequest request = MergeRequests.get(tx, queued.id());
                    if (request.equals(queued.request())) {
                        BeadId agentBead = duty.agent(tx, rig.name()).beadId();
                        Hook.Loaded hook =
                                Hooks.give(
                                        tx,
                                        agentBead,
                                        request.bead(),
                                        request.convoy(),
                                        Works.get(tx.get(request.bead())).attempt());
                        preparation.keep(tx, agentBead, hook.fence());
                    }
                    return true;
                });
        return Outcome.again(Duration.ZERO);
    }

    private static Optional<Hook.Loaded> loaded(LedgerView view, BeadId agentBead) {
        return view.find(agentBead)
                .map(Hooks::of)
                .filter(Hook.Loaded.class::isInstance)
                .map(Hook.Loaded.class::cast);
    }

    /// The fencing numbers of the sessions that live now, by agent.
    public Map<BeadId, Long> sessions() {
        return agents.sessions();
    }

    /// Ends every live session; their hooks stay loaded.
    @Override
    public void close() {
        agents.close();
    }
}
