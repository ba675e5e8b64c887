package dev.townhall.core.approval;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.ledger.ExpiryReconciler;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.testing.SmallTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ApprovalsTest {
    private static final Duration EXPIRY = Duration.ofHours(1);

    private final SmallTown town = new SmallTown();
    private final BeadId asked = ask();

    @Test
    void theFirstDecisionWins() {
        Approvals.Decided first = decide(Decision.APPROVED);
        Approvals.Decided second =
                town.ledger()
                        .write(
                                Actor.overseer("bob"),
                                tx -> Approvals.decide(tx, asked, Decision.DENIED));

        assertThat(first).isInstanceOf(Approvals.Decided.Now.class);
        assertThat(second).isInstanceOf(Approvals.Decided.Before.class);
        assertThat(second.approval().state()).isEqualTo(Approval.State.APPROVED);
        assertThat(second.approval().decidedBy()).contains(SmallTown.ADA);
    }

    @Test
    void aDecisionAfterTheExpiryChangesNothing() {
        town.pass(EXPIRY);

        Approvals.Decided late = decide(Decision.APPROVED);

        assertThat(late).isInstanceOf(Approvals.Decided.Before.class);
        assertThat(late.approval().state()).isEqualTo(Approval.State.EXPIRED);
    }

    @Test
    void anUnansweredOneExpires() {
        ExpiryReconciler reconciler =
                new ExpiryReconciler(new ApprovalExpiry(), town.ledger(), town);

        Outcome before = reconciler.reconcile(asked.text());
        town.pass(EXPIRY);
        reconciler.reconcile(asked.text());

        assertThat(before).isEqualTo(Outcome.again(EXPIRY));
        assertThat(town.read(view -> Approvals.get(view, asked)).state())
                .isEqualTo(Approval.State.EXPIRED);
        assertThat(town.events().getLast())
                .isInstanceOfSatisfying(
                        TownEvent.ApprovalDecided.class,
                        event -> assertThat(event.decision()).isEqualTo(Decision.EXPIRED));
    }

    private Approvals.Decided decide(Decision decision) {
        return town.change(tx -> Approvals.decide(tx, asked, decision));
    }

    private BeadId ask() {
        Approval.Subject subject =
                new Approval.Merge(
                        new BeadId("hq-mr-1"),
                        "branch",
                        "head",
                        "base",
                        "hash",
                        1,
                        2,
                        3,
                        List.of("a"),
                        List.of(),
                        "+x");
        return town.change(tx ->
                Approvals.ask(
                        tx,
                        Approval.pending(
                                SmallTown.SHOP,
                                new BeadId("sh-1"),
                                Optional.empty(),
                                subject,
                                tx.now(),
                                tx.now().plus(EXPIRY))));
    }
}
