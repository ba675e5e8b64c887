package dev.townhall.core.testing;

import java.time.Duration;

/// Lets something happen later, in whatever time the test lives in.
@FunctionalInterface
public interface Scheduler {
    /// Runs `action` once `delay` has passed; never within this call.
    void after(Duration delay, Runnable action);
}
