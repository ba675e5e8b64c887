package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
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

/// Drives sessions that run commands: the script of a bead, and the verification of any work.
final class ShellDrive {
    /// Sessions for one load of a hook after which the town stops starting more: a bead that takes
    /// the town down with it must not do so for ever.
    static final int SESSIONS_MAX = 100;

    private static final Duration DEADLINE_GRACE = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Repositories repositories;
    private final AgentRuntime runtime;
    private final Time time;
    private final PolecatReconciler.Limits limits;
    private final Consumer<BeadId> wake;
    private final Completion completion;
    private final Fencing fencing;
    private final Saving saving;
    private final Map<BeadId, LiveSession> live = new ConcurrentHashMap<>();

    ShellDrive(
            AgentRuntime runtime, PolecatReconciler.Around around, Fencing fencing, Saving saving) {
        this.ledger = around.ledger();
        this.repositories = around.repositories();
        this.runtime = runtime;
        this.time = around.time();
        this.limits = around.limits();
        this.wake = around.wake();
        this.completion = new Completion(around.ledger(), around.repositories());
        this.fencing = fencing;
        this.saving = saving;
    }

    Optional<LiveSession> session(BeadId agentBead) {
        return Optional.ofNullable(live.get(agentBead));
    }

    /// The fencing numbers of the sessions that live now, by agent.
    Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = new TreeMap<>();
        live.forEach((agent, session) -> fences.put(agent, session.fence()));
        return fences;
    }

    void close() {
        live.keySet().forEach(this::stop);
    }

    /// Starts a session for a loaded hook that has none.
    Outcome begin(Task task) {
        if (task.hook().sessions() >= SESSIONS_MAX) {
            completion.failed(task, "Its session was lost " + SESSIONS_MAX + " times.");
            return Outcome.settled();
        }
        Optional<String> refusal = runtime.refusal(task.rig().sandboxing().confinement());
        if (refusal.isPresent()) {
            return new Outcome.Hindered(task.waits(refusal.get()));
        }
        RigRepository repository = repositories.open(task.rig().name());
        Task next = fencing.fenced(task);
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
        saving.begun(next);
        LiveSession session = start(next, repository, folder);
        session.prompt(
                new AgentSession.Turn(
                        instruction(next),
                        Script.of(next.bead()).map(Script::text),
                        next.hook().attempt()));
        return Outcome.underWay(limits.turn());
    }

    /// Judges by commands what an agent with a model left.
    Outcome verify(Task task, Optional<CommitId> head) {
        if (Script.verificationOf(task.bead()).isEmpty()) {
            return conclude(task, head, false);
        }
        RigRepository repository = repositories.open(task.rig().name());
        CommitId result = head.orElse(task.base());
        Path folder = repository.prepare(task.actor(), task.branch(), result);
        return afterWork(task, head, start(task, repository, folder));
    }

    /// Looks at a live session.
    Outcome follow(Task task, LiveSession session) {
        Optional<LiveSession.TurnResult> result = session.result();
        if (result.isEmpty()) {
            Duration left = session.deadline().minus(time.elapsed());
            if (left.isPositive()) {
                return Outcome.underWay(left);
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
                : afterWork(task, saving.save(task), session);
    }

    private LiveSession start(Task task, RigRepository repository, Path folder) {
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
        return Outcome.underWay(limits.turn());
    }

    private Outcome conclude(Task task, Optional<CommitId> head, boolean verified) {
        completion.concluded(task, head, verified);
        stop(task.agentBead());
        return Outcome.settled();
    }

    void stop(BeadId agentBead) {
        LiveSession session = live.remove(agentBead);
        if (session != null) {
            session.close();
        }
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
