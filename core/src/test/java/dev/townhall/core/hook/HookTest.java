package dev.townhall.core.hook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
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

    @Test
    void aClaimAndAWaitOutliveTheSession() {
        Hook.Loaded loaded = new Hook.Empty(0, AT).load(BEAD, Optional.empty(), 1, AT);
        BeadId question = new BeadId("hq-q-1ab");

        Hook.Loaded next = loaded.waiting(question).claimed("all of it").superseded();

        assertThat(next.waitsFor()).contains(question);
        assertThat(next.claim()).contains("all of it");
        assertThat(next.waitedOut().waitsFor()).isEmpty();
    }

    @Test
    void aHookStoredBeforeThereWereQuestionsIsRead() {
        String stored =
                """
                {"state":"loaded","fence":3,"bead":"sh-1","attempt":1,"since":"1970-01-01T00:00:00Z","sessions":2}
                """;

        Hook.Loaded read = (Hook.Loaded) Json.value(Json.parse(stored), Hook.class);

        assertThat(read.waitsFor()).isEmpty();
        assertThat(read.claim()).isEmpty();
    }
}
