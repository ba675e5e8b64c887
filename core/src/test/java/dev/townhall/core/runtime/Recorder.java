package dev.townhall.core.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Keeps what a session told, and notices when two updates came at once.
final class Recorder implements Consumer<SessionUpdate> {
    private final List<SessionUpdate> updates = new CopyOnWriteArrayList<>();
    private final AtomicInteger inside = new AtomicInteger();
    private volatile boolean overlapped;

    @Override
    public void accept(SessionUpdate update) {
        if (inside.incrementAndGet() > 1) {
            overlapped = true;
        }
        updates.add(update);
        inside.decrementAndGet();
    }

    boolean overlapped() {
        return overlapped;
    }

    List<SessionUpdate> all() {
        return List.copyOf(updates);
    }

    <U extends SessionUpdate> List<U> of(Class<U> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    List<SessionUpdate.TurnEnded> turns() {
        return of(SessionUpdate.TurnEnded.class);
    }

    List<SessionUpdate.Ended> ends() {
        return of(SessionUpdate.Ended.class);
    }

    int textLength() {
        return of(SessionUpdate.Text.class).stream().mapToInt(text -> text.chunk().length()).sum();
    }
}
