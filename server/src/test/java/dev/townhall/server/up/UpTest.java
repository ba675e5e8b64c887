package dev.townhall.server.up;

import static dev.townhall.core.testing.Patience.PATIENCE;
import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.foundation.random.SecureRandomness;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.ledger.SqliteLedger;
import dev.townhall.server.command.TestTown;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gt up` as a process.
@Tag("slow")
final class UpTest {
    /// Like no other command on this machine.
    private static final String SLEEP = "sleep 1" + ProcessHandle.current().pid();

    @TempDir private Path folder;

    @Test
    void aKilledTownStartsAgainAndASecondOneIsRefused() throws Exception {
        try (ProcessTown town = new ProcessTown(folder)) {
            town.awaitReady();
            assertThat(town.json("status", "--json").path("pid").asLong())
                    .isEqualTo(town.process().pid());

            Process second = town.launch("up", "--port", "0");
            assertThat(second.waitFor(PATIENCE)).isTrue();
            assertThat(second.exitValue()).isEqualTo(1);
            assertThat(town.output()).contains("The town is up already: http://127");
            assertThat(town.json("status", "--json").path("pid").asLong())
                    .isEqualTo(town.process().pid());

            town.killAfter(java.time.Duration.ofMillis(1));
            assertThat(town.town().pid()).exists();
            town.start();
            town.awaitReady();
            assertThat(town.gt("doctor").code()).isZero();

            ProcessTown.Ended down = town.gt("down");
            assertThat(down.code()).isZero();
            assertThat(town.process().waitFor(PATIENCE)).isTrue();
            assertThat(town.process().exitValue()).isZero();
            assertThat(town.town().pid()).doesNotExist();
            assertThat(town.town().run().resolve("gt.sock")).doesNotExist();
            assertThat(Files.readString(town.town().logs().resolve("town.log")))
                    .contains("the town is up")
                    .contains("the town goes down");
        }
    }

    @Test
    void aTermSignalEndsSessionsAndKeepsHooks() throws Exception {
        Path remote = TestTown.remoteIn(folder, "shop");
        try (ProcessTown town = new ProcessTown(folder)) {
            town.awaitReady();
            assertThat(town.gt("rig", "add", "shop", remote.toString(), "--shell").code()).isZero();
            Files.writeString(
                    folder.resolve("plan.md"), "- [ ] Slow\n  ```sh\n  " + SLEEP + "\n  ```\n");
            town.gt("plan", "shop", "--file", "plan.md", "--launch");
            await().until(() -> commands(SLEEP) > 0);

            town.process().destroy();

            assertThat(town.process().waitFor(PATIENCE)).isTrue();
            assertThat(town.output())
                    .containsOnlyOnce(
                            "The town is down. All it knew is kept in " + town.town().path());
            await().until(() -> commands(SLEEP) == 0);
            town.start();
            town.awaitReady();
            await().untilAsserted(() ->
                    assertThat(
                                    town.json("status", "--json")
                                            .path("agents")
                                            .get(0)
                                            .path("state")
                                            .asText())
                            .isEqualTo("working"));
        }
    }

    @Test
    void aTownThatIsStillGoingDownIsWaitedFor() throws Exception {
        try (ProcessTown town = new ProcessTown(folder)) {
            town.awaitReady();
            assertThat(town.gt("down").code()).isZero();
            assertThat(town.process().waitFor(PATIENCE)).isTrue();
            try (SqliteLedger busy =
                    SqliteLedger.open(
                            town.town().ledger(), new SystemTime(), new SecureRandomness())) {
                town.start();
                await().until(() ->
                        town.output().contains("is still going down: waiting for it")
                                || !town.process().isAlive());
                assertThat(busy.<Integer>read(view -> view.beadCount())).isPositive();
            }
            town.awaitReady();
            assertThat(town.gt("status").code()).isZero();
        }
    }

    private static long commands(String line) {
        return ProcessHandle.allProcesses()
                .filter(process ->
                        process.info()
                                .commandLine()
                                .filter(found -> found.endsWith(line))
                                .isPresent())
                .count();
    }

    @Test
    void aTownWhoseSettingsAreWrongSaysSoAtOnce() throws Exception {
        Files.createDirectories(folder.resolve("town"));
        Files.writeString(folder.resolve("town/town.toml"), "[web]\nprot = 1\n");
        try (ProcessTown town = new ProcessTown(folder)) {
            assertThat(town.process().waitFor(PATIENCE)).isTrue();
            assertThat(town.process().exitValue()).isEqualTo(2);
            assertThat(town.output())
                    .contains("town.toml:2: unknown key 'web.prot'")
                    .contains("Did you mean 'port'?");
        }
    }
}
