package dev.townhall.core.reconcile;

import java.time.Duration;

/// Pauses between failed tries: `first`, doubled each time, up to `longest`.
public record Backoff(Duration first, Duration longest) {
    public static final Backoff DEFAULT =
            new Backoff(Duration.ofMillis(200), Duration.ofSeconds(60));

    /// The pause after the `failures`-th failure in a row, counted from 1.
    public Duration after(int failures) {
        int doublings = Math.min(Math.max(failures - 1, 0), 30);
        Duration pause = first.multipliedBy(1L << doublings);
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
