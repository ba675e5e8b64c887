package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.concurrent.InOrder;
import dev.townhall.core.runtime.SessionUpdate;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Tells a session's updates in order, and nothing after its end. Whoever reads the agent waits
/// for room first, so that an agent that floods waits for its listener. Thread-safe.
final class Telling {
    private static final int WAITING_MAX = 1000;

    private final InOrder<SessionUpdate> told;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int waiting;
    private boolean over;

    Telling(String name, Consumer<SessionUpdate> updates) {
        this.told =
                new InOrder<>(
                        name,
                        update -> {
                            try {
                                updates.accept(update);
                            } finally {
                                taken();
                            }
                        });
    }

    /// Never waits.
    void tell(SessionUpdate update) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            over = update instanceof SessionUpdate.Ended;
            waiting++;
            told.accept(update);
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Waits until there is room, or nothing more is told.
    void awaitRoom() {
        lock.lock();
        try {
            while (waiting >= WAITING_MAX && !over) {
                room.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void taken() {
        lock.lock();
        try {
            waiting--;
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
