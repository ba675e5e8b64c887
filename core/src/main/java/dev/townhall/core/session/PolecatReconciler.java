package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.worktree.Repositories;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs what is on a polecat's hook: prepares its tree, starts its session, and judges what came
/// of it by evidence. A loaded hook without a live session gets one, whatever happened before.
public final class PolecatReconciler implements Reconciler, AutoCloseable {
    public static final String NAME = Hooks.DUTY;

    private final Ledger ledger;
    private final ShellDrive shells;
    private final AgentDrive agents;

    /// How long a turn may take, and how much of its output is kept.
    public record Limits(Duration turn, int outputBytesMax) {}

    /// What all who drive sessions need.
    record Around(
            Ledger ledger,
            Repositories repositories,
            Time time,
            Limits limits,
            Consumer<BeadId> wake) {}

    /// @param findings hears of what workers planted
    /// @param wake asks the engine to look at an agent again, from any thread
    public PolecatReconciler(
            Ledger ledger,
            Repositories repositories,
            AgentRuntime runtime,
            Agents agents,
            Time time,
            Limits limits,
            Findings findings,
            Consumer<BeadId> wake) {
        this.ledger = ledger;
        Around around = new Around(ledger, repositories, time, limits, wake);
        Fencing fencing = new Fencing(ledger, repositories);
        Saving saving = new Saving(repositories, findings, time);
        this.shells = new ShellDrive(runtime, around, fencing, saving);
        this.agents =
                new AgentDrive(
                        agents,
                        around,
                        new PolecatDuty(ledger, repositories, fencing, saving, shells));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(10);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view ->
                Roster.all(view).stream()
                        .filter(agent -> agent.role() == AgentRole.POLECAT)
                        .map(agent -> agent.beadId().text())
                        .toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        BeadId id = new BeadId(changedBead);
        return ledger.read(view -> {
            String type = view.find(id).map(Bead::type).orElse("");
            return switch (type) {
                case Bead.AGENT -> polecat(view, id).stream().toList();
                case Bead.RIG ->
                        Roster.polecats(view, Rig.ASPECT.of(view.get(id)).orElseThrow().name())
                                .stream()
                                .map(agent -> agent.beadId().text())
                                .toList();
                case Bead.GATE ->
                        Asker.isAboutSpending(view.get(id))
                                ? atWork(view)
                                : Asker.of(view.get(id)).flatMap(who -> polecat(view, who)).stream()
                                        .toList();
                case Bead.ACCOUNT -> atWork(view);
                default -> List.of();
            };
        });
    }

    /// Whose account has come back, or whose cap was raised, may have waited for it.
    private static List<String> atWork(LedgerView view) {
        return Roster.all(view).stream()
                .filter(agent -> agent.role() == AgentRole.POLECAT)
                .map(Agent::beadId)
                .filter(agent -> Hooks.of(view, agent) instanceof Hook.Loaded)
                .map(BeadId::text)
                .toList();
    }

    private static Optional<String> polecat(LedgerView view, BeadId agentBead) {
        return view.find(agentBead)
                .flatMap(Agent.ASPECT::of)
                .filter(agent -> agent.role() == AgentRole.POLECAT)
                .map(agent -> agent.beadId().text());
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId agentBead = new BeadId(key);
        Hook hook = ledger.read(view -> Hooks.of(view, agentBead));
        shells.session(agentBead)
                .filter(session -> session.fence() != hook.fence())
                .ifPresent(_ -> shells.stop(agentBead));
        agents.talk(agentBead)
                .filter(talk -> talk.fence() != hook.fence())
                .ifPresent(_ -> agents.stop(agentBead));
        return switch (hook) {
            case Hook.Empty empty -> {
                shells.stop(agentBead);
                agents.stop(agentBead);
                yield Outcome.settled();
            }
            case Hook.Loaded loaded -> look(task(agentBead, loaded));
        };
    }

    private Outcome look(Task task) {
        Optional<AgentTalk> talk = agents.talk(task.agentBead());
        if (talk.isPresent()) {
            return agents.follow(task, talk.get());
        }
        Optional<LiveSession> session = shells.session(task.agentBead());
        if (session.isPresent()) {
            return shells.follow(task, session.get());
        }
        boolean ready = task.rig().state() == Rig.State.READY;
        if (ready && Script.of(task.bead()).isEmpty()) {
            return agents.begin(task);
        }
        agents.stop(task.agentBead()); // It may have waited its turn.
        return ready ? shells.begin(task) : Outcome.settled();
    }

    /// The fencing numbers of the sessions that live now, by agent.
    public Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = shells.sessions();
        fences.putAll(agents.sessions());
        return fences;
    }

    /// Ends every live session; their hooks stay loaded.
    @Override
    public void close() {
        shells.close();
        agents.close();
    }

    private Task task(BeadId agentBead, Hook.Loaded hook) {
        return ledger.read(view -> {
            Agent agent = Roster.get(view, agentBead);
            return new Task(
                    agentBead, agent, hook, view.get(hook.bead()), Rigs.get(view, agent.rig()));
        });
    }
}
