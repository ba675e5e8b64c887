package dev.townhall.core.runtime;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Keeps what a session told, and notices when two updates came at once.
public final class Recorder implements Consumer<SessionUpdate> {
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

    public boolean overlapped() {
        return overlapped;
    }

    public List<SessionUpdate> all() {
        return List.copyOf(updates);
    }

    public <U extends SessionUpdate> List<U> of(Class<U> kind) {
        return all().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public List<SessionUpdate.TurnEnded> turns() {
        return of(SessionUpdate.TurnEnded.class);
    }

    public List<SessionUpdate.Ended> ends() {
        return of(SessionUpdate.Ended.class);
    }

    public int textLength() {
        return of(SessionUpdate.Text.class).stream().mapToInt(text -> text.chunk().length()).sum();
    }
}
