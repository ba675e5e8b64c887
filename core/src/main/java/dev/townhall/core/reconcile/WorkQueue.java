package dev.townhall.core.reconcile;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A queue that holds each key at most once: a thousand wake-ups cost one pass. A key woken while
/// it runs is run once more afterwards. Keys come out by due time, then in order of arrival.
/// Thread-safe; the lock is private and held for constant time.
///
/// ```
///            wake                take               done
///   absent --------> waiting ----------> running -----------> absent
///                     ^  due moved up      | wake: again = true
///                     +--------------------+ done with again, or with a pause
/// ```
final class WorkQueue {
    private final TreeSet<Entry> waiting =
            new TreeSet<>(Comparator.comparing(Entry::due).thenComparingLong(Entry::arrival));
    private final Map<WorkKey, Entry> waitingByKey = new LinkedHashMap<>();
    private final Map<WorkKey, Boolean> running = new LinkedHashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private long arrivals;

    /// Makes `key` due at `due` (elapsed time), or earlier if it was due earlier already.
    synchronized void wake(WorkKey key, Duration due) {
        if (running.containsKey(key)) {
            running.put(key, true);
            return;
        }
        Entry known = waitingByKey.get(key);
        if (known != null && known.due().compareTo(due) <= 0) {
            return;
        }
        if (known != null) {
            waiting.remove(known);
        }
        Entry entry = new Entry(key, due, arrivals++);
        waiting.add(entry);
        waitingByKey.put(key, entry);
        changes.release();
    }

    /// The first key due at `now`, now running; empty when none is.
    synchronized Optional<WorkKey> take(Duration now) {
        if (waiting.isEmpty() || waiting.first().due().compareTo(now) > 0) {
            return Optional.empty();
        }
        Entry entry = waiting.pollFirst();
        waitingByKey.remove(entry.key());
        running.put(entry.key(), false);
        return Optional.of(entry.key());
    }

    /// Ends a run of `key` that failed. It is due again at `again`, even if it was woken meanwhile:
    /// a duty that wakes itself and fails must not spin.
    synchronized void failed(WorkKey key, Duration again) {
        running.remove(key);
        wake(key, again);
    }

    /// Ends the run of `key`. It is due again at once if it was woken meanwhile, else at `again`,
    /// if that is given.
    synchronized void done(WorkKey key, Duration now, @Nullable Duration again) {
        Boolean wokenMeanwhile = running.remove(key);
        if (wokenMeanwhile == null) {
            return;
        }
        if (wokenMeanwhile) {
            wake(key, now);
        } else if (again != null) {
            wake(key, again);
        }
        changes.release();
    }

    /// When the first waiting key is due (elapsed time).
    synchronized Optional<Duration> nextDue() {
        return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.first().due());
    }

    synchronized List<WorkKey> runningKeys() {
        return List.copyOf(running.keySet());
    }

    /// Waits until something may be due, at most `patience`.
    void await(Duration now, Duration patience) throws InterruptedException {
        Duration pause =
                nextDue()
                        .map(due -> due.minus(now))
                        .filter(left -> left.compareTo(patience) < 0)
                        .orElse(patience);
        if (pause.isPositive() && changes.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
            changes.drainPermits();
        }
    }

    private record Entry(WorkKey key, Duration due, long arrival) {}
}
