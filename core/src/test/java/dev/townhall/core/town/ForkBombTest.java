package dev.townhall.core.town;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.foundation.process.Confinement.Network;
import dev.townhall.core.runtime.SessionUpdate.TurnEnded;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Alone, because other tests count the machine's processes.
@Tag("slow")
@Isolated
class ForkBombTest {
    private static final String TRIED = "start more processes than it may";

    @TempDir Path folder;

    @Test
    void aForkBombMeetsALimitWhichIsSeenWhereItIsCountedAndTheTownLives() throws Exception {
        try (EscapeScene scene = new EscapeScene(folder, true)) {
            assumeTrue(scene.sandbox.problem().isEmpty(), scene.sandbox.description());
            String bomb =
                    "n=0; while [ $n -lt 2500 ]; do sleep 1000 & n=$((n + 1)); done; echo all of them";

            TurnEnded turn = scene.session(bomb, scene.wanted(Network.OFF));

            assertThat(turn.exitCode()).isNotEqualTo(Optional.of(0));
            assertThat(turn.outputTail()).doesNotContain("all of them");
            boolean counted = turn.outputTail().contains("gt rig set RIG --processes");
            await().untilAsserted(() ->
                    assertThat(scene.seenOfTheSession().containsKey(TRIED)).isEqualTo(counted));
            if (EscapeScene.isRoot()) {
                assertThat(counted).as("what limits root is seen").isTrue();
            }
        }
    }
}
