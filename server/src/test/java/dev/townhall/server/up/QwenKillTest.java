package dev.townhall.server.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.agents.Qwen;
import dev.townhall.server.command.TestTown;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A town with real agents at work on six beads in five waves is killed with -9 at twenty random
/// moments: in the middle of their start, their turns and their saving, and every fifth time soon after
/// one more is merged. Everything is merged once.
@Tag("slow")
final class QwenKillTest {
    private static final int KILLS = 20;
    private static final int BEADS = 6;

    /// An agent takes some seven seconds on two cores to start and work: few get through by
    /// themselves, so that there is work left at the last kill.
    private static final int MOMENT_MILLIS_MAX = 7_500;

    private static final int MERGED_EVERY = 5;
    private static final int AFTER_MERGE_MILLIS_MAX = 1_000;
    private static final Duration MERGED_WITHIN = Duration.ofMinutes(3);
    private static final Duration THOUGHT = Duration.ofSeconds(1);

    @TempDir private Path folder;

    @Test
    void theAgentsEndTheirWorkHoweverOftenTheTownIsKilled() throws Exception {
        long seed = Long.getLong("townhall.seed", 20_261_121L);
        System.out.println("QwenKillTest: replay with -Dtownhall.seed=" + seed);
        Random random = new Random(seed);
        Qwen qwen = Qwen.find();
        qwen.settle(folder.resolve("town"), "");
        Path remote = TestTown.remoteIn(folder, "shop");
        StringBuilder plan = new StringBuilder();
        List<String> after =
                List.of("", "", "  after: 1", "  after: 3", "  after: 4", "  after: 5");
        for (int bead = 1; bead <= BEADS; bead++) {
            plan.append("- [ ] Compose the verse with number %s".formatted(bead))
                    .append(after.get(bead - 1))
                    .append('\n');
        }
        Files.writeString(folder.resolve("plan.md"), plan);
        try (ScriptedModel model = model();
                ProcessTown town = new ProcessTown(folder, Qwen.environment(model))) {
            town.awaitReady();
            ProcessTown.Ended added =
                    town.gt(
                            "rig",
                            "add",
                            "shop",
                            remote.toString(),
                            "--readable",
                            qwen.readable(),
                            "--gate",
                            "test -f README.md");
            assertThat(added.code()).as(added.out()).isZero();
            String convoy =
                    town.json("plan", "shop", "--file", "plan.md", "--launch", "--json")
                            .path("convoy")
                            .asText();

            List<Integer> closed = new ArrayList<>();
            for (int kill = 0; kill < KILLS; kill++) {
                town.awaitReady();
                int before = closed(town, convoy);
                closed.add(before);
                int momentMax = MOMENT_MILLIS_MAX;
                if (kill % MERGED_EVERY == MERGED_EVERY - 1 && before < BEADS) {
                    await().atMost(MERGED_WITHIN).until(() -> closed(town, convoy) > before);
                    momentMax = AFTER_MERGE_MILLIS_MAX;
                }
                town.killAfter(Duration.ofMillis(random.nextInt(momentMax)));
                town.start();
            }
            System.out.println("QwenKillTest: merged before each kill: " + closed);
            town.awaitReady();
            ProcessTown.Ended landed = town.gt("wait", convoy, "--timeout", "300s");
            assertThat(landed.code())
                    .as(() -> landed.out() + town.gt("convoy", "status", convoy).out())
                    .isZero();

            Aftermath.of(town, remote, convoy).isAsIfNothingHadHappened(BEADS);
            for (int bead = 1; bead <= BEADS; bead++) {
                assertThat(TestTown.git(remote, "show", "main:verse-" + bead + ".txt"))
                        .isEqualTo("verse " + bead + "\n");
            }
        }
    }

    private static int closed(ProcessTown town, String convoy) {
        return town.json("convoy", "status", convoy, "--json").path("closed").asInt();
    }

    /// Writes each verse, then says that it is done; slowly, and however often it is asked.
    private static ScriptedModel model() {
        ScriptedModel model = new ScriptedModel().always("claimed done", new Answer.Says("Done."));
        for (int bead = 1; bead <= BEADS; bead++) {
            model.always("written-" + bead, slowly(Qwen.done("wrote verse " + bead)))
                    .always("verse with number " + bead, slowly(write(bead)));
        }
        return model;
    }

    /// The shell puts the mark together, so that it stands in the output alone.
    private static Answer write(int bead) {
        return Qwen.run("echo verse %1$s > verse-%1$s.txt; echo written-$((%1$s))".formatted(bead));
    }

    private static Answer slowly(Answer answer) {
        return new Answer.Waits(THOUGHT, answer);
    }
}
