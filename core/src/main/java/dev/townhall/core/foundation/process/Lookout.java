package dev.townhall.core.foundation.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A thread that glances at children four times a second while there are any. A failure is logged
/// once, until all went well again. Thread-safe.
final class Lookout {
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final Logger LOG = LoggerFactory.getLogger(Lookout.class);

    private final String name;
    private final Glance glance;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Watched> watched = new ArrayList<>();
    private boolean running;

    // Of the watching thread alone.
    private boolean failed;
    private boolean failing;

    /// What is done again and again, always on one thread.
    interface Glance {
        /// Glances once.
        ///
        /// @param attempts takes what may fail for one child without a loss for the others
        void at(List<Watched> now, Attempts attempts);
    }

    /// Takes failures.
    interface Attempts {
        /// Does `one`; a failure is logged and goes no further.
        void attempt(Runnable one);
    }

    Lookout(String name, Glance glance) {
        this.name = name;
        this.glance = glance;
    }

    /// Watches a child until it has ended.
    void add(Watched next) {
        lock.lock();
        try {
            watched.add(next);
            if (!running) {
                Thread.ofPlatform().daemon().name(name).start(this::watch);
                running = true;
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        boolean over = false;
        try {
            for (List<Watched> now = alive(); !now.isEmpty(); now = alive()) {
                List<Watched> these = now;
                failed = false;
                attempt(() -> glance.at(these, this::attempt));
                failing = failed;
                LockSupport.parkNanos(GLANCE_NANOS);
            }
            over = true;
        } finally {
            if (!over) {
                mayStartAgain();
            }
        }
    }

    private void attempt(Runnable one) {
        try {
            one.run();
        } catch (RuntimeException e) {
            if (!failing && !failed) {
                LOG.atError().setCause(e).log("a look at what children take failed");
            }
            failed = true;
        }
    }

    /// When none is left the thread ends, in the same moment.
    private List<Watched> alive() {
        lock.lock();
        try {
            watched.removeIf(each -> !each.child().isAlive());
            running = !watched.isEmpty();
            return List.copyOf(watched);
        } finally {
            lock.unlock();
        }
    }

    private void mayStartAgain() {
        lock.lock();
        try {
            running = false;
        } finally {
            lock.unlock();
        }
    }
}
