package dev.townhall.core.ledger;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Works that wait for the writer, in the order they came. Thread-safe.
final class Inbox {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<WaitingWork<?>> waiting = new ArrayDeque<>();
    private boolean closed;

    /// False when nobody will take the work any more.
    boolean offer(WaitingWork<?> work) {
        lock.lock();
        try {
            if (!closed) {
                waiting.add(work);
                changed.signal();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /// What waits, at most `max`; waits for the first. Empty when closed and nothing is left.
    List<WaitingWork<?>> take(int max) {
        lock.lock();
        try {
            while (waiting.isEmpty() && !closed) {
                changed.awaitUninterruptibly();
            }
            List<WaitingWork<?>> taken = new ArrayList<>();
            while (taken.size() < max && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// From here on nothing is accepted; what waits is still taken.
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
