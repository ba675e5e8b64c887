package dev.townhall.core.session;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.capacity.Scheduler;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.hook.Course;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.question.Questions;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.runtime.AgentRuntime;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.tool.Credential;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;

/// Drives agents with a model: primes them, gives them turns until they say with a tool what became
/// of the work, and starts them again where they were lost. What the work is, where it takes place
/// and what becomes of what they say is their [Duty].
final class AgentDrive {
    /// Turns without a word on the work; then it is taken from the agent.
    private static final int QUIET_TURNS_MAX = 3;

    /// Sessions lost one after another; then a person is asked.
    private static final int LOST_SESSIONS_MAX = 3;

    /// Handoffs in a row that left the tree as it was; then a person is asked.
    private static final int IDLE_HANDOFFS_MAX = 5;

    /// Sessions in a row that do not come up; then a person is asked.
    private static final int FAILED_STARTS_MAX = 3;

    /// A turn that goes on for longer was not refused by its provider.
    private static final Duration REFUSED_WITHIN = Duration.ofMinutes(1);

    private static final Duration CANCEL_LONGEST = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final Sessions sessions;
    private final Briefing briefing;
    private final Permits permits;
    private final Time time;
    private final PolecatReconciler.Limits limits;
    private final Consumer<BeadId> wake;
    private final Duty duty;
    private final Kinds kinds;
    private final ProviderLimits providers;
    private final Payers payers;
    private final Scheduler scheduler;
    private final TurnBook book;
    private final Nudging nudging;
    private final Allowances allowances;
    private final Map<BeadId, AgentTalk> live = new ConcurrentHashMap<>();

    AgentDrive(Agents agents, PolecatReconciler.Around around, Duty duty) {
        this.ledger = around.ledger();
        this.sessions = new Sessions(agents, around.time());
        this.briefing = agents.briefing();
        this.permits = new Permits(around.ledger(), around.time(), agents.approvalExpiry());
        this.time = around.time();
        this.limits = around.limits();
        this.wake = around.wake();
        this.duty = duty;
        this.kinds = new Kinds(around.ledger(), agents.host(), duty);
        this.providers = new ProviderLimits(agents.host());
        this.payers = new Payers(agents, around.ledger(), around.time(), around.wake());
        this.scheduler = agents.scheduler();
        this.book = new TurnBook(around.ledger(), agents, duty);
        this.nudging = new Nudging(around.ledger(), around.time());
        this.allowances = new Allowances(around.ledger(), around.time(), agents.caps());
        agents.credentials().onListed(this::listed);
    }

    private void listed(Credential who) {
        if (who.role() == duty.role()) {
            wake.accept(who.agentBead());
        }
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
            sessions.end(talk);
            permits.withdraw(agentBead, talk.fence() + 1);
        }
        book.cutOff(agentBead, Optional.ofNullable(talk));
        scheduler.release(agentBead);
    }

    /// Starts a session for a loaded hook that has none, or judges what the one before it said.
    Outcome begin(Task task) {
        Payers.Payer payer;
        book.cutOff(task.agentBead(), Optional.empty());
        try {
            payer = payer(task);
        } catch (RuntimeException e) {
            scheduler.release(task.agentBead());
            throw e;
        }
        return switch (payer) {
            case Payers.Payer.Found found -> begin(task, found);
            case Payers.Payer.Held held -> held.outcome();
            case Payers.Payer.Nobody nobody -> {
                scheduler.release(task.agentBead());
                yield nobody.outcome();
            }
        };
    }

    /// Who pays for a session that may begin now; nobody when none is to begin.
    private Payers.Payer payer(Task task) {
        if (isSaid(task.hook())) {
            Task next = duty.fenced(task);
            permits.withdraw(next.agentBead(), next.hook().fence());
            return new Payers.Payer.Nobody(duty.judged(next));
        }
        Optional<AgentHost.Kind> kind = kinds.of(task);
        if (kind.isEmpty()) {
            return new Payers.Payer.Nobody(new Outcome.Hindered(kinds.none(task)));
        }
        if (waitsForAPerson(task.hook())) {
            return new Payers.Payer.Nobody(Outcome.settled());
        }
        Optional<String> hopeless = hopeless(task.hook());
        if (hopeless.isPresent()) {
            return new Payers.Payer.Nobody(duty.hopeless(task, hopeless.get()));
        }
        String preset = kind.get().preset().name();
        Optional<Outcome> held = allowances.held(task, preset, Optional.empty());
        if (held.isPresent()) {
            return new Payers.Payer.Nobody(held.get());
        }
        Optional<String> objection = kinds.objection(task, kind.get());
        if (objection.isPresent()) {
            return new Payers.Payer.Nobody(new Outcome.Hindered(objection.get()));
        }
        return payers.find(task.agentBead(), task::waits, preset);
    }

    private Outcome begin(Task task, Payers.Payer.Found payer) {
        try {
            Task next = duty.fenced(task);
            permits.withdraw(next.agentBead(), next.hook().fence());
            start(next, payer, duty.workplace(next));
            return Outcome.again(Sessions.START_LONGEST);
        } catch (RuntimeException e) {
            stop(task.agentBead());
            throw e;
        }
    }

    /// Why no more sessions are started for this work; empty while there is hope.
    private static Optional<String> hopeless(Hook.Loaded hook) {
        Course course = hook.courseSoFar();
        if (hook.sessions() - hook.limited() >= ShellDrive.SESSIONS_MAX) {
            return Optional.of(
                    "%s sessions were started for it.".formatted(ShellDrive.SESSIONS_MAX));
        }
        if (course.lostSessions() >= LOST_SESSIONS_MAX) {
            return Optional.of(
                    "Its agent was lost %s times in a row.".formatted(LOST_SESSIONS_MAX));
        }
        if (course.idleHandoffs() >= IDLE_HANDOFFS_MAX) {
            return Optional.of(
                    "Its agent handed off %s times in a row, and nothing changed in its tree."
                            .formatted(IDLE_HANDOFFS_MAX));
        }
        if (course.quietTurns() > QUIET_TURNS_MAX) {
            return Optional.of(
                    "Its agent ended %s turns in a row without saying what became of the work."
                            .formatted(course.quietTurns()));
        }
        return Optional.empty();
    }

    private void start(Task task, Payers.Payer.Found payer, Duty.Workplace place) {
        long fence = task.hook().fence();
        Sessions.Order order =
                new Sessions.Order(
                        new Credential(
                                task.actor(),
                                duty.role(),
                                Optional.of(task.rig().name()),
                                task.agentBead(),
                                fence),
                        task.bead().id(),
                        payer,
                        place,
                        new AgentRuntime.Beginning.Fresh(),
                        Opening.Reach.TOOLS,
                        limits.outputBytesMax());
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.started(tx, task.agentBead(), fence);
                    return true;
                });
        AgentTalk talk = sessions.open(order, () -> wake.accept(task.agentBead()));
        live.put(task.agentBead(), talk);
        sessions.start(order, talk, talk::update);
    }

    /// Looks at a live session.
    Outcome follow(Task seen, AgentTalk talk) {
        Optional<SessionUpdate.TurnEnded> turn = talk.turnEnd();
        Optional<String> limit = turn.flatMap(end -> providers.words(talk.account(), end));
        turn.ifPresent(end -> book.ended(seen, talk, end, limit));
        // What the agent said may be newer than what was seen before its turn was known to be over.
        Hook hook = ledger.read(view -> Hooks.of(view, seen.agentBead()));
        if (!(hook instanceof Hook.Loaded now) || now.fence() != talk.fence()) {
            stop(seen.agentBead());
            return Outcome.again(Duration.ZERO);
        }
        Task task = seen.with(now);
        boolean free = !talk.isWorking();
        if (free && talk.isInterrupted()) {
            permits.withdraw(task.agentBead(), talk.fence() + 1);
        }
        boolean said = free && isSaid(now);
        if (said || (free && waitsForAPerson(now))) {
            boolean nudged = limit.isEmpty() && nudging.wantATurnAfterTheLast(task, talk);
            if (nudged && held(task, talk).isEmpty()) {
                return promptAfterTheLast(task, talk);
            }
            stop(task.agentBead());
            return said ? duty.judged(task) : Outcome.settled();
        }
        if (limit.isPresent()) {
            stop(task.agentBead());
            return Outcome.again(Duration.ZERO);
        }
        if (free && isHandedOff(task, talk)) {
            stop(task.agentBead());
            book.handedOff(task, duty.left(task));
            return Outcome.again(Duration.ZERO);
        }
        if (talk.end().isPresent()) {
            return lost(task, talk, talk.end().get());
        }
        if (!sessions.isUp(talk)) {
            return starting(task, talk);
        }
        if (!free) {
            return working(task, talk);
        }
        Duration patience = talk.patience(time.elapsed());
        if (patience.isPositive() && allowances.wantsModel(task, talk.account().preset())) {
            return Outcome.again(patience);
        }
        Optional<Outcome> held = held(task, talk);
        if (held.isPresent()) {
            stop(task.agentBead());
            book.held(task);
            return held.get();
        }
        if (turn.isPresent() && task.hook().waitsFor().isEmpty()) {
            return unsettled(task, talk, turn.get());
        }
        return prompt(task, talk, tx -> prime(tx, task, talk));
    }

    /// A turn that tells everything anew, with the answer if one came.
    private String prime(Transaction tx, Task task, AgentTalk talk) {
        String text = everything(tx, talk);
        if (task.hook().waitsFor().isPresent()) {
            Hooks.waitedOut(tx, task.agentBead(), talk.fence());
            Hooks.course(tx, task.agentBead(), talk.fence(), Course.NEW);
        }
        return text;
    }

    private String everything(LedgerView view, AgentTalk talk) {
        return briefing.prime(view, talk.credential()) + talk.tools().told();
    }

    /// What a further turn begins with: everything anew for an agent that forgets.
    private String again(LedgerView view, AgentTalk talk) {
        return talk.remembers() ? "" : everything(view, talk) + NextTurn.ANEW;
    }

    /// Gives a turn, unless a cap on spending was reached just now.
    private Outcome prompt(Task task, AgentTalk talk, Function<Transaction, String> text) {
        return prompt(task, talk, book.begins(task, talk, text));
    }

    /// A turn for nudges alone.
    private Outcome promptAfterTheLast(Task task, AgentTalk talk) {
        Optional<TurnBook.Begun> begun =
                book.begins(task, talk, tx -> again(tx, talk) + NextTurn.stands());
        begun.ifPresent(it -> Nudging.heardAfterTheLast(talk, it.nudges()));
        return prompt(task, talk, begun);
    }

    private Outcome prompt(Task task, AgentTalk talk, Optional<TurnBook.Begun> begun) {
        if (begun.isEmpty()) {
            stop(task.agentBead());
            book.held(task);
            return Outcome.again(Duration.ZERO);
        }
        talk.prompt(begun.get().told(), task.hook().attempt(), time.elapsed().plus(limits.turn()));
        return Outcome.again(limits.turn());
    }

    /// Whether a cap on spending holds the session's next turn.
    private Optional<Outcome> held(Task task, AgentTalk talk) {
        return allowances.held(task, talk.account().preset(), Optional.of(talk.model()));
    }

    private Outcome starting(Task task, AgentTalk talk) {
        Duration left = talk.until().minus(time.elapsed());
        if (left.isPositive()) {
            return Outcome.again(left);
        }
        return lost(
                task,
                talk,
                new SessionUpdate.Ended(SessionUpdate.Cause.CRASHED, Sessions.late(talk)));
    }

    private Outcome working(Task task, AgentTalk talk) {
        Optional<Duration> patience =
                permits.settle(Permits.Petitioner.of(task), talk, talk.confined());
        patience.ifPresent(more -> talk.extend(time.elapsed().plus(more).plus(limits.turn())));
        if (!talk.isCancelled() && nudging.endsTheTurn(task)) {
            talk.interrupt(time.elapsed().plus(CANCEL_LONGEST));
            return Outcome.again(CANCEL_LONGEST);
        }
        Duration left = talk.until().minus(time.elapsed());
        if (left.isPositive()) {
            boolean early = left.compareTo(limits.turn().minus(REFUSED_WITHIN)) > 0;
            return early ? Outcome.again(left) : Outcome.underWay(left);
        }
        if (talk.isCancelled()) {
            return lost(
                    task,
                    talk,
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
            String why =
                    "Its agent ended %s turns without saying what became of the work. It said last:\n%s"
                            .formatted(QUIET_TURNS_MAX + 1, lastWords(talk, turn));
            Outcome outcome = duty.quiet(task, why);
            stop(task.agentBead());
            return outcome;
        }
        String text =
                (talk.isInterrupted()
                                ? NextTurn.interrupted(talk.takeRefused(), duty.howToSay(task))
                                : NextTurn.unsettled(
                                        turn,
                                        talk.takeRefused(),
                                        left,
                                        duty.unsaid(),
                                        duty.howToSay(task)))
                        + full(talk);
        return prompt(task, talk, tx -> again(tx, talk) + text);
    }

    /// What an agent said in a turn; of one that said nothing, what went wrong.
    private static String lastWords(AgentTalk talk, SessionUpdate.TurnEnded turn) {
        String said = talk.words().strip();
        String error = turn.error().map(SessionUpdate.AgentError::message).orElse("");
        return error.isEmpty() ? said : (said + "\n" + error).strip();
    }

    /// A session is gone before it said what became of the work.
    private Outcome lost(Task task, AgentTalk talk, SessionUpdate.Ended end) {
        stop(task.agentBead());
        if (providers.isMet(talk.account(), end.detail())) {
            book.limited(task, talk.account(), end.detail());
            return Outcome.again(Duration.ZERO);
        }
        if (end.cause() == SessionUpdate.Cause.NOT_STARTED) {
            return notStarted(task, end.detail());
        }
        book.lost(task);
        return new Outcome.Retry(
                "The session of %s was lost. %s".formatted(task.actor(), end.detail()));
    }

    private Outcome notStarted(Task task, String why) {
        int failed = book.notStarted(task);
        return failed < FAILED_STARTS_MAX
                ? new Outcome.Hindered(task.waits("its agent cannot be started. " + why))
                : duty.hopeless(
                        task,
                        "Its agent could not be started %s times in a row. %s"
                                .formatted(failed, why));
    }

    private String full(AgentTalk talk) {
        return duty.role().handsOff() ? NextTurn.full(talk.fullPercent()) : "";
    }

    private boolean isHandedOff(Task task, AgentTalk talk) {
        return ledger.read(view -> Handoffs.isLeft(view, task.agentBead(), talk.fence()));
    }

    private boolean isSaid(Hook.Loaded hook) {
        return ledger.read(view -> duty.isSaid(view, hook));
    }

    private boolean waitsForAPerson(Hook.Loaded hook) {
        return hook.waitsFor()
                .map(id -> ledger.read(view -> Questions.get(view, id).isOpen()))
                .orElse(false);
    }
}
