package dev.townhall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HookTest {
    private static final Instant AT = Instant.EPOCH;
    private static final BeadId BEAD = new BeadId("sh-1");

    @Test
    void everyLoadHasANewFencingNumber() {
        Hook.Loaded first = new Hook.Empty(0, AT).load(BEAD, Optional.empty(), 1, AT);
        Hook.Loaded second = first.clear(AT).load(BEAD, Optional.empty(), 2, AT);

        assertThat(second.fence()).isGreaterThan(first.fence());
    }

    @Test
    void aSupersededSessionLosesItsNumber() {
        Hook.Loaded up = new Hook.Empty(0, AT).load(BEAD, Optional.empty(), 1, AT).started(AT);

        Hook.Loaded next = up.superseded();

        assertThat(next.fence()).isGreaterThan(up.fence());
        assertThat(next.sessionUp()).isEmpty();
        assertThat(next.bead()).isEqualTo(BEAD);
    }

    @Test
    void clearingKeepsTheNumberSoThatItNeverGoesBack() {
        Hook.Loaded loaded = new Hook.Empty(41, AT).load(BEAD, Optional.empty(), 1, AT);

        assertThat(loaded.clear(AT).fence()).isEqualTo(loaded.fence());
    }

    @Test
    void startsAreCounted() {
        Hook.Loaded loaded = new Hook.Empty(0, AT).load(BEAD, Optional.empty(), 1, AT);

        assertThat(loaded.started(AT).superseded().started(AT).sessions()).isEqualTo(2);
    }
}
