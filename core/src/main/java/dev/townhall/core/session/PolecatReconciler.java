package dev.townhall.core.session;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.approval.Approval;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.question.Question;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Runs what is on a polecat's hook: prepares its tree, starts its session, and judges what came
/// of it by evidence. A loaded hook without a live session gets one, whatever happened before.
public final class PolecatReconciler implements Reconciler, AutoCloseable {
    public static final String NAME = "polecat";

    /// The kind of finding about a git directory that a worker prepared as a trap.
    private static final String PLANTED = "planted";

    /// Sessions for one load of a hook after which the town stops starting more: a bead that takes
    /// the town down with it must not do so for ever.
    private static final int SESSIONS_MAX = 100;

    private static final Duration DEADLINE_GRACE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Repositories repositories;
    private final AgentRuntime runtime;
    private final Time time;
    private final Limits limits;
    private final Findings findings;
    private final Consumer<BeadId> wake;
    private final Completion completion;
    private final AgentDrive agents;
    private final Map<BeadId, LiveSession> live = new ConcurrentHashMap<>();

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
        this.repositories = repositories;
        this.runtime = runtime;
        this.time = time;
        this.limits = limits;
        this.findings = findings;
        this.wake = wake;
        this.completion = new Completion(ledger);
        this.agents =
                new AgentDrive(
                        agents,
                        new Around(ledger, repositories, time, limits, wake),
                        new AgentDrive.Judge() {
                            @Override
                            public Outcome judge(
                                    Task task, RigRepository repository, Optional<CommitId> head) {
                                return PolecatReconciler.this.judge(task, repository, head);
                            }

                            @Override
                            public Optional<CommitId> save(Task task, RigRepository repository) {
                                return PolecatReconciler.this.save(task);
                            }
                        });
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
        return ledger.read(
                view -> Roster.all(view).stream().map(agent -> agent.beadId().text()).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        BeadId id = new BeadId(changedBead);
        return ledger.read(view -> {
            String type = view.find(id).map(Bead::type).orElse("");
            return switch (type) {
                case Bead.AGENT -> List.of(changedBead);
                case Bead.RIG ->
                        Roster.polecats(view, Rig.ASPECT.of(view.get(id)).orElseThrow().name())
                                .stream()
                                .map(agent -> agent.beadId().text())
                                .toList();
                case Bead.GATE -> asker(view.get(id)).map(BeadId::text).stream().toList();
                default -> List.of();
            };
        });
    }

    /// The agent that waits for this answer of a person.
    private static Optional<BeadId> asker(Bead gate) {
        Optional<BeadId> permission =
                Approval.ASPECT
                        .of(gate)
                        .map(Approval::subject)
                        .filter(Approval.ToolUse.class::isInstance)
                        .map(subject -> ((Approval.ToolUse) subject).agentBead());
        return permission.or(
                () -> Question.ASPECT.of(gate).filter(Question::onHook).map(Question::agentBead));
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId agentBead = new BeadId(key);
        Hook hook = ledger.read(view -> Hooks.of(view, agentBead));
        LiveSession session = live.get(agentBead);
        if (session != null && session.fence() != hook.fence()) {
            stop(agentBead);
            session = null;
        }
        agents.talk(agentBead)
                .filter(talk -> talk.fence() != hook.fence())
                .ifPresent(_ -> agents.stop(agentBead));
        return switch (hook) {
            case Hook.Empty empty -> {
                stop(agentBead);
                agents.stop(agentBead);
                yield Outcome.settled();
            }
            case Hook.Loaded loaded -> {
                Task task = task(agentBead, loaded);
                Optional<AgentTalk> talk = agents.talk(agentBead);
                if (talk.isPresent()) {
                    yield agents.follow(task, talk.get());
                }
                yield session == null ? begin(task) : follow(task, session);
            }
        };
    }

    /// The fencing numbers of the sessions that live now, by agent.
    public Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = new TreeMap<>();
        live.forEach((agent, session) -> fences.put(agent, session.fence()));
        fences.putAll(agents.sessions());
        return fences;
    }

    /// Ends every live session; their hooks stay loaded.
    @Override
    public void close() {
        live.keySet().forEach(this::stop);
        agents.close();
    }

    private Outcome begin(Task task) {
        if (task.rig().state() != Rig.State.READY) {
            return Outcome.settled();
        }
        if (Script.of(task.bead()).isEmpty()) {
            return agents.begin(task, this::fenced);
        }
        if (task.hook().sessions() >= SESSIONS_MAX) {
            completion.failed(task, "Its session was lost " + SESSIONS_MAX + " times.");
            return Outcome.settled();
        }
        Optional<String> refusal = runtime.refusal(task.rig().sandboxing().confinement());
        if (refusal.isPresent()) {
            return new Outcome.Hindered(
                    "%s waits on the hook of %s: %s"
                            .formatted(task.bead().id(), task.actor(), refusal.get()));
        }
        RigRepository repository = repositories.open(task.rig().name());
        Task next = fenced(task, repository);
        boolean restarted = task.hook().sessionUp().isPresent();
        Optional<CommitId> saved =
                repository.branchHead(next.branch()).filter(head -> !head.equals(next.base()));
        if (restarted && saved.isPresent()) {
            return afterWork(
                    next,
                    saved,
                    start(
                            next,
                            repository,
                            repository.prepare(next.actor(), next.branch(), saved.get())));
        }
        Path folder = repository.prepare(next.actor(), next.branch(), next.base());
        LiveSession session = start(next, repository, folder);
        session.prompt(
                new AgentSession.Turn(
                        instruction(next),
                        Script.of(next.bead()).map(Script::text),
                        next.hook().attempt()));
        return Outcome.again(limits.turn());
    }

    /// The task under a fencing number no session before it had, on a fixed base.
    private Task fenced(Task task, RigRepository repository) {
        Hook.Loaded hook = task.hook();
        Optional<String> base =
                hook.base().isPresent() ? hook.base() : Optional.of(repository.targetHead().text());
        Hook.Loaded fenced =
                ledger.write(
                        Actor.TOWN,
                        tx -> {
                            Hook.Loaded now = Hooks.check(tx, task.agentBead(), hook.fence());
                            if (now.sessionUp().isPresent()) {
                                now = Hooks.supersede(tx, task.agentBead(), now.fence());
                            }
                            if (now.base().isEmpty()) {
                                Hooks.base(tx, task.agentBead(), now.fence(), base.orElseThrow());
                            }
                            return now.based(base.orElseThrow());
                        });
        return task.with(fenced);
    }

    private LiveSession start(Task task, RigRepository repository, Path folder) {
        findings.cleared(PLANTED, task.actor().text());
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.started(tx, task.agentBead(), task.hook().fence());
                    return true;
                });
        LiveSession session =
                new LiveSession(
                        task.hook().fence(),
                        time.elapsed().plus(limits.turn()).plus(DEADLINE_GRACE),
                        () -> wake.accept(task.agentBead()));
        session.attach(
                runtime.start(
                        new AgentRuntime.SessionStart(
                                task.actor(),
                                task.bead().id(),
                                task.hook().fence(),
                                folder,
                                environment(task),
                                new AgentRuntime.Beginning.Fresh(),
                                limits.turn(),
                                limits.outputBytesMax(),
                                List.of(),
                                task.rig()
                                        .sandboxing()
                                        .confinement()
                                        .alsoWritable(folder)
                                        .alsoReadable(repository.objects())),
                        session::update));
        live.put(task.agentBead(), session);
        return session;
    }

    /// Judges what an agent with a model left: its verification is run as commands.
    private Outcome judge(Task task, RigRepository repository, Optional<CommitId> head) {
        if (Script.verificationOf(task.bead()).isEmpty()) {
            return conclude(task, head, false);
        }
        CommitId result = head.orElse(task.base());
        Path folder = repository.prepare(task.actor(), task.branch(), result);
        return afterWork(task, head, start(task, repository, folder));
    }

    private Outcome follow(Task task, LiveSession session) {
        Optional<LiveSession.TurnResult> result = session.result();
        if (result.isEmpty()) {
            Duration left = session.deadline().minus(time.elapsed());
            if (left.isPositive()) {
                return Outcome.again(left);
            }
            completion.failed(task, "Its session did not end in time and was ended.");
            stop(task.agentBead());
            return Outcome.settled();
        }
        if (!result.get().good()) {
            String prefix =
                    session.stage() == LiveSession.Stage.VERIFY ? "The verification failed: " : "";
            String log = prefix + result.get().log();
            if (result.get().byCommand()) {
                completion.commandFailed(task, log);
            } else {
                completion.failed(task, log);
            }
            stop(task.agentBead());
            return Outcome.settled();
        }
        return session.stage() == LiveSession.Stage.VERIFY
                ? conclude(task, session.saved(), true)
                : afterWork(task, save(task), session);
    }

    private Optional<CommitId> save(Task task) {
        RigRepository repository = repositories.open(task.rig().name());
        Optional<CommitId> saved =
                repository.save(
                        task.actor(),
                        task.branch(),
                        task.base(),
                        task.bead().id(),
                        task.bead().title(),
                        time.now());
        List<String> planted = repository.planted(task.actor());
        if (!planted.isEmpty()) {
            findings.raised(
                    PLANTED,
                    task.actor().text(),
                    "While working on %s it left in its git directory: %s. The town runs and reads nothing of that; look at what the worker did."
                            .formatted(task.bead().id(), String.join(", ", planted)));
        }
        return saved;
    }

    private Outcome afterWork(Task task, Optional<CommitId> head, LiveSession session) {
        Optional<Script> verification = Script.verificationOf(task.bead());
        if (verification.isEmpty()) {
            return conclude(task, head, false);
        }
        session.verifyNext(head);
        session.prompt(
                new AgentSession.Turn(
                        "Verify " + task.bead().id(),
                        verification.map(Script::text),
                        task.hook().attempt()));
        return Outcome.again(limits.turn());
    }

    private Outcome conclude(Task task, Optional<CommitId> head, boolean verified) {
        completion.concluded(task, head, verified);
        stop(task.agentBead());
        return Outcome.settled();
    }

    private void stop(BeadId agentBead) {
        LiveSession session = live.remove(agentBead);
        if (session != null) {
            session.close();
        }
    }

    private Task task(BeadId agentBead, Hook.Loaded hook) {
        return ledger.read(view -> {
            Agent agent = Roster.get(view, agentBead);
            return new Task(
                    agentBead, agent, hook, view.get(hook.bead()), Rigs.get(view, agent.rig()));
        });
    }

    private static String instruction(Task task) {
        return task.bead().id() + ": " + task.bead().title();
    }

    private static Map<String, String> environment(Task task) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("GT_BEAD", task.bead().id().text());
        environment.put("GT_AGENT", task.actor().text());
        environment.put("GT_RIG", task.rig().name().text());
        environment.put("GT_ATTEMPT", Integer.toString(task.hook().attempt()));
        environment.put(
                "GT_REWORK",
                Work.ASPECT.of(task.bead()).flatMap(Work::rework).map(Works::sentence).orElse(""));
        return environment;
    }
}
