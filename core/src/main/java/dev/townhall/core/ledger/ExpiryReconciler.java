package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets things end when their time has come, and waits for the next until then.
public final class ExpiryReconciler implements Reconciler {
    private final Expiring kind;
    private final Ledger ledger;
    private final Time time;

    public ExpiryReconciler(Expiring kind, Ledger ledger, Time time) {
        this.kind = kind;
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(kind::keys);
    }

    @Override
    public List<String> concerns(String changedBead) {
        return ledger.read(view -> kind.concerns(view, changedBead));
    }

    @Override
    public Outcome reconcile(String key) {
        Optional<Instant> end = ledger.read(view -> kind.ends(view, key));
        if (end.isEmpty()) {
            return Outcome.settled();
        }
        Instant now = time.now();
        if (now.isBefore(end.get())) {
            return Outcome.again(Duration.between(now, end.get()));
        }
        ledger.write(
                Actor.TOWN,
                tx -> {
                    kind.end(tx, key);
                    return true;
                });
        return Outcome.again(Duration.ZERO);
    }
}
