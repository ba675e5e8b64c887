package dev.townhall.server.up;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A town with twenty beads is killed with -9 at thirty random moments, and nothing is lost or done
/// twice. Some beads write to the same file, some merges need a person.
@Tag("slow")
final class KillTest {
    private static final int KILLS = 30;
    private static final int BEADS = 20;
    private static final int WAVE = 5;
    private static final int SHARED_EVERY = 4;
    private static final int ASKED_EVERY = 10;
    private static final int MOMENT_MILLIS_MAX = 900;

    @TempDir private Path folder;

    @Test
    void nothingIsLostOrDoneTwiceHoweverOftenTheTownIsKilled() throws Exception {
        long seed = Long.getLong("townhall.seed", 20_261_121L);
        System.out.println("KillTest: replay with -Dtownhall.seed=" + seed);
        Random random = new Random(seed);
        Path remote = TestTown.remoteIn(folder, "shop");
        Files.writeString(folder.resolve("plan.md"), plan());
        try (ProcessTown town = new ProcessTown(folder)) {
            town.awaitReady();
            assertThat(
                            town.gt(
                                            "rig",
                                            "add",
                                            "shop",
                                            remote.toString(),
                                            "--shell",
                                            "--gate",
                                            "sleep 0.1; test -f README.md")
                                    .code())
                    .isZero();
            JsonNode plan = town.json("plan", "shop", "--file", "plan.md", "--launch", "--json");
            String convoy = plan.path("convoy").asText();

            for (int kill = 0; kill < KILLS; kill++) {
                boolean whileStarting = random.nextInt(4) == 0;
                Duration moment = Duration.ofMillis(random.nextInt(MOMENT_MILLIS_MAX));
                if (!whileStarting) {
                    town.awaitReady();
                }
                town.killAfter(moment);
                town.start();
            }
            town.awaitReady();
            land(town, convoy);

            Aftermath.of(town, remote, convoy).isAsIfNothingHadHappened(BEADS);
            String shared = TestTown.git(remote, "show", "main:shared.txt");
            assertThat(shared.lines().sorted().toList())
                    .hasSize(BEADS / SHARED_EVERY)
                    .doesNotHaveDuplicates();
        }
    }

    /// Waits for the landing, and approves what asks.
    private static void land(ProcessTown town, String convoy) {
        int code = 4;
        for (int round = 0; round < BEADS && code == 4; round++) {
            code = town.gt("wait", convoy, "--timeout", "120s").code();
            for (JsonNode waiting : town.json("inbox", "--json")) {
                assertThat(waiting.path("kind").asText()).isEqualTo("approval");
                assertThat(town.gt("approve", waiting.path("id").asText()).code()).isZero();
            }
        }
        assertThat(code).as(() -> town.gt("convoy", "status", convoy).out()).isZero();
    }

    private static String plan() {
        StringBuilder plan = new StringBuilder();
        for (int bead = 1; bead <= BEADS; bead++) {
            plan.append("- [ ] Bead number ").append(bead).append('\n');
            if (bead > WAVE) {
                plan.append("  after: ").append(bead - WAVE).append('\n');
            }
            if (bead % ASKED_EVERY == 0) {
                plan.append("  approval: required\n");
            }
            plan.append("  ```sh\n  sleep 0.3\n  echo ").append(bead);
            plan.append(" > bead-").append(bead).append(".txt\n");
            if (bead % SHARED_EVERY == 0) {
                plan.append("  echo ").append(bead).append(" >> shared.txt\n");
            }
            plan.append("  ```\n");
        }
        return plan.toString();
    }
}
