package dev.townhall.core.reconcile;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which keys fail or hang, and what was told of them. Thread-safe.
final class Health {
    private final Map<WorkKey, Integer> failures = new LinkedHashMap<>();
    private final Map<WorkKey, String> told = new LinkedHashMap<>();
    private final Set<WorkKey> hung = new LinkedHashSet<>();
    private final Set<WorkKey> hindered = new LinkedHashSet<>();

    synchronized int countFailure(WorkKey key) {
        return failures.merge(key, 1, Integer::sum);
    }

    /// True the first time in this episode, and when it is of another kind than what was told.
    synchronized boolean markTold(WorkKey key, String kind) {
        return !kind.equals(told.put(key, kind));
    }

    /// The kind of what was told last in this episode.
    synchronized Optional<String> told(WorkKey key) {
        return Optional.ofNullable(told.get(key));
    }

    /// True the first time in this episode.
    synchronized boolean markHung(WorkKey key) {
        return hung.add(key);
    }

    synchronized void markHindered(WorkKey key) {
        hindered.add(key);
    }

    synchronized boolean isHindered(WorkKey key) {
        return hindered.contains(key);
    }

    /// What was to be told was not.
    synchronized void forgetTold(WorkKey key) {
        told.remove(key);
    }

    /// Ends the episode; true when it had been told.
    synchronized boolean clear(WorkKey key) {
        failures.remove(key);
        hindered.remove(key);
        boolean wasHung = hung.remove(key);
        return told.remove(key) != null || wasHung;
    }
}
