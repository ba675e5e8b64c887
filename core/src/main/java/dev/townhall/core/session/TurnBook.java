package dev.townhall.core.session;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.Accounts;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.cost.Costs;
import dev.townhall.core.cost.OpenTurn;
import dev.townhall.core.cost.Prices;
import dev.townhall.core.cost.Tokens;
import dev.townhall.core.handoff.Handoffs;
import dev.townhall.core.hook.Course;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.nudge.Nudge;
import dev.townhall.core.runtime.SessionUpdate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// Books how it goes with sessions: what a turn cost, and whether anything was said in it.
final class TurnBook {
    private final Ledger ledger;
    private final Prices prices;
    private final AgentHost host;
    private final Duty duty;
    private final Caps caps;

    TurnBook(Ledger ledger, Agents agents, Duty duty) {
        this.ledger = ledger;
        this.prices = agents.prices();
        this.host = agents.host();
        this.duty = duty;
        this.caps = agents.caps();
    }

    /// A turn that begins. @param told what its agent is told, the nudges included
    record Begun(String told, List<Nudge> nudges) {}

    /// A turn begins, so that it is known of whatever becomes of the town, unless a cap on spending
    /// holds it.
    ///
    /// @param text what the agent is told in it
    /// @return empty when the turn must not begin
    Optional<Begun> begins(Task task, AgentTalk talk, Function<Transaction, String> text) {
        return ledger.write(
                Actor.TOWN,
                tx -> {
                    if (caps.hold(tx, spender(task, talk), tx.now()).isPresent()) {
                        return Optional.empty();
                    }
                    Costs.begin(
                            tx,
                            task.agentBead(),
                            OpenTurn.begun(
                                    talk.fence(),
                                    Optional.of(task.bead().id()),
                                    task.hook().convoy(),
                                    Optional.of(task.rig().name())));
                    String told = text.apply(tx);
                    List<Nudge> nudges = Nudging.deliver(tx, task, talk);
                    return Optional.of(new Begun(told + NextTurn.nudged(nudges), nudges));
                });
    }

    private static Caps.Spender spender(Task task, AgentTalk talk) {
        return Allowances.spender(task, talk.account().preset(), Optional.of(talk.model()));
    }

    /// A session is no more: a turn of it that was not booked is, with what is known of it.
    ///
    /// @param talk the session; empty when it was lost with the town
    void cutOff(BeadId agentBead, Optional<AgentTalk> talk) {
        cutOff(ledger, prices, agentBead, talk);
    }

    static void cutOff(Ledger ledger, Prices prices, BeadId agentBead, Optional<AgentTalk> talk) {
        if (ledger.read(view -> Costs.open(view, agentBead)).isEmpty()) {
            return;
        }
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Costs.open(tx, agentBead)
                            .ifPresent(open ->
                                    Costs.chargeUnmeasured(
                                            tx,
                                            prices,
                                            new Costs.Turn(
                                                    agentBead,
                                                    open.bead(),
                                                    open.convoy(),
                                                    open.rig(),
                                                    talk.map(AgentTalk::model).orElse(List.of()),
                                                    talk.map(AgentTalk::tokens).orElse(Tokens.NONE),
                                                    talk.map(AgentTalk::micros)
                                                            .orElse(OptionalLong.empty()))));
                    return true;
                });
        talk.ifPresent(AgentTalk::booked);
    }

    /// Books the end of a turn, once.
    ///
    /// @param limit the provider's words when its limit ended the turn: then that says nothing about
    ///     the agent, and the account rests
    void ended(Task task, AgentTalk talk, SessionUpdate.TurnEnded turn, Optional<String> limit) {
        if (talk.isBooked()) {
            return;
        }
        List<Account> usable = limit.map(_ -> usable(talk.account())).orElse(List.of());
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), talk.fence());
                    boolean said = duty.isSaid(tx, now) || now.waitsFor().isPresent();
                    Course course = said ? Course.NEW : after(tx, now, talk);
                    if (limit.isEmpty()) {
                        Hooks.course(tx, task.agentBead(), talk.fence(), course);
                    }
                    limit.ifPresent(words -> rest(tx, task, talk.account(), usable, words));
                    if (turn.error().isEmpty()) {
                        Accounts.worked(tx, talk.account());
                    }
                    charge(tx, task, talk, turn);
                    return true;
                });
        talk.booked();
    }

    /// Whether a turn ended well and nobody knows what it used.
    static boolean isUntold(SessionUpdate.TurnEnded turn, Tokens tokens) {
        return turn.reason() == SessionUpdate.StopReason.END_TURN && tokens.equals(Tokens.NONE);
    }

    private void charge(Transaction tx, Task task, AgentTalk talk, SessionUpdate.TurnEnded turn) {
        Costs.Turn figures =
                new Costs.Turn(
                        task.agentBead(),
                        Optional.of(task.bead().id()),
                        task.hook().convoy(),
                        Optional.of(task.rig().name()),
                        talk.model(),
                        talk.tokens(),
                        talk.micros());
        if (!isUntold(turn, talk.tokens())) {
            Costs.charge(tx, prices, figures);
            return;
        }
        Costs.chargeUnmeasured(tx, prices, figures);
        caps.untold(tx, spender(task, talk));
    }

    /// After a turn without a word on the work. A handoff, and a turn that was ended for a nudge, are
    /// nobody's silence.
    private static Course after(Transaction tx, Hook.Loaded now, AgentTalk talk) {
        boolean handedOff =
                Handoffs.isLeft(tx, talk.credential().agentBead(), talk.credential().fence());
        return handedOff || talk.isInterrupted()
                ? now.courseSoFar().ended()
                : now.courseSoFar().quiet();
    }

    /// A session was gone before it said anything.
    void lost(Task task) {
        course(task, Course::lost);
    }

    /// A session ended by a handoff.
    ///
    /// @param left what all sessions left so far
    void handedOff(Task task, Optional<String> left) {
        course(task, course -> course.handedOff(left));
    }

    /// A session did not come up; returns how often in a row.
    int notStarted(Task task) {
        return course(task, Course::notStarted).failedStarts();
    }

    /// A session ended, or did not come up, because its provider's limit is met.
    void limited(Task task, Account account, String said) {
        List<Account> usable = usable(account);
        ledger.write(
                Actor.TOWN,
                tx -> {
                    rest(tx, task, account, usable, said);
                    return true;
                });
    }

    /// A session ends because a cap on spending is reached: that is not held against the work.
    void held(Task task) {
        ledger.write(
                Actor.TOWN,
                tx -> {
                    Hooks.limitMet(tx, task.agentBead(), task.hook().fence());
                    return true;
                });
    }

    /// Those that work may go on with, and `account`.
    private List<Account> usable(Account account) {
        return host.accounts(account.preset()).stream()
                .filter(other -> other.equals(account) || host.problem(other).isEmpty())
                .toList();
    }

    private static void rest(
            Transaction tx, Task task, Account account, List<Account> usable, String said) {
        Accounts.limited(
                tx,
                account,
                usable,
                new Accounts.Bearer(task.actor(), task.bead().id(), task.hook().convoy()),
                said);
        Hooks.limitMet(tx, task.agentBead(), task.hook().fence());
    }

    private Course course(Task task, UnaryOperator<Course> next) {
        return ledger.write(
                Actor.TOWN,
                tx -> {
                    Hook.Loaded now = Hooks.check(tx, task.agentBead(), task.hook().fence());
                    Course course = next.apply(now.courseSoFar());
                    Hooks.course(tx, task.agentBead(), now.fence(), course);
                    return course;
                });
    }
}
