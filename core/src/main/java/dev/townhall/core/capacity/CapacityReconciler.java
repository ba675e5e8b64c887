package dev.townhall.core.capacity;

import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Looks at the machine while it holds work back: says so once an episode, and lets the work go on
/// when the machine has room again. While nothing is held back it does nothing.
public final class CapacityReconciler implements Reconciler {
    public static final String NAME = "capacity";

    /// The one key.
    public static final String TOWN = "town";

    private static final String PRESSURE = "pressure";

    private final Scheduler scheduler;
    private final Findings findings;
    private volatile boolean told;

    public CapacityReconciler(Scheduler scheduler, Findings findings) {
        this.scheduler = scheduler;
        this.findings = findings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return List.of(TOWN);
    }

    @Override
    public List<String> concerns(String changedBead) {
        return List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        Optional<String> why = scheduler.holding();
        if (why.isEmpty()) {
            if (told) {
                findings.cleared(PRESSURE, TOWN);
                told = false;
            }
            return Outcome.settled();
        }
        if (!told) {
            findings.raised(
                    PRESSURE, TOWN, "No agent is started for now: %s.".formatted(why.get()));
            told = true;
        }
        return Outcome.again(Scheduler.LOOK_AGAIN);
    }
}
