package dev.townhall.core.nudge;

import dev.townhall.core.agent.Agent;
import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.agent.Roster;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Script;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hook;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// The nudges of all agents. Who may nudge whom is the caller's rule; that nudges do not pile up or
/// go round in circles is held here.
public final class Nudges {
    /// How long a nudge waits when its sender does not say.
    public static final Duration TTL = Duration.ofMinutes(30);

    public static final Duration TTL_LONGEST = Duration.ofHours(24);
    public static final Duration TTL_SHORTEST = Duration.ofSeconds(1);

    /// The same for one that ends a turn: that may take half a minute, after which the agent must
    /// still hear why.
    public static final Duration INTERRUPT_TTL_SHORTEST = Duration.ofMinutes(1);

    /// Nudges that wait for one agent.
    public static final int WAITING_MAX = 20;

    /// Nudges of one sender that wait for one agent.
    public static final int WAITING_OF_SENDER_MAX = 5;

    /// A nudge caused by a nudge caused by a nudge is the last.
    public static final int DEPTH_MAX = 3;

    public static final int REASON_CHARS_MAX = 300;

    private Nudges() {}

    /// What a nudge is made of.
    ///
    /// @param handoff whether the agent is asked to hand off
    /// @param sender the agent in whose turn it is said; empty for people
    public record Draft(
            BeadId agentBead,
            Nudge.Mode mode,
            String reason,
            boolean handoff,
            Optional<Duration> ttl,
            Optional<BeadId> sender) {
        public Draft {
            Check.that(
                    reason.length() <= REASON_CHARS_MAX && !reason.contains("\n"),
                    "A nudge's reason is one line of at most %s characters; found %s. What is more"
                            + " belongs in a comment or a letter.",
                    REASON_CHARS_MAX,
                    reason.length());
            boolean ends = mode == Nudge.Mode.INTERRUPT;
            Duration shortest = ends ? INTERRUPT_TTL_SHORTEST : TTL_SHORTEST;
            ttl.ifPresent(span ->
                    Check.that(
                            span.compareTo(shortest) >= 0 && span.compareTo(TTL_LONGEST) <= 0,
                            "A nudge%s waits %s to 24h; found %s.",
                            ends ? " that interrupts" : "",
                            ends ? "1m" : "1s",
                            asTyped(span)));
        }
    }

    /// Queues a nudge of the transaction's actor; LIMIT when too many wait or one nudge led to
    /// another too often.
    public static Nudge queue(Transaction tx, Draft draft) {
        Agent member = Roster.get(tx, draft.agentBead());
        if (member.role() == AgentRole.CREW) {
            throw TownException.wrongState(
                    "%1$s is in the crew: it is not nudged but talked with: `@%1$s …`, on the terminal `gt crew talk %1$s …`."
                            .formatted(member.name()));
        }
        Actor to = member.actor();
        Bead agent = tx.get(draft.agentBead());
        NudgeBox box = NudgeBox.of(agent);
        int depth = 1 + draft.sender().map(it -> NudgeBox.of(tx.get(it)).depth()).orElse(0);
        holdLimits(tx, box, to, depth);
        Nudge nudge =
                new Nudge(
                        box.last() + 1,
                        tx.actor(),
                        draft.mode(),
                        draft.reason(),
                        draft.handoff(),
                        depth,
                        tx.now(),
                        tx.now().plus(draft.ttl().orElse(TTL)));
        tx.update(NudgeBox.ASPECT.set(agent, box.with(nudge)));
        Events.emit(
                tx,
                new TownEvent.NudgeQueued(
                        draft.agentBead(),
                        to,
                        nudge.number(),
                        nudge.from(),
                        nudge.mode().word(),
                        nudge.reason(),
                        nudge.handoff(),
                        nudge.expires()));
        return nudge;
    }

    /// The nudges that wait for an agent and are not too late, oldest first.
    public static List<Nudge> waiting(LedgerView view, BeadId agentBead, Instant now) {
        return box(view, agentBead).waiting().stream().filter(it -> !it.isOver(now)).toList();
    }

    /// Whether a turn may begin without a word in the ledger: nothing waits, and the turn before was
    /// not caused by a nudge.
    public static boolean isQuiet(LedgerView view, BeadId agentBead) {
        NudgeBox box = box(view, agentBead);
        return box.waiting().isEmpty() && box.depth() == 0;
    }

    /// A turn of the session that holds `fence` is about to begin: all that waits is told in it and
    /// counts as delivered from now on, whatever becomes of the turn. CONFLICT when the session was
    /// superseded; then all waits on.
    public static List<Nudge> deliver(Transaction tx, BeadId agentBead, long fence) {
        Hooks.check(tx, agentBead, fence);
        Actor to = Roster.get(tx, agentBead).actor();
        expire(tx, agentBead);
        NudgeBox box = box(tx, agentBead);
        List<Nudge> told = box.waiting();
        int depth = told.stream().mapToInt(Nudge::depth).max().orElse(0);
        if (!told.isEmpty() || depth != box.depth()) {
            put(tx, agentBead, box.waiting(List.of()).inTurn(depth));
        }
        for (Nudge nudge : told) {
            Events.emit(
                    tx,
                    new TownEvent.NudgeDelivered(
                            agentBead, to, nudge.number(), nudge.from(), fence));
        }
        return told;
    }

    /// Gives up those whose time is over.
    public static boolean expire(Transaction tx, BeadId agentBead) {
        NudgeBox box = box(tx, agentBead);
        List<Nudge> over = box.waiting().stream().filter(nudge -> nudge.isOver(tx.now())).toList();
        if (over.isEmpty()) {
            return false;
        }
        Actor to = Roster.get(tx, agentBead).actor();
        put(
                tx,
                agentBead,
                box.waiting(
                        box.waiting().stream().filter(nudge -> !over.contains(nudge)).toList()));
        for (Nudge nudge : over) {
            Events.emit(
                    tx, new TownEvent.NudgeExpired(agentBead, to, nudge.number(), nudge.from()));
        }
        return true;
    }

    /// What becomes of a nudge that was just queued, as things stand: one sentence.
    public static String outlook(LedgerView view, BeadId agentBead, Nudge nudge) {
        Instant until = nudge.expires().truncatedTo(ChronoUnit.SECONDS);
        if (!(Hooks.of(view, agentBead) instanceof Hook.Loaded hook)) {
            return "Its hook is empty and it has no session: the nudge waits for work and expires at %s."
                    .formatted(until);
        }
        if (Script.of(view.get(hook.bead())).isPresent()) {
            return "It runs commands, which hear no nudge: it waits for other work and expires at %s."
                    .formatted(until);
        }
        if (hook.waitsFor().isPresent()) {
            return "It waits for the answer to %s and is told with it at the latest, or the nudge expires at %s."
                    .formatted(hook.waitsFor().get(), until);
        }
        return switch (nudge.mode()) {
            case QUEUE -> "It is told with its next turn, until %s.".formatted(until);
            case AFTER_TURN ->
                    "It gets a turn for it once the present one has ended, until %s."
                            .formatted(until);
            case INTERRUPT ->
                    "If a turn of it runs, that is ended; else it is told with its next turn, until %s."
                            .formatted(until);
        };
    }

    /// `90s`, `25h`.
    private static String asTyped(Duration span) {
        long seconds = span.toSeconds();
        if (seconds % 3600 == 0) {
            return seconds / 3600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    static NudgeBox box(LedgerView view, BeadId agentBead) {
        return NudgeBox.of(view.get(agentBead));
    }

    private static void put(Transaction tx, BeadId agentBead, NudgeBox box) {
        tx.update(NudgeBox.ASPECT.set(tx.get(agentBead), box));
    }

    private static void holdLimits(Transaction tx, NudgeBox box, Actor to, int depth) {
        if (depth > DEPTH_MAX) {
            throw limit(
                    "This turn was caused by a nudge that was caused by %s others: no further one is taken. Say it in a letter or a comment."
                            .formatted(DEPTH_MAX - 1));
        }
        List<Nudge> waiting =
                box.waiting().stream().filter(nudge -> !nudge.isOver(tx.now())).toList();
        long mine = waiting.stream().filter(nudge -> nudge.from().equals(tx.actor())).count();
        if (mine >= WAITING_OF_SENDER_MAX || waiting.size() >= WAITING_MAX) {
            throw limit(
                    "For %s %s nudges wait already, %s of them from %s: one more says nothing new. Wait until it has looked."
                            .formatted(to, waiting.size(), mine, tx.actor()));
        }
    }

    private static TownException limit(String message) {
        return new TownException(ErrorCode.LIMIT, message);
    }
}
