package dev.townhall.core.account;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Ends the rest of accounts when its time has come, so that work that waits for one goes on.
public final class AccountReconciler implements Reconciler {
    private static final String ID_PREFIX = "hq-account-";

    private final Ledger ledger;
    private final Time time;

    public AccountReconciler(Ledger ledger, Time time) {
        this.ledger = ledger;
        this.time = time;
    }

    @Override
    public String name() {
        return "account";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return ledger.read(view ->
                view.ofType(Bead.ACCOUNT).stream()
                        .map(bead -> bead.id().text().substring(ID_PREFIX.length()))
                        .toList());
    }

    @Override
    public List<String> concerns(String changedBead) {
        return changedBead.startsWith(ID_PREFIX)
                ? List.of(changedBead.substring(ID_PREFIX.length()))
                : List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        AccountName name = new AccountName(key);
        Standing standing = ledger.read(view -> Accounts.of(view, name));
        if (!(standing instanceof Standing.Resting resting)) {
            return Outcome.settled();
        }
        Instant now = time.now();
        if (resting.restsAt(now)) {
            return Outcome.again(Duration.between(now, resting.until()));
        }
        ledger.write(Actor.TOWN, tx -> Accounts.wake(tx, name));
        return Outcome.settled();
    }
}
