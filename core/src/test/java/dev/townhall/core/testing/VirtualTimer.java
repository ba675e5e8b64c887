package dev.townhall.core.testing;

import java.time.Duration;
import java.util.Comparator;
import java.util.PriorityQueue;

/// Time that jumps from one thing that is due to the next. For one thread.
public final class VirtualTimer implements Scheduler {
    private final PriorityQueue<Due> queue =
            new PriorityQueue<>(Comparator.comparing(Due::at).thenComparingLong(Due::number));
    private Duration now = Duration.ZERO;
    private long number;

    @Override
    public void after(Duration delay, Runnable action) {
        queue.add(new Due(now.plus(delay), number++, action));
    }

    public Duration now() {
        return now;
    }

    /// Goes on to the next thing due and does it; false when there is none.
    public boolean runNext() {
        Due due = queue.poll();
        if (due == null) {
            return false;
        }
        now = due.at();
        due.action().run();
        return true;
    }

    private record Due(Duration at, long number, Runnable action) {}
}
