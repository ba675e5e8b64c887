package dev.townhall.core.foundation.time;

import java.time.Duration;
import java.time.Instant;

/// The town's only source of time. Thread-safe.
public interface Time {
    /// The wall clock, in microseconds. May jump either way.
    Instant now();

    /// Elapsed time since an arbitrary origin. Never goes back; use it for deadlines and durations.
    Duration elapsed();
}
