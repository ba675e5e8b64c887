package dev.townhall.core.reconcile;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.time.Instant;

/// Time that stands still until a test moves it.
public final class ManualTime implements Time {
    private Duration elapsed = Duration.ofSeconds(1);

    public void pass(Duration duration) {
        elapsed = elapsed.plus(duration);
    }

    @Override
    public Instant now() {
        return Instant.EPOCH.plus(elapsed);
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }
}
