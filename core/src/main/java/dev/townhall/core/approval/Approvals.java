package dev.townhall.core.approval;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.permission.Rule;
import dev.townhall.core.permission.RuleBook;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Questions to people and their answers. Whoever waits for an approval reads its state; nothing
/// is called back.
public final class Approvals {
    public static final String ID_PREFIX = "hq-ap";

    private Approvals() {}

    /// What came of a decision.
    public sealed interface Decided {
        Approval approval();

        record Now(Approval approval) implements Decided {}

        /// Somebody (or the clock) was first; nothing was changed.
        record Before(Approval approval) implements Decided {}
    }

    public static Approval get(LedgerView view, BeadId id) {
        return Approval.ASPECT
                .of(view.get(id))
                .orElseThrow(() -> TownException.badInput(id + " is no approval."));
    }

    /// Those still waiting, by id.
    public static List<Bead> pending(LedgerView view) {
        return view.ofType(Bead.GATE).stream()
                .filter(bead -> !bead.isClosed() && Approval.ASPECT.of(bead).isPresent())
                .toList();
    }

    /// The last answer of a person about merging this bead, where that was a yes to exactly this
    /// diff.
    public static Optional<BeadId> standing(LedgerView view, BeadId bead, String diffHash) {
        return view.ofType(Bead.GATE).stream()
                .filter(gate -> answered(gate, bead))
                .max(Comparator.comparing((Bead gate) -> decidedAt(gate)).thenComparing(Bead::id))
                .filter(gate -> approves(Approval.ASPECT.of(gate).orElseThrow(), diffHash))
                .map(Bead::id);
    }

    private static boolean answered(Bead gate, BeadId bead) {
        return Approval.ASPECT
                .of(gate)
                .filter(it -> it.bead().equals(bead) && it.merge().isPresent())
                .filter(it ->
                        it.state() != Approval.State.PENDING
                                && it.state() != Approval.State.SUPERSEDED)
                .isPresent();
    }

    private static Instant decidedAt(Bead gate) {
        return Approval.ASPECT.of(gate).flatMap(Approval::decidedAt).orElse(Instant.EPOCH);
    }

    private static boolean approves(Approval approval, String diffHash) {
        return approval.state() == Approval.State.APPROVED
                && approval.merge().filter(it -> it.diffHash().equals(diffHash)).isPresent();
    }

    /// Asks. The approval's state is PENDING.
    public static BeadId ask(Transaction tx, Approval approval) {
        String title =
                switch (approval.subject()) {
                    case Approval.Merge _ -> "Merge " + approval.bead() + "?";
                    case Approval.ToolUse use -> "Let " + use.agent() + " act?";
                    case Approval.Spending spending -> "Spend more on " + spending.what() + "?";
                };
        BeadId id = tx.newId(ID_PREFIX, title, approval.asked().toString());
        Bead bead = Bead.fresh(id, Bead.GATE, title, tx.actor(), tx.now());
        tx.create(Approval.ASPECT.set(bead, approval));
        Events.emit(
                tx,
                new TownEvent.ApprovalAsked(
                        id, approval.bead(), approval.convoy(), approval.expires()));
        return id;
    }

    /// Decides in the name of the transaction's actor, whose right to do so the caller has checked.
    /// The first decision wins; past its expiry an approval is expired, whatever is said.
    public static Decided decide(Transaction tx, BeadId id, Decision decision) {
        Approval approval = get(tx, id);
        if (approval.state() != Approval.State.PENDING) {
            return new Decided.Before(approval);
        }
        if (!tx.now().isBefore(approval.expires()) && decision != Decision.SUPERSEDED) {
            return new Decided.Before(settle(tx, id, approval, Decision.EXPIRED, Actor.TOWN));
        }
        return new Decided.Now(settle(tx, id, approval, decision, tx.actor()));
    }

    /// Approves for this time and for every time the subject's rule fits; BAD_INPUT where it has none.
    public static Decided always(Transaction tx, BeadId id) {
        Approval approval = get(tx, id);
        Rule rule =
                approval.subject() instanceof Approval.ToolUse use && use.always().isPresent()
                        ? use.always().get()
                        : noRule(id);
        Decided decided = decide(tx, id, Decision.APPROVED);
        if (!(decided instanceof Decided.Now(Approval now))) {
            return decided;
        }
        RuleBook.add(tx, approval.rig(), rule);
        tx.update(Approval.ASPECT.set(tx.get(id), now.forAlways()));
        return new Decided.Now(now.forAlways());
    }

    private static Rule noRule(BeadId id) {
        throw TownException.badInput(
                id + " cannot be allowed for always: approve it for this time, or deny it.");
    }

    private static Approval settle(
            Transaction tx, BeadId id, Approval approval, Decision decision, Actor by) {
        Approval.State state = Approval.State.valueOf(decision.name());
        Approval decided = approval.decided(state, by, tx.now());
        Bead bead = Approval.ASPECT.set(tx.get(id), decided);
        tx.update(bead.closed(decision.name().toLowerCase(Locale.ROOT) + " by " + by, tx.now()));
        Events.emit(
                tx,
                new TownEvent.ApprovalDecided(
                        id, approval.bead(), approval.convoy(), decision, by));
        return decided;
    }
}
