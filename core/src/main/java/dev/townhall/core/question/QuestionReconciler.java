package dev.townhall.core.question;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Lets questions expire in time, and withdraws those whose agent has other work by now.
public final class QuestionReconciler implements Reconciler {
    private final Ledger ledger;
    private final Time time;

    public QuestionReconciler(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return "question";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(
                view -> Questions.open(view).stream().map(bead -> bead.id().text()).toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        if (changedBead.startsWith(Questions.ID_PREFIX + "-")) {
            return List.of(changedBead);
        }
        return ledger.read(view -> askedBy(view, new BeadId(changedBead)));
    }

    @Override
    public Outcome reconcile(String key) {
        BeadId id = new BeadId(key);
        Question question = ledger.read(view -> Questions.get(view, id));
        if (!question.isOpen()) {
            return Outcome.settled();
        }
        Instant now = time.now();
        boolean awaited = ledger.read(view -> Questions.isAwaited(view, id, question));
        if (awaited && now.isBefore(question.expires())) {
            return Outcome.again(Duration.between(now, question.expires()));
        }
        ledger.write(Actor.TOWN, tx -> settle(tx, id));
        return Outcome.settled();
    }

    /// Looks again: much may have happened since the state was read.
    private static boolean settle(dev.townhall.core.ledger.Transaction tx, BeadId id) {
        Question question = Questions.get(tx, id);
        if (!question.isOpen()) {
            return false;
        }
        if (!Questions.isAwaited(tx, id, question)) {
            Questions.withdraw(tx, id);
        } else if (!tx.now().isBefore(question.expires())) {
            Questions.expire(tx, id);
        }
        return true;
    }

    private static List<String> askedBy(LedgerView view, BeadId agent) {
        boolean isAgent = view.find(agent).filter(it -> it.type().equals(Bead.AGENT)).isPresent();
        return isAgent
                ? Questions.open(view).stream()
                        .map(Bead::id)
                        .filter(id -> Questions.get(view, id).agentBead().equals(agent))
                        .map(BeadId::text)
                        .toList()
                : List.of();
    }
}
