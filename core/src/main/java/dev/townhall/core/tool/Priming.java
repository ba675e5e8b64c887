package dev.townhall.core.tool;

import dev.townhall.core.ledger.LedgerView;

/// Writes what an agent must know at the start of a session: its role, what is on its hook, what
/// came back, its mail.
@FunctionalInterface
public interface Priming {
    String prime(LedgerView view, Credential credential);
}
