package dev.townhall.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.simulation.fault.Fault;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/// Conflicts that the resolver joins, while the town is killed and the resolver misbehaves.
class ConflictsTest {
    private static final int SEEDS = 10;

    /// Some more, until all that is meant to happen did.
    private static final int SEEDS_MAX = 100;

    private static final List<String> MEANT =
            List.of("conflict.offered", "conflict.resolved", "not joined");

    @Test
    void whateverIsKilledConflictsAreJoinedOrBeforeAPerson() {
        Map<String, Integer> seen = new TreeMap<>();
        for (long seed = 1; seed <= SEEDS || (seed <= SEEDS_MAX && misses(seen)); seed++) {
            Simulation simulation =
                    Simulation.crowded(
                            seed,
                            Wiring.SOUND,
                            Fault.CRASH,
                            Fault.TARGET_COLLIDES,
                            Fault.AGENT_CRASHES,
                            Fault.AGENT_LIES,
                            Fault.AGENT_COMMITS,
                            Fault.AGENT_LEAVES_MARKERS,
                            Fault.AGENT_MEDDLES,
                            Fault.RECALLED_MEANWHILE);
            try {
                simulation.run();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed " + seed, e);
            }
            simulation
                    .world()
                    .disk
                    .events()
                    .forEach(event -> seen.merge(what(event), 1, Integer::sum));
        }

        assertThat(seen)
                .as("nothing of this is proved by histories in which it does not happen")
                .containsKeys(MEANT.toArray(new String[0]));
    }

    private static boolean misses(Map<String, Integer> seen) {
        return !seen.keySet().containsAll(MEANT);
    }

    private static String what(EventRecord event) {
        boolean escalated = event.type().equals("escalated");
        return escalated && event.payload().path("reason").asText().contains("did not join them")
                ? "not joined"
                : event.type();
    }
}
