package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.Conversation;
import dev.townhall.core.chat.CrewCard;
import dev.townhall.core.chat.Places;
import dev.townhall.core.chat.Posts;
import dev.townhall.core.chat.Words;
import dev.townhall.core.foundation.process.Confinement;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.runtime.SessionUpdate;
import dev.townhall.core.talk.Message;
import dev.townhall.core.talk.Talk;
import dev.townhall.core.talk.Talks;
import dev.townhall.core.tool.Credential;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Leads conversations of people with agents: gives an agent what was said, shows what it says while
/// it does, and says honestly what became of it when it does not. Every message gets one answer,
/// whatever happens to sessions and to the town.
final class TalkDrive {
    private static final Duration CANCEL_LONGEST = Duration.ofSeconds(30);

    /// Between two edits of an answer that is being given.
    private static final Duration EDIT_PAUSE = Duration.ofSeconds(1);

    /// What stands in the way is told where the answer will be, so it is no finding besides.
    private static final Duration LOOK_AGAIN = Duration.ofMinutes(1);

    /// Before a session is tried again, the first time.
    private static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int FAILED_STARTS_MAX = 3;
    private static final int LOST_MAX = 3;

    private final Ledger ledger;
    private final Agents agents;
    private final Sessions sessions;
    private final Permits permits;
    private final Time time;
    private final TalkReconciler.Limits limits;
    private final Consumer<BeadId> wake;
    private final BiFunction<BeadId, Talk, Partner> partners;
    private final Answers answers;
    private final Payers payers;
    private final TalkBudget budget;
    private final ProviderLimits providers;
    private final Seats seats;
    private final Map<BeadId, Dialogue> live = new ConcurrentHashMap<>();

    TalkDrive(
            Agents agents,
            Ledger ledger,
            Time time,
            Posts posts,
            TalkReconciler.Limits limits,
            BiFunction<BeadId, Talk, Partner> partners,
            Consumer<BeadId> wake) {
        this.ledger = ledger;
        this.agents = agents;
        this.sessions = new Sessions(agents, time);
        this.permits = new Permits(ledger, time, agents.approvalExpiry());
        this.time = time;
        this.limits = limits;
        this.wake = wake;
        this.partners = partners;
        this.answers = new Answers(posts);
        this.payers = new Payers(agents, ledger, time, wake);
        this.budget = new TalkBudget(agents, ledger, time);
        this.providers = new ProviderLimits(agents.host());
        this.seats = new Seats(limits.sessions());
        agents.credentials()
                .onListed(who -> {
                    if (who.agentBead().text().startsWith(Talks.ID_START)) {
                        wake.accept(who.agentBead());
                    }
                });
    }

    /// The conversations that have a session now.
    List<BeadId> live() {
        return live.keySet().stream().sorted().toList();
    }

    /// The fencing numbers of the sessions that live now.
    Map<BeadId, Long> sessions() {
        Map<BeadId, Long> fences = new TreeMap<>();
        live.forEach((bead, dialogue) -> fences.put(bead, dialogue.talk().fence()));
        return fences;
    }

    void close() {
        live().forEach(this::stop);
    }

    Outcome look(BeadId bead) {
        Optional<Talk> talk = ledger.read(view -> Talks.find(view, bead));
        Optional<Actor> stoppedBy = talk.flatMap(Talk::stoppedBy);
        if (stoppedBy.isPresent()) {
            return stopped(bead, talk.get(), stoppedBy.get());
        }
        Dialogue dialogue = live.get(bead);
        if (dialogue != null) {
            return follow(bead, dialogue);
        }
        if (talk.isEmpty() || talk.get().isDone()) {
            stop(bead);
            return Outcome.settled();
        }
        return begin(bead, talk.get());
    }

    private void stop(BeadId bead) {
        Dialogue dialogue = live.remove(bead);
        if (dialogue != null) {
            sessions.end(dialogue.talk());
            permits.withdraw(bead, dialogue.talk().fence() + 1);
            budget.cutOff(bead, Optional.of(dialogue.talk()));
        }
        agents.scheduler().release(bead);
        seats.leave(bead);
    }

    /// Somebody wants the session to end: what was said so far has its answer with that.
    private Outcome stopped(BeadId bead, Talk talk, Actor by) {
        Dialogue dialogue = live.get(bead);
        String said = dialogue == null || talk.answering().isEmpty() ? "" : dialogue.speech().all();
        stop(bead);
        boolean done =
                ledger.write(
                        Actor.TOWN,
                        tx -> {
                            answers.stopped(tx, bead, said, by);
                            return Talks.get(tx, bead).isDone();
                        });
        return done ? Outcome.settled() : Outcome.again(Duration.ZERO);
    }

    private Outcome begin(BeadId bead, Talk talk) {
        Partner partner = partners.apply(bead, talk);
        Optional<String> objection = partner.objection();
        if (objection.isPresent()) {
            return failed(bead, objection.get());
        }
        Optional<AgentChoice.Chosen> chosen = partner.chosen();
        if (chosen.isEmpty()) {
            return failed(bead, partner.noAgent());
        }
        String name = chosen.get().preset();
        Optional<AgentHost.Kind> kind = agents.host().find(name);
        if (kind.isEmpty()) {
            return failed(
                    bead,
                    "My agent %s (%s) cannot be driven here. `gt agents test %s` says why."
                            .formatted(name, chosen.get().because(), name));
        }
        Optional<TalkBudget.Held> held = budget.holds(bead, name);
        if (held.isPresent()) {
            return held(bead, held.get());
        }
        if (!seats.take(bead, () -> wake.accept(bead))) {
            waits(
                    bead,
                    "Heard. I talk in %s other places just now and answer as soon as one is through."
                            .formatted(seats.most()));
            return Outcome.again(Duration.ofMinutes(5));
        }
        return begin(bead, talk, partner, name);
    }

    /// A cap on spending is reached: what was said waits for a person's yes, or for the next day.
    private Outcome held(BeadId bead, TalkBudget.Held held) {
        stop(bead);
        if (!held.isAsked()) {
            return failed(bead, held.why());
        }
        waits(bead, "Heard. " + held.why());
        return Outcome.again(LOOK_AGAIN);
    }

    /// A session is not to begin its turn; who was asked meanwhile may have said yes.
    private Outcome heldOrAgain(BeadId bead, AgentTalk session) {
        Optional<TalkBudget.Held> held = budget.holds(bead, session);
        if (held.isPresent()) {
            return held(bead, held.get());
        }
        stop(bead);
        return Outcome.again(Duration.ZERO);
    }

    private Outcome begin(BeadId bead, Talk talk, Partner partner, String name) {
        try {
            return switch (payers.find(bead, why -> said(talk, why), name)) {
                case Payers.Payer.Found found -> {
                    Opening opening = partner.open(bead, talk, found);
                    Confinement confinement = opening.place().confinement();
                    Optional<String> objection =
                            agents.host()
                                    .objection(confinement)
                                    .or(() -> found.kind().runtime().refusal(confinement));
                    if (objection.isPresent()) {
                        stop(bead);
                        yield failed(bead, "I cannot answer: " + objection.get());
                    }
                    start(bead, talk, partner, found, opening);
                    yield Outcome.again(Sessions.START_LONGEST);
                }
                case Payers.Payer.Held held -> held.outcome();
                case Payers.Payer.Nobody nobody -> {
                    stop(bead);
                    why(nobody.outcome()).ifPresent(why -> waits(bead, "Heard. " + why));
                    yield Outcome.again(LOOK_AGAIN);
                }
            };
        } catch (RuntimeException e) {
            stop(bead);
            throw e;
        }
    }

    private static Optional<String> why(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Hindered(String reason) -> Optional.of(reason);
            case Outcome.Resting(String reason) -> Optional.of(reason);
            case Outcome _ -> Optional.empty();
        };
    }

    private static String said(Talk talk, String why) {
        return "What was said in %s waits for an answer: %s".formatted(talk.conversation(), why);
    }

    private void start(
            BeadId bead, Talk talk, Partner partner, Payers.Payer.Found payer, Opening opening) {
        String told = partner.told();
        budget.cutOff(bead, Optional.empty());
        long fence = ledger.write(Actor.TOWN, tx -> Talks.begin(tx, bead));
        permits.withdraw(bead, fence);
        Sessions.Order order =
                new Sessions.Order(
                        new Credential(talk.agent(), talk.role(), partner.rig(), bead, fence),
                        bead,
                        payer,
                        opening.place(),
                        opening.beginning(),
                        opening.reach(),
                        Speech.CHARS_MAX);
        Runnable look = () -> wake.accept(bead);
        AgentTalk session = sessions.open(order, look);
        Speech speech = new Speech(look);
        live.put(
                bead,
                new Dialogue(
                        session,
                        speech,
                        opening,
                        payer.kind().preset().name(),
                        told,
                        time.elapsed()));
        sessions.start(
                order,
                session,
                update -> {
                    speech.update(update);
                    session.update(update);
                });
    }

    private Outcome follow(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        Optional<SessionUpdate.TurnEnded> turn = session.turnEnd();
        if (turn.isPresent() && !session.isBooked()) {
            return ended(bead, dialogue, turn.get());
        }
        if (session.end().isPresent()) {
            return lost(bead, dialogue, session.end().get());
        }
        if (!sessions.isUp(session)) {
            return starting(bead, dialogue);
        }
        return session.isWorking() ? working(bead, dialogue) : idle(bead, dialogue);
    }

    private Outcome starting(BeadId bead, Dialogue dialogue) {
        Duration left = dialogue.talk().until().minus(time.elapsed());
        return left.isPositive()
                ? Outcome.again(left)
                : lost(
                        bead,
                        dialogue,
                        new SessionUpdate.Ended(
                                SessionUpdate.Cause.NOT_STARTED, Sessions.late(dialogue.talk())));
    }

    private Outcome idle(BeadId bead, Dialogue dialogue) {
        if (!ledger.<Boolean>read(view -> Talks.get(view, bead).isDone())) {
            Duration patience = budget.patience(bead, dialogue.talk());
            if (patience.isPositive()) {
                return Outcome.again(patience);
            }
            return prompt(bead, dialogue);
        }
        Duration left = dialogue.idleSince().plus(limits.idle()).minus(time.elapsed());
        seats.idle(bead);
        if (!left.isPositive() || seats.mustGive(bead)) {
            stop(bead);
            return Outcome.settled();
        }
        return Outcome.underWay(left);
    }

    private Outcome prompt(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        seats.busy(bead);
        boolean anew = dialogue.takeFirst() || !session.remembers();
        record Told(Talk talk, String prime) {}
        Optional<Told> begun =
                ledger.write(
                        Actor.TOWN,
                        tx -> {
                            if (!budget.mayBegin(tx, bead, session)) {
                                return Optional.empty();
                            }
                            Talks.cameUp(tx, bead, session.fence());
                            Talks.take(tx, bead, session.fence());
                            Talk talk = Talks.get(tx, bead);
                            answers.working(tx, bead, talk);
                            return Optional.of(new Told(talk, anew ? briefing(tx, dialogue) : ""));
                        });
        if (begun.isEmpty()) {
            return heldOrAgain(bead, session);
        }
        Told told = begun.get();
        return turn(
                dialogue,
                told.prime()
                        + (anew ? before(bead, dialogue, told.talk()) : "")
                        + toBeAnswered(told.talk(), session));
    }

    private String briefing(LedgerView view, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        return dialogue.opening()
                .briefing()
                .orElseGet(() ->
                        agents.briefing().prime(view, session.credential())
                                + session.tools().told());
    }

    private String before(BeadId bead, Dialogue dialogue, Talk talk) {
        return dialogue.told() + TalkPrompt.before(recent(bead, talk));
    }

    private static String toBeAnswered(Talk talk, AgentTalk session) {
        return TalkPrompt.answer(talk.conversation(), talk.answering(), session.takeRefused());
    }

    /// A reminder, for an agent that said nothing.
    private String silent(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        if (session.remembers()) {
            return TalkPrompt.silent(session.takeRefused());
        }
        Talk talk = ledger.read(view -> Talks.get(view, bead));
        return ledger.<String>read(view -> briefing(view, dialogue))
                + before(bead, dialogue, talk)
                + toBeAnswered(talk, session)
                + TalkPrompt.silent(List.of());
    }

    private Outcome turn(Dialogue dialogue, String text) {
        dialogue.speech().begin();
        dialogue.talk().prompt(text, 1, time.elapsed().plus(limits.turn()));
        return Outcome.again(limits.turn());
    }

    /// The last posts of a conversation, but for what is to be answered and the answers to be given,
    /// and for a member's own card.
    private List<Post> recent(BeadId bead, Talk talk) {
        List<String> open =
                Stream.concat(
                                talk.unanswered().stream().map(Message::post),
                                Stream.of(
                                        talk.answerKey(bead),
                                        talk.laterKey(bead),
                                        CrewCard.key(spender(bead, talk))))
                        .toList();
        List<Post> posts =
                ledger
                        .postsBefore(
                                talk.conversation(),
                                Long.MAX_VALUE,
                                TalkPrompt.RECENT_MAX + open.size())
                        .stream()
                        .filter(post -> !open.contains(post.key()))
                        .toList();
        return posts.subList(Math.max(0, posts.size() - TalkPrompt.RECENT_MAX), posts.size());
    }

    private Outcome working(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        settle(bead, dialogue)
                .ifPresent(more -> session.extend(time.elapsed().plus(more).plus(limits.turn())));
        Duration left = session.until().minus(time.elapsed());
        if (!left.isPositive()) {
            return overdue(bead, dialogue);
        }
        if (!dialogue.speech().hasNews()) {
            return Outcome.again(left);
        }
        Duration pause = dialogue.edited().plus(EDIT_PAUSE).minus(time.elapsed());
        if (pause.isPositive()) {
            return Outcome.again(shorter(pause, left));
        }
        String words = dialogue.speech().soFar();
        dialogue.edited(time.elapsed());
        if (!words.isEmpty()) {
            write(tx -> answers.words(tx, bead, Talks.get(tx, bead), words));
        }
        return Outcome.again(left);
    }

    private Optional<Duration> settle(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        if (session.waiting().isEmpty()) {
            return Optional.empty();
        }
        if (!dialogue.opening().hasTools()) {
            permits.settleAlone(session, session.confined());
            return Optional.empty();
        }
        Optional<Permits.Petitioner> who =
                ledger.read(view ->
                        Places.rigOf(view, view.get(bead))
                                .map(rig ->
                                        new Permits.Petitioner(
                                                session.credential().agent(),
                                                bead,
                                                session.fence(),
                                                rig,
                                                bead,
                                                convoy(Talks.get(view, bead)))));
        if (who.isPresent()) {
            return permits.settle(who.get(), session, session.confined());
        }
        permits.settleAlone(session, session.confined());
        return Optional.empty();
    }

    static Optional<BeadId> convoy(Talk talk) {
        return Conversation.parse(talk.conversation())
                        instanceof Conversation.ConvoyThread(BeadId convoy)
                ? Optional.of(convoy)
                : Optional.empty();
    }

    private Outcome overdue(BeadId bead, Dialogue dialogue) {
        if (!dialogue.talk().isCancelled()) {
            dialogue.talk().cancel(time.elapsed().plus(CANCEL_LONGEST));
            return Outcome.again(CANCEL_LONGEST);
        }
        String said = dialogue.speech().all();
        stop(bead);
        return said.isEmpty()
                ? failed(bead, tooLong())
                : concluded(bead, said + "\n\n" + tooLong());
    }

    private String tooLong() {
        return "It took longer than %s and was ended. Ask for less at a time, or raise turn under [talk] in town.toml."
                .formatted(Words.duration(limits.turn()));
    }

    private Outcome ended(BeadId bead, Dialogue dialogue, SessionUpdate.TurnEnded turn) {
        AgentTalk session = dialogue.talk();
        Optional<String> limit = providers.words(session.account(), turn);
        if (limit.isPresent()) {
            write(tx -> budget.charge(tx, bead, session, turn));
            session.booked();
            return limited(bead, session.account(), limit.get());
        }
        String said = dialogue.speech().all();
        boolean silent = said.isEmpty() && turn.error().isEmpty() && !session.isCancelled();
        if (silent && session.end().isEmpty() && dialogue.takeReminder()) {
            write(tx -> budget.charge(tx, bead, session, turn));
            session.booked();
            return reminded(bead, dialogue);
        }
        Optional<String> trouble = trouble(dialogue, turn, said.isEmpty());
        write(tx -> {
            budget.charge(tx, bead, session, turn);
            if (turn.error().isEmpty()) {
                Accounts.worked(tx, session.account());
            }
            if (said.isEmpty()) {
                answers.failed(tx, bead, trouble.orElseThrow());
            } else {
                answers.said(tx, bead, said + trouble.map(why -> "\n\n" + why).orElse(""));
            }
        });
        session.booked();
        dialogue.idle(time.elapsed());
        if (session.fullPercent() >= Handoffs.FULL_PERCENT || session.isCancelled()) {
            stop(bead);
        }
        return Outcome.underWay(Duration.ZERO);
    }

    private Outcome reminded(BeadId bead, Dialogue dialogue) {
        AgentTalk session = dialogue.talk();
        boolean begun = ledger.write(Actor.TOWN, tx -> budget.mayBegin(tx, bead, session));
        return begun ? turn(dialogue, silent(bead, dialogue)) : heldOrAgain(bead, session);
    }

    private Optional<String> trouble(
            Dialogue dialogue, SessionUpdate.TurnEnded turn, boolean silent) {
        if (dialogue.talk().isCancelled()) {
            return Optional.of(tooLong());
        }
        if (turn.error().isPresent()) {
            return Optional.of(
                    "My turn ended with an error: %s Say it again; if that does not help, `gt agents test %s` says more."
                            .formatted(sentence(turn.error().get().message()), dialogue.kind()));
        }
        return switch (turn.reason()) {
            case LIMIT -> Optional.of("It broke off here: a limit of the model was reached.");
            case REFUSED -> Optional.of("The model refused to go on.");
            case END_TURN, CANCELLED, DEADLINE, FAILED, UNKNOWN ->
                    silent
                            ? Optional.of(
                                    "My agent said nothing, twice. Say it again in other words; `gt agents test %s` says whether it works at all."
                                            .formatted(dialogue.kind()))
                            : Optional.empty();
        };
    }

    /// A session is gone.
    private Outcome lost(BeadId bead, Dialogue dialogue, SessionUpdate.Ended end) {
        Account account = dialogue.talk().account();
        stop(bead);
        if (providers.isMet(account, end.detail())) {
            return limited(bead, account, end.detail());
        }
        if (ledger.<Boolean>read(view -> Talks.get(view, bead).isDone())) {
            return Outcome.settled();
        }
        boolean started = end.cause() != SessionUpdate.Cause.NOT_STARTED;
        int times =
                ledger.write(
                        Actor.TOWN,
                        tx -> started ? Talks.lost(tx, bead) : Talks.notStarted(tx, bead));
        if (times >= (started ? LOST_MAX : FAILED_STARTS_MAX)) {
            return givenUp(bead, dialogue.kind(), end, started, times);
        }
        String why =
                "My session %s: %s"
                        .formatted(started ? "was lost" : "could not be started", end.detail());
        waits(bead, "Heard. " + why + " I try again.");
        return Outcome.again(PAUSE.multipliedBy(times));
    }

    /// After sessions that did not come up, the next message is tried once and no more.
    private Outcome givenUp(
            BeadId bead, String kind, SessionUpdate.Ended end, boolean started, int times) {
        return failed(
                bead,
                "I cannot answer: my session %s %s times in a row (%s). `gt agents test %s` says more; then say it again."
                        .formatted(
                                started ? "was lost" : "could not be started",
                                times,
                                end.detail().strip().replaceAll("[.]+$", ""),
                                kind));
    }

    /// The provider's limit ended a turn or a session: the account rests, and what was said waits
    /// for another or for its return.
    private Outcome limited(BeadId bead, Account account, String said) {
        stop(bead);
        List<Account> usable =
                agents.host().accounts(account.preset()).stream()
                        .filter(other ->
                                other.equals(account) || agents.host().problem(other).isEmpty())
                        .toList();
        write(tx -> {
            Talk talk = Talks.get(tx, bead);
            Accounts.limited(
                    tx,
                    account,
                    usable,
                    new Accounts.Bearer(talk.agent(), bead, convoy(talk)),
                    said);
        });
        return Outcome.again(Duration.ZERO);
    }

    /// Whose turns those in a conversation count as.
    static BeadId spender(BeadId bead, Talk talk) {
        return Conversation.parse(talk.conversation())
                        instanceof Conversation.CrewThread(BeadId member)
                ? member
                : bead;
    }

    private void waits(BeadId bead, String why) {
        write(tx -> answers.waits(tx, bead, Talks.get(tx, bead), why));
    }

    private Outcome failed(BeadId bead, String why) {
        write(tx -> answers.failed(tx, bead, why));
        return Outcome.again(Duration.ZERO);
    }

    private Outcome concluded(BeadId bead, String text) {
        write(tx -> answers.said(tx, bead, text));
        return Outcome.again(Duration.ZERO);
    }

    private void write(Consumer<Transaction> change) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    change.accept(tx);
                    return true;
                });
    }

    /// With one full stop at its end.
    private static String sentence(String text) {
        String bare = text.strip();
        return bare.endsWith("!") || bare.endsWith("?") ? bare : bare.replaceAll("[.]+$", "") + ".";
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
