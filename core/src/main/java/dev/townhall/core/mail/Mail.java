package dev.townhall.core.mail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadEdit;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The town's mail. Who may write to whom is the caller's rule; that mailboxes do not overflow is
/// held here.
public final class Mail {
    public static final String ID_PREFIX = "hq-msg";
    public static final int SUBJECT_CHARS_MAX = 200;
    public static final int BODY_CHARS_MAX = 8_000;

    /// Letters of one sender that one recipient has not acked.
    public static final int UNACKED_OF_SENDER_MAX = 20;

    /// Letters that one recipient has not acked.
    public static final int UNACKED_MAX = 200;

    private Mail() {}

    /// What a letter is made of.
    ///
    /// @param about the bead it is about, @param replyTo the letter it answers
    public record Draft(
            Actor to,
            String subject,
            String body,
            Optional<BeadId> about,
            Optional<BeadId> replyTo) {
        public Draft {
            Check.that(
                    !subject.isBlank() && subject.length() <= SUBJECT_CHARS_MAX,
                    "A letter's subject is 1 to %s characters; found %s.",
                    SUBJECT_CHARS_MAX,
                    subject.length());
            Check.that(
                    body.length() <= BODY_CHARS_MAX,
                    "A letter is at most %s characters; found %s.",
                    BODY_CHARS_MAX,
                    body.length());
        }
    }

    public static Letter get(LedgerView view, BeadId id) {
        return Letter.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is not a letter."));
    }

    /// The letters of a mailbox that are not acked, oldest first.
    public static List<Bead> inbox(LedgerView view, Actor owner) {
        return view.ofType(Bead.MESSAGE).stream()
                .filter(bead -> !bead.isClosed() && bead.assignee().equals(owner.text()))
                .filter(bead -> Letter.ASPECT.of(bead).isPresent())
                .sorted(Comparator.comparing(Bead::createdAt).thenComparing(Bead::id))
                .toList();
    }

    /// Those of [#inbox] that were not read.
    public static List<Bead> unread(LedgerView view, Actor owner) {
        return inbox(view, owner).stream()
                .filter(bead -> get(view, bead.id()).state() == Letter.State.UNREAD)
                .toList();
    }

    /// Sends a letter of the transaction's actor; LIMIT when the mailbox is full.
    public static BeadId send(Transaction tx, Draft draft) {
        holdLimits(tx, draft.to());
        return deliver(tx, draft);
    }

    /// Sends a letter the recipient is owed, such as an answer: no limit stands in its way but that
    /// of what was asked.
    public static BeadId deliver(Transaction tx, Draft draft) {
        BeadId id = tx.newId(ID_PREFIX, draft.subject(), draft.body());
        Bead bead = Bead.fresh(id, Bead.MESSAGE, draft.subject(), tx.actor(), tx.now());
        Map<String, JsonNode> rest = new LinkedHashMap<>();
        rest.put("sender", TextNode.valueOf(tx.actor().text()));
        Bead addressed =
                new BeadEdit(bead)
                        .description(draft.body())
                        .assignee(draft.to().text())
                        .rest(rest)
                        .done();
        Letter letter =
                Letter.fresh(tx.actor(), draft.to(), tx.now(), draft.about(), draft.replyTo());
        tx.create(Letter.ASPECT.set(addressed, letter));
        Events.emit(tx, new TownEvent.MailSent(id, tx.actor(), draft.to()));
        return id;
    }

    /// The recipient has seen it. Reading twice changes nothing.
    public static void read(Transaction tx, BeadId id) {
        Letter letter = get(tx, id);
        if (letter.state() == Letter.State.UNREAD) {
            tx.update(Letter.ASPECT.set(tx.get(id), letter.readAt(tx.now())));
        }
    }

    /// The recipient is done with it: it leaves the mailbox. Acking twice changes nothing.
    public static void ack(Transaction tx, BeadId id) {
        Letter letter = get(tx, id);
        if (letter.state() == Letter.State.ACKED) {
            return;
        }
        Bead acked = Letter.ASPECT.set(tx.get(id), letter.ackedAt(tx.now()));
        tx.update(acked.closed("acked by " + tx.actor(), tx.now()));
        Events.emit(tx, new TownEvent.MailAcked(id, tx.actor()));
    }

    private static void holdLimits(Transaction tx, Actor to) {
        List<Bead> waiting = inbox(tx, to);
        long mine =
                waiting.stream().filter(bead -> bead.createdBy().equals(tx.actor().text())).count();
        if (mine >= UNACKED_OF_SENDER_MAX || waiting.size() >= UNACKED_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "%s has %s letters that are not acked, %s of them from %s. Wait until some are."
                            .formatted(to, waiting.size(), mine, tx.actor()));
        }
    }
}
