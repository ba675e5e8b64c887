package dev.townhall.core.talk;

import dev.townhall.core.agent.AgentRole;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// What people say to agents they talk with, and what became of it. A message is answered once: it
/// counts as answered in the transaction that gives the post of the answer its last words.
public final class Talks {
    /// How the beads of conversations are named.
    public static final String ID_START = "hq-talk-";

    /// Messages of one conversation that wait.
    public static final int WAITING_MAX = 20;

    /// What an agent is told of one message.
    public static final int TEXT_CHARS_MAX = 8_000;

    private Talks() {}

    /// Where a message's answer will be.
    ///
    /// @param talk the bead of the conversation
    /// @param answerKey of the post
    /// @param first whether it is the first that this post will answer
    /// @param busy whether another turn is under way
    public record Heard(BeadId talk, String answerKey, boolean first, boolean busy) {}

    /// The bead of the conversation with this key.
    public static BeadId beadId(String conversation) {
        return new BeadId(ID_START + conversation.replace(':', '-'));
    }

    public static Optional<Talk> find(LedgerView view, BeadId bead) {
        return view.find(bead).flatMap(Talk.ASPECT::of);
    }

    public static Talk get(LedgerView view, BeadId bead) {
        return Talk.ASPECT
                .of(view.get(bead))
                .orElseThrow(() -> TownException.badInput(bead + " is no conversation."));
    }

    /// The beads of the conversations in which something is not answered, or which are to be stopped,
    /// by id.
    public static List<BeadId> unanswered(LedgerView view) {
        return view.ofType(Bead.TALK).stream()
                .filter(bead ->
                        Talk.ASPECT
                                .of(bead)
                                .filter(it -> !it.isDone() || it.stoppedBy().isPresent())
                                .isPresent())
                .map(Bead::id)
                .toList();
    }

    /// Whom an agent's session in this conversation may act for now: those whom it answers.
    public static Optional<Speakers> speakers(LedgerView view, BeadId bead) {
        return find(view, bead).map(talk -> Speakers.of(view, talk.answering()));
    }

    /// Keeps what a person said until `agent` answers it; LIMIT when too much waits already.
    public static Heard hear(
            Transaction tx, String conversation, Actor agent, AgentRole role, Message message) {
        BeadId id = beadId(conversation);
        if (tx.find(id).isEmpty()) {
            Bead bead = Bead.fresh(id, Bead.TALK, "Talk in " + conversation, tx.actor(), tx.now());
            tx.create(Talk.ASPECT.set(bead, Talk.begun(conversation, agent, role)));
        }
        return hear(tx, id, message);
    }

    /// Keeps what a person said in a conversation that has begun.
    static Heard hear(Transaction tx, BeadId id, Message message) {
        Talk talk = get(tx, id);
        Actor agent = talk.agent();
        if (talk.waiting().size() >= WAITING_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s messages wait here for an answer of %s; that is the most. Say it again after the next answer."
                            .formatted(WAITING_MAX, agent.shortName()));
        }
        String text = message.text();
        Message kept =
                new Message(
                        message.post(),
                        message.by(),
                        text.length() <= TEXT_CHARS_MAX
                                ? text
                                : text.substring(0, TEXT_CHARS_MAX) + "… (cut)",
                        message.at());
        put(tx, id, talk.hearing(kept));
        Events.emit(tx, new TownEvent.TalkHeard(id, message.by(), agent));
        return new Heard(id, talk.nextKey(id), talk.isFirst(), !talk.answering().isEmpty());
    }

    /// A new session begins: returns its fencing number; those before it change nothing any more.
    public static long begin(Transaction tx, BeadId bead) {
        return Hooks.renew(tx, bead);
    }

    /// The session came up.
    public static void cameUp(Transaction tx, BeadId bead, long fence) {
        change(tx, bead, fence, Talk::cameUp);
    }

    /// What the session is to answer now: what the one before it did not get to, else all that
    /// waits.
    public static List<Message> take(Transaction tx, BeadId bead, long fence) {
        return change(tx, bead, fence, Talk::taken).answering();
    }

    /// What is being answered has its answer: the caller posts it in the same transaction. With
    /// nothing being answered, what waits is taken first.
    public static Talk conclude(Transaction tx, BeadId bead, boolean well) {
        Talk talk = get(tx, bead).taken();
        if (talk.answering().isEmpty()) {
            throw TownException.wrongState("Nothing is to be answered in " + bead + ".");
        }
        put(tx, bead, talk.concluded());
        Events.emit(
                tx, new TownEvent.TalkAnswered(bead, talk.agent(), talk.answering().size(), well));
        return talk;
    }

    /// A session was lost before it answered; returns how often in a row.
    public static int lost(Transaction tx, BeadId bead) {
        return change(tx, bead, Talk::losing).lost();
    }

    /// A session did not come up; returns how often in a row.
    public static int notStarted(Transaction tx, BeadId bead) {
        return change(tx, bead, Talk::notStarted).failedStarts();
    }

    /// The transaction's actor wants its session to end, and nothing of what was said so far to be
    /// answered; nothing where nobody talked yet.
    public static void stop(Transaction tx, BeadId bead) {
        if (find(tx, bead).isPresent()) {
            change(tx, bead, talk -> talk.stopping(tx.actor()));
        }
    }

    /// That was done.
    public static void stopped(Transaction tx, BeadId bead) {
        change(tx, bead, Talk::stopped);
    }

    private static Talk change(
            Transaction tx, BeadId bead, long fence, UnaryOperator<Talk> change) {
        Hooks.checkFence(tx, bead, fence);
        return change(tx, bead, change);
    }

    private static Talk change(Transaction tx, BeadId bead, UnaryOperator<Talk> change) {
        Talk before = get(tx, bead);
        Talk after = change.apply(before);
        if (!after.equals(before)) {
            put(tx, bead, after);
        }
        return after;
    }

    private static void put(Transaction tx, BeadId bead, Talk talk) {
        tx.update(Talk.ASPECT.set(tx.get(bead), talk));
    }
}
