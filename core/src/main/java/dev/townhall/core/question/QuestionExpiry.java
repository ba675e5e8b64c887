package dev.townhall.core.question;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Expiring;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets questions expire in time, and withdraws those whose agent has other work by now.
public final class QuestionExpiry implements Expiring {
    @Override
    public String name() {
        return "question";
    }

    @Override
    public List<String> keys(LedgerView view) {
        return Questions.open(view).stream().map(bead -> bead.id().text()).toList();
    }

    @Override
    public List<String> concerns(LedgerView view, String changedBead) {
        return changedBead.startsWith(Questions.ID_PREFIX + "-")
                ? List.of(changedBead)
                : askedBy(view, new BeadId(changedBead));
    }

    /// One that nobody waits for is over at once.
    @Override
    public Optional<Instant> ends(LedgerView view, String key) {
        BeadId id = new BeadId(key);
        Question question = Questions.get(view, id);
        if (!question.isOpen()) {
            return Optional.empty();
        }
        return Optional.of(
                Questions.isAwaited(view, id, question) ? question.expires() : Instant.MIN);
    }

    @Override
    public void end(Transaction tx, String key) {
        BeadId id = new BeadId(key);
        Question question = Questions.get(tx, id);
        if (!question.isOpen()) {
            return;
        }
        if (!Questions.isAwaited(tx, id, question)) {
            Questions.withdraw(tx, id);
        } else if (!tx.now().isBefore(question.expires())) {
            Questions.expire(tx, id);
        }
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
