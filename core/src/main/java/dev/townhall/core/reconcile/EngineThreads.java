package dev.townhall.core.reconcile;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Drives an [Engine] with one dispatching thread, a virtual thread per running key, and a check
/// of deadlines at every turn of the dispatcher.
final class EngineThreads {
    private static final Duration TURN_LONGEST = Duration.ofMillis(500);

    private final Engine engine;
    private final WorkQueue queue;
    private final Time time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Thread, Run> runs = new LinkedHashMap<>();
    private final Thread dispatcher;
    private volatile boolean open = true;

    private EngineThreads(Engine engine, WorkQueue queue, Time time) {
        this.engine = engine;
        this.queue = queue;
        this.time = time;
        this.dispatcher = Thread.ofPlatform().name("engine").unstarted(this::dispatch);
    }

    static EngineThreads start(Engine engine, WorkQueue queue, Time time) {
        EngineThreads threads = new EngineThreads(engine, queue, time);
        threads.dispatcher.start();
        return threads;
    }

    /// Stops dispatching, interrupts what runs and waits a moment for it to end.
    void close() {
        open = false;
        dispatcher.interrupt();
        join(dispatcher);
        for (Thread thread : running()) {
            thread.interrupt();
        }
        for (Thread thread : running()) {
            join(thread);
        }
    }

    private void dispatch() {
        while (open) {
            try {
                Optional<WorkKey> due = engine.takeDue();
                if (due.isPresent()) {
                    launch(due.get());
                } else {
                    interruptHung();
                    queue.await(time.elapsed(), TURN_LONGEST);
                }
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void launch(WorkKey key) {
        Thread thread =
                Thread.ofVirtual().name("reconcile " + key).unstarted(() -> runTracked(key));
        lock.lock();
        try {
            runs.put(thread, new Run(key, time.elapsed().plus(engine.deadline(key))));
        } finally {
            lock.unlock();
        }
        thread.start();
    }

    private void runTracked(WorkKey key) {
        try {
            engine.run(key);
        } finally {
            lock.lock();
            try {
                runs.remove(Thread.currentThread());
            } finally {
                lock.unlock();
            }
        }
    }

    private void interruptHung() {
        Duration now = time.elapsed();
        Map<Thread, Run> late = new LinkedHashMap<>();
        lock.lock();
        try {
            runs.forEach((thread, run) -> {
                if (run.deadline().compareTo(now) < 0) {
                    late.put(thread, run);
                }
            });
        } finally {
            lock.unlock();
        }
        late.forEach((thread, run) -> {
            engine.hung(run.key());
            thread.interrupt();
        });
    }

    private java.util.List<Thread> running() {
        lock.lock();
        try {
            return java.util.List.copyOf(runs.keySet());
        } finally {
            lock.unlock();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private record Run(WorkKey key, Duration deadline) {}
}
