package dev.townhall.core.runtime.acp;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Calls back later, for all sessions of a runtime. What is called must be quick. Thread-safe.
final class Alarms implements AutoCloseable {
    private final ScheduledThreadPoolExecutor executor;

    Alarms() {
        executor =
                new ScheduledThreadPoolExecutor(
                        1, task -> Thread.ofPlatform().daemon().name("acp alarms").unstarted(task));
        executor.setRemoveOnCancelPolicy(true);
        executor.setRejectedExecutionHandler((task, pool) -> {}); // closed: nothing is due any more
    }

    /// Calls back once `delay` is over.
    Alarm after(Duration delay, Runnable call) {
        Future<?> due = executor.schedule(call, nanos(delay), TimeUnit.NANOSECONDS);
        return () -> due.cancel(false);
    }

    /// Something that is due.
    interface Alarm {
        void callOff();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static long nanos(Duration delay) {
        return delay.compareTo(Duration.ofDays(10_000)) > 0 ? Long.MAX_VALUE / 2 : delay.toNanos();
    }
}
