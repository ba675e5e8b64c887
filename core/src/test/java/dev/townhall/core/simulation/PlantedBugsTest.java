package dev.townhall.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.simulation.bug.HookWithoutFencing;
import dev.townhall.core.simulation.bug.LateProjection;
import dev.townhall.core.simulation.bug.PushBeforeJournal;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.simulation.fault.Fault;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The simulation is tested by what it finds: each of these bugs is planted in the town's wiring,
/// must be caught within some seeds, and is not seen where it is not.
class PlantedBugsTest {
    private static final int SEEDS_MAX = 300;

    /// A seed that a check failed on, and what it said.
    private record Caught(long seed, String violation) {}

    @Test
    void anEffectBeforeItsIntentIsCaught() {
        Caught caught = caught(PushBeforeJournal::plant).orElseThrow();

        assertThat(caught.violation()).contains("with no intent in the journal");
        assertThat(violation(caught.seed(), Wiring.SOUND)).isEmpty();
    }

    @Test
    void aHookWithoutFencingIsCaught() {
        Caught caught = caught(HookWithoutFencing::plant).orElseThrow();

        assertThat(caught.violation())
                .containsAnyOf("fencing number", "was closed", "There is no bead sh-gone");
        assertThat(violation(caught.seed(), Wiring.SOUND)).isEmpty();
    }

    @Test
    void aPostOutsideItsTransactionIsCaught() {
        Caught caught = caught(LateProjection::plant).orElseThrow();

        assertThat(caught.violation()).contains("has no post");
        assertThat(violation(caught.seed(), Wiring.SOUND)).isEmpty();
    }

    private static Optional<Caught> caught(Wiring wiring) {
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            Optional<String> violation = violation(seed, wiring);
            if (violation.isPresent()) {
                return Optional.of(new Caught(seed, violation.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> violation(long seed, Wiring wiring) {
        try {
            Simulation.crowded(seed, wiring, Fault.RECALLED_MEANWHILE, Fault.CRASH).run();
            return Optional.empty();
        } catch (Violation e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
