package dev.townhall.server.web;

import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reception.Inbound;

/// The doors of the town that the web town hall needs.
public interface WebTown {
    Ledger ledger();

    /// Carries out what the message means. When it returns, the message and the town's answer are
    /// in the transcript; the same message twice is one.
    void hear(Inbound message);

    Time time();

    Randomness randomness();
}
