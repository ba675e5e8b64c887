package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.testing.Dice;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A real process killed at random moments of its work.
@Tag("slow")
class CrashTest {
    private static final int KILLS = 8;

    @Test
    void aTownKilledAnywhereGoesOnWhereItWas() throws Exception {
        try (RealScene scene = new RealScene()) {
            Dice dice = new Dice(20261121);
            for (int kill = 0; kill < KILLS; kill++) {
                String after = kill == 0 ? "started" : "cloned";
                workUntilKilled(scene, after, dice.between(20, 1200));
            }

            new CrashWorker(scene.rigs, scene.remote()).work(1);

            RigRepository shop = scene.repositories().open(CrashWorker.SHOP);
            assertThat(shop.check()).noneMatch(line -> !line.contains("half written"));
            List<String> titles = scene.remoteTitles();
            assertThat(new HashSet<>(titles)).hasSameSizeAs(titles);
            assertThat(titles).hasSizeGreaterThan(1);
            assertThat(new Git(scene.remote).run("fsck", "--strict")).doesNotContain("error");
        }
    }

    private static void workUntilKilled(RealScene scene, String after, int milliseconds)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        CrashWorker.class.getName(),
                        scene.rigs.toString(),
                        scene.remote());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
            List<String> before = new ArrayList<>();
            while (!before.contains(after)) {
                before.add(String.valueOf(out.readLine()));
                assertThat(before).as("what the worker said").doesNotContain("null");
            }
            boolean ended = process.waitFor(milliseconds, TimeUnit.MILLISECONDS);
            assertThat(ended).as("the worker died by itself").isFalse();
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
