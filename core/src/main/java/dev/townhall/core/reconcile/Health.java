package dev.townhall.core.reconcile;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which keys fail or hang, and what was told of them. Thread-safe.
final class Health {
    private final Map<WorkKey, Integer> failures = new LinkedHashMap<>();
    private final Map<WorkKey, Told> told = new LinkedHashMap<>();
    private final Map<WorkKey, Duration> tried = new LinkedHashMap<>();
    private final Set<WorkKey> hung = new LinkedHashSet<>();
    private final Set<WorkKey> hindered = new LinkedHashSet<>();

    private record Told(String kind, String reason) {}

    synchronized int countFailure(WorkKey key) {
        return failures.merge(key, 1, Integer::sum);
    }

    /// True the first time in this episode, and when it is other than what was told.
    synchronized boolean markTold(WorkKey key, String kind, String reason) {
        Told now = new Told(kind, reason);
        return !now.equals(told.put(key, now));
    }

    /// The kind of what was told last in this episode.
    synchronized Optional<String> told(WorkKey key) {
        return Optional.ofNullable(told.get(key)).map(Told::kind);
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

    /// A run that began at `began` (elapsed time) is over, and what came of it was told. One that
    /// neither failed nor ended the episode is still trying.
    synchronized void ran(WorkKey key, Duration began, boolean failed) {
        if (failed) {
            tried.put(key, began);
        } else if (!failures.containsKey(key)) {
            tried.remove(key);
        }
    }

    /// Whether the newest run that failed began before `since`; false of what never failed.
    synchronized boolean triedLastBefore(WorkKey key, Duration since) {
        Duration began = tried.get(key);
        return began != null && began.compareTo(since) < 0;
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
