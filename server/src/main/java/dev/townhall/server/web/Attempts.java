package dev.townhall.server.web;

import dev.townhall.core.foundation.time.Time;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;

/// Counts failed logins by address, so that nobody can try tokens quickly. Thread-safe.
final class Attempts {
    static final int FAILURES_MAX = 10;
    static final Duration WINDOW = Duration.ofMinutes(1);
    private static final int ADDRESSES_MAX = 10_000;

    private final Time time;
    private final Map<String, Deque<Duration>> failures = new LinkedHashMap<>();

    Attempts(Time time) {
        this.time = time;
    }

    /// Whether `address` may try now.
    synchronized boolean mayTry(String address) {
        Deque<Duration> recent = failures.get(address);
        if (recent == null) {
            return true;
        }
        Duration from = time.elapsed().minus(WINDOW);
        while (!recent.isEmpty() && recent.peekFirst().compareTo(from) < 0) {
            recent.removeFirst();
        }
        if (recent.isEmpty()) {
            failures.remove(address);
        }
        return recent.size() < FAILURES_MAX;
    }

    synchronized void failed(String address) {
        failures.computeIfAbsent(address, _ -> new ArrayDeque<>()).addLast(time.elapsed());
        if (failures.size() > ADDRESSES_MAX) {
            failures.remove(failures.keySet().iterator().next());
        }
    }
}
