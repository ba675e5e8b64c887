package dev.townhall.core.foundation.concurrent;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands items on to a listener one at a time, in the order they came, whatever threads they come
/// from. Giving never waits for the listener, and no lock is held while it runs: a virtual thread
/// delivers while there is something to deliver. A listener that fails gets the next item all the
/// same. Thread-safe. The giver bounds how much may wait.
public final class InOrder<T> implements Consumer<T> {
    private static final Logger log = LoggerFactory.getLogger(InOrder.class);

    private final String name;
    private final Consumer<? super T> listener;
    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<T> waiting = new ArrayDeque<>();
    private boolean delivering;

    /// @param name of the delivering thread
    public InOrder(String name, Consumer<? super T> listener) {
        this.name = name;
        this.listener = listener;
    }

    @Override
    public void accept(T item) {
        lock.lock();
        try {
            waiting.add(item);
            if (delivering) {
                return;
            }
            delivering = true;
        } finally {
            lock.unlock();
        }
        Thread.ofVirtual().name(name).start(this::deliver);
    }

    private void deliver() {
        for (T item = next(); item != null; item = next()) {
            try {
                listener.accept(item);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("a listener failed");
            }
        }
    }

    private @Nullable T next() {
        lock.lock();
        try {
            T item = waiting.poll();
            delivering = item != null;
            return item;
        } finally {
            lock.unlock();
        }
    }
}
