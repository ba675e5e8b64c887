package dev.townhall.core.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What ends by itself at a time that its record names: an approval, a question, an account's rest.
/// An [ExpiryReconciler] sees to it. Stateless.
public interface Expiring {
    /// The name of the duty, a stable word.
    String name();

    /// Everything that may have to end.
    List<String> keys(LedgerView view);

    /// What of it a change of this bead may concern.
    List<String> concerns(LedgerView view, String changedBead);

    /// When `key` ends next; empty when nothing of it is to end.
    Optional<Instant> ends(LedgerView view, String key);

    /// Ends what is over at the transaction's time; much may have happened since it was looked at.
    void end(Transaction tx, String key);
}
