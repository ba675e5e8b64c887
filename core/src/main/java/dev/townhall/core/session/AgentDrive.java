package dev.townhall.core.session;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.hook.Course;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.question.Questions;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.tool.BearerToken;
import dev.townhall.core.tool.Credential;
import dev.townhall.core.tool.Credentials;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.Repositories;
import dev.townhall.core.worktree.RigRepository;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// Drives agents with a model: primes them, gives them turns until they say with a tool what became
/// of the work, and starts them again where they were lost. What they claim is judged by evidence,
/// by the caller.
final class AgentDrive {
    /// Turns without a word on the work; then it is taken from the agent.
    private static final int QUIET_TURNS_MAX = 3;

    /// Sessions lost one after another; then a person is asked.
    private static final int LOST_SESSIONS_MAX = 3;

    /// How long an agent may take to start and to fetch its tools.
    private static final Duration START_LONGEST = Duration.ofMinutes(2);

    /// The runtime's own deadline of a turn. The one that counts is kept here, for it stands still
    /// while a person is asked.
    private static final Duration TURN_LONGEST = Duration.ofDays(30);

    private static final Duration CANCEL_LONGEST = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Repositories repositories;
    private final AgentHost host;
    private final Credentials credentials;
    private final Briefing briefing;
    private final Permits permits;
    private final Prices prices;
    private final Time time;
    private final PolecatReconciler.Limits limits;
    private final Consumer<BeadId> wake;
    private final Judge judge;
    private final Completion completion;
    private final Map<BeadId, AgentTalk> live = new ConcurrentHashMap<>();

    /// Judges what a session left by evidence.
    interface Judge {
        /// What becomes of the task. @param head the commit the session left, if any
        Outcome judge(Task task, RigRepository repository, Optional<CommitId> head);

        /// Takes over what the agent left in its tree, and tells what it planted there.
        Optional<CommitId> save(Task task, RigRepository repository);
    }

    AgentDrive(Agents agents, PolecatReconciler.Around around, Judge judge) {
        this.ledger = around.ledger();
        this.repositories = around.repositories();
        this.host = agents.host();
        this.credentials = agents.credentials();
        this.briefing = agents.briefing();
        this.permits = new Permits(around.ledger(), around.time(), agents.approvalExpiry());
        this.prices = agents.prices();
        this.time = around.time();
        this.limits = around.limits();
        this.wake = around.wake();
        this.judge = judge;
        this.completion = new Completion(around.ledger());
        credentials.onListed(who -> wake.accept(who.agentBead()));
    }

    Optional<AgentTalk> talk(BeadId agentBead) {
        return Optional.ofNullable(live.get(agentBead));
    }

    /// The fencing numbers of the sessions that live now, by agent.
    Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = new TreeMap<>();
        live.forEach((agent, talk) -> fences.put(agent, talk.fence()));
        return fences;
    }

    void close() {
        live.keySet().forEach(this::stop);
    }

    void stop(BeadId agentBead) {
        AgentTalk talk = live.remove(agentBead);
        if (talk != null) {
            credentials.revoke(talk.credential());
            talk.close();
            permits.withdraw(agentBead, talk.fence() + 1);
        }
    }

    /// Starts a session for a loaded hook that has none.
    Outcome begin(Task task, Fencing fencing) {
        Optional<AgentHost.Kind> kind = chosen(task).flatMap(it -> host.find(it.preset()));
        if (kind.isEmpty()) {
            return new Outcome.Hindered(noAgent(task));
        }
        if (waitsForAPerson(task.hook())) {
            return Outcome.settled();
        }
        Optional<String> hopeless =
                task.hook().claim().isPresent() ? Optional.empty() : hopeless(task.hook());
        if (hopeless.isPresent()) {
            return giveUp(task, hopeless.get());
        }
        Optional<String> objection =
                host.objection(task.rig().sandboxing().confinement())
                        .filter(_ -> task.hook().claim().isEmpty());
        if (objection.isPresent()) {
            return new Outcome.Hindered(
                    "%s waits on the hook of %s: %s"
                            .formatted(task.bead().id(), task.actor(), objection.get()));
        }
        Optional<String> refusal =
                kind.get().runtime().refusal(task.rig().sandboxing().confinement());
        if (refusal.isPresent()) {
            return new Outcome.Hindered(
                    "%s waits on the hook of %s: %s"
                            .formatted(task.bead().id(), task.actor(), refusal.get()));
        }
        RigRepository repository = repositories.open(task.rig().name());
        Task next = fencing.fenced(task, repository);
        permits.withdraw(next.agentBead(), next.hook().fence());
        Optional<CommitId> left = left(next, repository);
        if (next.hook().claim().isPresent()) {
            return judge.judge(next, repository, left);
        }
        Path folder = repository.prepare(next.actor(), next.branch(), left.orElse(next.base()));
        start(next, kind.get(), repository, folder);
        return Outcome.again(START_LONGEST);
    }

    /// Judges what was claimed. Work that cannot be saved as it is goes back with the reason.
    private Outcome judged(Task task, RigRepository repository) {
        try {
            return judge.judge(task, repository, save(task, repository));
        } catch (TownException e) {
            if (e.code() != ErrorCode.LIMIT) {
                throw e;
            }
            completion.failed(task, String.valueOf(e.getMessage()));
            return Outcome.settled();
        }
    }

    /// What sessions before this one left for the same work. A tree is only looked at once one was
    /// started in it: before that it holds something else.
    private Optional<CommitId> left(Task task, RigRepository repository) {
        if (task.hook().sessions() == 0) {
            return Optional.empty();
        }
        return saved(task, repository)
                .or(() -> repository.branchHead(task.branch()))
                .filter(head -> !head.equals(task.base()));
    }

    /// Why no more sessions are started for this work; empty while there is hope.
    private static Optional<String> hopeless(Hook.Loaded hook) {
        Course course = hook.courseSoFar();
        if (course.lostSessions() >= LOST_SESSIONS_MAX) {
            return Optional.of(
                    "Its agent was lost %s times in a row.".formatted(LOST_SESSIONS_MAX));
        }
        if (course.quietTurns() > QUIET_TURNS_MAX) {
            return Optional.of(
                    "Its agent ended %s turns in a row without saying what became of the work."
                            .formatted(course.quietTurns()));
        }
        return Optional.empty();
    }

    /// What a lost session left; what is too large to be saved is put aside by the next.
    private Optional<CommitId> saved(Task task, RigRepository repository) {
        try {
            return save(task, repository);
        } catch (TownException e) {
            if (e.code() != ErrorCode.LIMIT) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private Optional<CommitId> save(Task task, RigRepository repository) {
        return judge.save(task, repository);
    }

    private void start(Task task, AgentHost.Kind kind, RigRepository repository, Path folder) {
        long fence = task.hook().fence();
        Credential credential =
                new Credential(
                        task.actor(),
                        AgentRole.POLECAT,
                        Optional.of(task.rig().name()),
                        task.agentBead(),
                        fence);
        BearerToken token = credentials.issue(credential);
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.started(tx, task.agentBead(), fence);
                    return true;
                });
        Confinement confinement =
                task.rig()
                        .sandboxing()
                        .confinement()
                        .alsoWritable(folder)
                        .alsoReadable(repository.objects());
        AgentTalk talk =
                new AgentTalk(
                        credential,
                        new Permits.Confined(
                                folder,
                                kind.runtime().isSandboxed(confinement),
                                confinement.network()),
                        time.elapsed().plus(START_LONGEST),
                        () -> wake.accept(task.agentBead()));
        live.put(task.agentBead(), talk);
        talk.attach(
                kind.runtime()
                        .start(
                                new AgentRuntime.SessionStart(
                                        task.actor(),
                                        task.bead().id(),
                                        fence,
                                        folder,
                                        Map.of(),
                                        new AgentRuntime.Beginning.Fresh(),
                                        TURN_LONGEST,
                                        limits.outputBytesMax(),
                                        List.of(host.tools(token)),
                                        confinement),
                                talk::update));
    }

    /// Looks at a live session.
    Outcome follow(Task seen, AgentTalk talk) {
        Optional<SessionUpdate.TurnEnded> turn = talk.turnEnd();
        Optional<String> limit = turn.flatMap(end -> rateLimit(seen, end));
        if (turn.isPresent()) {
            book(seen, talk, limit.isPresent());
        }
        // What the agent said may be newer than what was seen before its turn was known to be over.
        Hook hook = ledger.read(view -> Hooks.of(view, seen.agentBead()));
        if (!(hook instanceof Hook.Loaded now) || now.fence() != talk.fence()) {
            stop(seen.agentBead());
            return Outcome.again(Duration.ZERO);
        }
        Task task = seen.with(now);
        boolean free = !talk.isWorking();
        if (free && task.hook().claim().isPresent()) {
            RigRepository repository = repositories.open(task.rig().name());
            stop(task.agentBead());
            return judged(task, repository);
        }
        if (free && waitsForAPerson(task.hook())) {
            stop(task.agentBead());
            return Outcome.settled();
        }
        if (talk.end().isPresent()) {
            return lost(task, talk.end().get());
        }
        if (!talk.isStarted() || !credentials.hasListed(talk.credential())) {
            return starting(task, talk);
        }
        if (!free) {
            return working(task, talk);
        }
        if (limit.isPresent()) {
            stop(task.agentBead());
            return new Outcome.Hindered(limit.get());
        }
        if (turn.isPresent() && task.hook().waitsFor().isEmpty()) {
            return unsettled(task, talk, turn.get());
        }
        return prompt(task, talk, prime(task, talk));
    }

    /// A turn that tells everything anew, with the answer if one came.
    private String prime(Task task, AgentTalk talk) {
        return ledger.write(
                Actor.TOWN,
                tx -> {
                    String text = briefing.prime(tx, talk.credential());
                    if (task.hook().waitsFor().isPresent()) {
                        Hooks.waitedOut(tx, task.agentBead(), talk.fence());
                        Hooks.course(tx, task.agentBead(), talk.fence(), Course.NEW);
                    }
                    return text;
                });
    }

    private Outcome prompt(Task task, AgentTalk talk, String text) {
        talk.prompt(text, task.hook().attempt(), time.elapsed().plus(limits.turn()));
        return Outcome.again(limits.turn());
    }

    private Outcome starting(Task task, AgentTalk talk) {
        Duration left = talk.until().minus(time.elapsed());
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        return lost(
                task,
                new SessionUpdate.Ended(
                        SessionUpdate.Cause.CRASHED,
                        talk.isStarted()
                                ? "It never fetched the town's tools."
                                : "It never said that it is up."));
    }

    private Outcome working(Task task, AgentTalk talk) {
        Optional<Duration> patience = permits.settle(task, talk, talk.confined());
        patience.ifPresent(more -> talk.extend(time.elapsed().plus(more).plus(limits.turn())));
        Duration left = talk.until().minus(time.elapsed());
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        if (talk.isCancelled()) {
            return lost(
                    task,
                    new SessionUpdate.Ended(
                            SessionUpdate.Cause.CRASHED, "Its turn could not be ended."));
        }
        talk.cancel(time.elapsed().plus(CANCEL_LONGEST));
        return Outcome.again(CANCEL_LONGEST);
    }

    /// A turn ended and nothing was said with a tool.
    private Outcome unsettled(Task task, AgentTalk talk, SessionUpdate.TurnEnded turn) {
        int left = QUIET_TURNS_MAX + 1 - task.hook().courseSoFar().quietTurns();
        if (left <= 0) {
            completion.failed(
                    task,
                    "Its agent ended %s turns without saying what became of the work. It said last:\n%s"
                            .formatted(QUIET_TURNS_MAX + 1, talk.words()));
            stop(task.agentBead());
            return Outcome.settled();
        }
        return prompt(
                task, talk, NextTurn.unsettled(turn, talk.takeRefused(), left, task.branch()));
    }

    private Optional<String> rateLimit(Task task, SessionUpdate.TurnEnded turn) {
        return turn.error()
                .filter(error ->
                        error.code() == 429
                                || chosen(task)
                                        .flatMap(it -> host.find(it.preset()))
                                        .map(kind -> kind.preset().isRateLimited(error.message()))
                                        .orElse(false))
                .map(error ->
                        "%s waits on the hook of %s: its agent met its provider's limit (%s)."
                                .formatted(task.bead().id(), task.actor(), error.message()));
    }

    /// A session is gone before it said what became of the work.
    private Outcome lost(Task task, SessionUpdate.Ended end) {
        stop(task.agentBead());
        if (end.cause() == SessionUpdate.Cause.NOT_STARTED) {
            return new Outcome.Hindered(
                    "%s waits on the hook of %s: its agent cannot be started. %s"
                            .formatted(task.bead().id(), task.actor(), end.detail()));
        }
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), task.hook().fence());
                    Hooks.course(tx, task.agentBead(), now.fence(), now.courseSoFar().lost());
                    return true;
                });
        return new Outcome.Retry(
                "The session of %s was lost. %s".formatted(task.actor(), end.detail()));
    }

    private Outcome giveUp(Task task, String why) {
        completion.escalated(task, why);
        return Outcome.settled();
    }

    /// Books the end of a turn: what it cost, and that nothing was said in it so far.
    private void book(Task task, AgentTalk talk, boolean limited) {
        if (talk.isBooked()) {
            return;
        }
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), talk.fence());
                    boolean said = now.claim().isPresent() || now.waitsFor().isPresent();
                    Course course = said ? Course.NEW : now.courseSoFar().quiet();
                    if (!limited) {
                        Hooks.course(tx, task.agentBead(), talk.fence(), course);
                    }
                    Costs.charge(
                            tx,
                            prices,
                            new Costs.Turn(
                                    task.agentBead(),
                                    Optional.of(task.bead().id()),
                                    task.hook().convoy(),
                                    Optional.of(task.rig().name()),
                                    talk.model(),
                                    talk.tokens()));
                    return true;
                });
        talk.booked();
    }

    private boolean waitsForAPerson(Hook.Loaded hook) {
        return hook.waitsFor()
                .map(id -> ledger.read(view -> Questions.get(view, id).isOpen()))
                .orElse(false);
    }

    private Optional<AgentChoice.Chosen> chosen(Task task) {
        return ledger.read(view ->
                AgentChoices.of(view)
                        .withRig(task.rig().name(), task.rig().agent())
                        .choose(
                                new AgentChoice.Need(
                                        AgentRole.POLECAT,
                                        Optional.of(task.rig().name()),
                                        Optional.of(task.actor()),
                                        task.bead().labels(),
                                        Optional.empty())));
    }

    private String noAgent(Task task) {
        Rig rig = task.rig();
        return chosen(task)
                .map(it ->
                        "%s waits on the hook of %s: its agent %s (%s) cannot be driven here. `gt agents test %s` says why."
                                .formatted(
                                        task.bead().id(),
                                        task.actor(),
                                        it.preset(),
                                        it.because(),
                                        it.preset()))
                .orElseGet(() ->
                        "%s waits on the hook of %s: it carries no commands, and rig %s has no agent. Give it one: gt rig set %s --agent NAME."
                                .formatted(task.bead().id(), task.actor(), rig.name(), rig.name()));
    }

    /// Gives a task a fencing number that no session before it had, and a fixed base.
    interface Fencing {
        Task fenced(Task task, RigRepository repository);
    }
}
