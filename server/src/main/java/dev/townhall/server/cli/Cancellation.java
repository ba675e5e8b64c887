package dev.townhall.server.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Tells a running command that nobody reads its answer any more. Thread-safe.
///
/// It is asked, not thrown: an interruption would close files the command happens to be reading.
public final class Cancellation {
    private final CountDownLatch cancelled = new CountDownLatch(1);

    public boolean isCancelled() {
        return cancelled.getCount() == 0;
    }

    /// Waits until cancelled, at most `atMost`; true when cancelled. The pause of a command that polls.
    public boolean await(Duration atMost) throws InterruptedException {
        return cancelled.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Cancels. Idempotent.
    public void cancel() {
        cancelled.countDown();
    }
}
