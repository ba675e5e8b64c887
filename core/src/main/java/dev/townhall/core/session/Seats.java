package dev.townhall.core.session;

import dev.townhall.core.bead.BeadId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How many conversations have a session at a time. One that has nothing to say gives way to one
/// that waits. Thread-safe; nobody is called under the lock.
final class Seats {
    private final int most;
    private final Map<BeadId, Runnable> taken = new LinkedHashMap<>();
    private final Map<BeadId, Runnable> waiting = new LinkedHashMap<>();
    private final Set<BeadId> idle = new LinkedHashSet<>();

    Seats(int most) {
        this.most = most;
    }

    int most() {
        return most;
    }

    /// Whether `talk` has a seat now. If not, it is woken when one is free.
    boolean take(BeadId talk, Runnable wake) {
        List<Runnable> asked;
        synchronized (this) {
            if (taken.containsKey(talk) || (taken.size() < most && isNext(talk))) {
                waiting.remove(talk);
                idle.remove(talk);
                taken.put(talk, wake);
                return true;
            }
            waiting.put(talk, wake);
            asked = idle.stream().limit(1).map(taken::get).toList();
        }
        asked.forEach(Runnable::run);
        return false;
    }

    private boolean isNext(BeadId talk) {
        return waiting.keySet().stream().limit(most - taken.size()).anyMatch(talk::equals)
                || waiting.size() < most - taken.size();
    }

    synchronized void busy(BeadId talk) {
        idle.remove(talk);
    }

    synchronized void idle(BeadId talk) {
        if (taken.containsKey(talk)) {
            idle.add(talk);
        }
    }

    /// Whether an idle one is to give its seat to another.
    synchronized boolean mustGive(BeadId talk) {
        return !waiting.isEmpty() && idle.stream().limit(1).anyMatch(talk::equals);
    }

    /// `talk` has no session any more, and wants none now.
    void leave(BeadId talk) {
        List<Runnable> next;
        synchronized (this) {
            taken.remove(talk);
            idle.remove(talk);
            waiting.remove(talk);
            next = List.copyOf(waiting.values());
        }
        next.forEach(Runnable::run);
    }
}
