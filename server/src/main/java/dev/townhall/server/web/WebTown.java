package dev.townhall.server.web;

import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reception.Inbound;
import dev.townhall.core.reception.Reception;
import java.util.function.Function;

/// The doors of the town that the web town hall needs.
///
/// @param reception carries out what a message means; when it returns, the message and the town's
///     answer are in the transcript
/// @param insiders hears of calls that were refused to workers and gates
public record WebTown(
        Ledger ledger,
        Function<Inbound, Reception.Reply> reception,
        Time time,
        Randomness randomness,
        Insiders insiders) {
    /// Where nobody is told of.
    public WebTown(
            Ledger ledger,
            Function<Inbound, Reception.Reply> reception,
            Time time,
            Randomness randomness) {
        this(ledger, reception, time, randomness, Insiders.NOBODY);
    }
}
