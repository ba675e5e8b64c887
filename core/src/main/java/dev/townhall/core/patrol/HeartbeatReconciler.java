package dev.townhall.core.patrol;

import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.util.List;

/// Writes the town's sign of life now and then, so that a restart knows how long it was away; and
/// takes back findings about what was tried long ago.
public final class HeartbeatReconciler implements Reconciler {
    private static final Duration EVERY = Duration.ofSeconds(20);

    private final Patrol patrol;
    private final Trespasses trespasses;

    public HeartbeatReconciler(Patrol patrol, Trespasses trespasses) {
        this.patrol = patrol;
        this.trespasses = trespasses;
    }

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public Duration deadline() {
        return Duration.ofSeconds(30);
    }

    @Override
    public List<String> keys() {
        return List.of("town");
    }

    @Override
    public List<String> concerns(String changedBead) {
        return List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        patrol.sign();
        trespasses.pass();
        return Outcome.again(EVERY);
    }
}
