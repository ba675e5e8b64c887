package dev.townhall.core.chat;

import dev.townhall.core.foundation.time.Time;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.reconcile.Findings;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.reconcile.Reconciler;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Brings posts to the networks: what is due, most urgent first, until the network has taken it.
/// The key is the network's name; whoever sees posts change wakes it.
public final class DeliveryReconciler implements Reconciler {
    public static final String NAME = "delivery";

    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    public DeliveryReconciler(
            Ledger ledger, Time time, List<ChatPort> networks, Findings findings) {
        networks.forEach(
                network -> lanes.put(network.network(), new Lane(ledger, time, network, findings)));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration deadline() {
        return Duration.ofMinutes(2);
    }

    @Override
    public List<String> keys() {
        return List.copyOf(lanes.keySet());
    }

    /// Posts are no beads: nothing follows from a changed bead alone.
    @Override
    public List<String> concerns(String changedBead) {
        return List.of();
    }

    @Override
    public Outcome reconcile(String key) {
        Lane lane = lanes.get(key);
        return lane == null ? new Outcome.GaveUp("there is no network " + key) : lane.pass();
    }
}
