package dev.townhall.core.foundation.time;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Time as the machine tells it.
public final class SystemTime implements Time {
    @Override
    public Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS);
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime());
    }
}
