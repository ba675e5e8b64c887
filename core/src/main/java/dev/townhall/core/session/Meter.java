package dev.townhall.core.session;

import dev.townhall.core.cost.Tokens;
import dev.townhall.core.runtime.SessionUpdate.Cost;
import dev.townhall.core.runtime.SessionUpdate.Usage;
import java.util.Optional;
import java.util.OptionalLong;

/// What a session used since its last turn was booked, as its agent tells. Agents tell tokens call by
/// call, and money as the sum of their session. Thread-safe.
final class Meter {
    private static final String CURRENCY = "USD";
    private static final double MICROS = 1_000_000;

    /// More than any session costs: what is dearer is a mistake.
    private static final double DOLLARS_MAX = 100_000;

    private Tokens tokens = Tokens.NONE;
    private OptionalLong before = OptionalLong.of(0);
    private long total;

    /// The session goes on with another one, whose money may be in its sums: what the first sum adds is
    /// not known.
    synchronized void goesOn() {
        before = OptionalLong.empty();
    }

    synchronized void count(Usage usage) {
        long input = Math.max(usage.inputTokens(), usage.cachedReadTokens());
        tokens = tokens.plus(new Tokens(input, usage.cachedReadTokens(), usage.outputTokens()));
    }

    synchronized void count(Optional<Cost> cost) {
        if (cost.isEmpty() || !cost.get().currency().equalsIgnoreCase(CURRENCY)) {
            return;
        }
        double amount = cost.get().amount();
        if (amount >= 0 && amount <= DOLLARS_MAX) {
            total = (long) Math.ceil(amount * MICROS);
            if (before.isEmpty()) {
                before = OptionalLong.of(total);
            }
        }
    }

    synchronized Tokens tokens() {
        return tokens;
    }

    /// What it cost, if the agent tells. A sum that does not grow tells nothing: some say 0 of models
    /// whose price they do not know.
    synchronized OptionalLong micros() {
        return before.isPresent() && total > before.getAsLong()
                ? OptionalLong.of(total - before.getAsLong())
                : OptionalLong.empty();
    }

    synchronized void booked() {
        tokens = Tokens.NONE;
        before = before.isPresent() ? OptionalLong.of(total) : before;
    }
}
