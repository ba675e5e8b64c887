package dev.townhall.core.escalation;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.List;
import java.util.Optional;

/// What waits for a person's judgement. One open escalation a bead.
public final class Escalations {
    private Escalations() {}

    public static Escalation get(LedgerView view, BeadId id) {
        return Escalation.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is no escalation."));
    }

    /// The open one about a bead.
    public static Optional<BeadId> openAbout(LedgerView view, BeadId bead) {
        return view.ofType(Bead.ESCALATION).stream()
                .filter(found -> !found.isClosed())
                .filter(found -> Escalation.ASPECT.of(found).orElseThrow().bead().equals(bead))
                .map(Bead::id)
                .findFirst();
    }

    /// All open ones, by id.
    public static List<Bead> open(LedgerView view) {
        return view.ofType(Bead.ESCALATION).stream().filter(found -> !found.isClosed()).toList();
    }

    /// Raises one, unless one about that bead is open already. Returns its id.
    public static BeadId raise(Transaction tx, Escalation escalation) {
        Optional<BeadId> open = openAbout(tx, escalation.bead());
        if (open.isPresent()) {
            return open.get();
        }
        String title = "Needs a person: " + escalation.bead();
        BeadId id = tx.newId("hq-esc", title, escalation.reason());
        Bead bead = Bead.fresh(id, Bead.ESCALATION, title, tx.actor(), tx.now());
        tx.create(Escalation.ASPECT.set(bead, escalation));
        Events.emit(
                tx,
                new TownEvent.Escalated(
                        id, escalation.bead(), escalation.convoy(), escalation.reason()));
        return id;
    }

    /// Somebody has seen it.
    public static void ack(Transaction tx, BeadId id) {
        Escalation escalation = mustBeOpen(tx, id);
        tx.update(Escalation.ASPECT.set(tx.get(id), escalation.acked(tx.actor())));
    }

    /// What it is about was put right: its reason is of before, and it may be tried again.
    public static void mended(Transaction tx, BeadId id, List<String> changed) {
        Escalation.Mended how = new Escalation.Mended(tx.actor(), tx.now(), changed);
        tx.update(Escalation.ASPECT.set(tx.get(id), mustBeOpen(tx, id).mended(how)));
    }

    /// Settles it; `outcome` says how, in a past participle.
    public static Escalation close(Transaction tx, BeadId id, String outcome) {
        Escalation escalation = mustBeOpen(tx, id).closed(outcome, tx.actor());
        Bead bead = Escalation.ASPECT.set(tx.get(id), escalation);
        tx.update(bead.closed(outcome, tx.now()));
        Events.emit(
                tx,
                new TownEvent.EscalationClosed(
                        id, escalation.bead(), escalation.convoy(), outcome));
        return escalation;
    }

    private static Escalation mustBeOpen(LedgerView view, BeadId id) {
        Escalation escalation = get(view, id);
        if (!escalation.isOpen()) {
            throw TownException.wrongState(
                    "%s was %s by %s already."
                            .formatted(
                                    id,
                                    escalation.outcome(),
                                    escalation.closedBy().map(Object::toString).orElse("someone")));
        }
        return escalation;
    }
}
