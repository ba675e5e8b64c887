package dev.townhall.core.account;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.ledger.Expiring;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Ends the rest of accounts when its time has come, so that work that waits for one goes on.
public final class AccountRest implements Expiring {
    private static final String ID_PREFIX = "hq-account-";

    @Override
    public String name() {
        return "account";
    }

    @Override
    public List<String> keys(LedgerView view) {
        return view.ofType(Bead.ACCOUNT).stream()
                .map(bead -> bead.id().text().substring(ID_PREFIX.length()))
                .toList();
    }

    @Override
    public List<String> concerns(LedgerView view, String changedBead) {
        return changedBead.startsWith(ID_PREFIX)
                ? List.of(changedBead.substring(ID_PREFIX.length()))
                : List.of();
    }

    @Override
    public Optional<Instant> ends(LedgerView view, String key) {
        return Accounts.of(view, new AccountName(key)) instanceof Standing.Resting resting
                ? Optional.of(resting.until())
                : Optional.empty();
    }

    @Override
    public void end(Transaction tx, String key) {
        Accounts.wake(tx, new AccountName(key));
    }
}
