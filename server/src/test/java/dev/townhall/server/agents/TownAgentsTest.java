package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.process.Surroundings;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.runtime.AgentRuntime.SessionStart;
import dev.townhall.core.runtime.AgentSession;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AccountSource;
import dev.townhall.formulas.preset.AgentSettings;
import dev.townhall.server.mcp.ShellPrograms;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/// Alone in its process, for it looks at threads.
@Isolated
final class TownAgentsTest {
    private static final Account WORK = new Account(new AccountName("work"), "mine", 3);

    @TempDir private Path folder;

    @Test
    void whatAnAccountsOldKeysRanUnderKeepsNoThread() throws IOException {
        Map<String, String> environment =
                Map.of("PATH", Optional.ofNullable(System.getenv("PATH")).orElse("/bin"));
        Path key = folder.resolve("key");
        List<Thread> before = alarms();
        try (SystemProcesses processes = SystemProcesses.contained();
                TownAgents agents = agents(processes, environment, key)) {
            for (int i = 1; i <= 3; i++) {
                Files.writeString(key, "sk-the-key-number-" + i);
                Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
                try (AgentSession session =
                        agents.find(WORK).orElseThrow().runtime().start(start(i), _ -> {})) {
                    session.prompt(new AgentSession.Turn("Work", Optional.empty(), 1));
                }
            }

            assertThat(alarms().stream().filter(thread -> !before.contains(thread))).hasSize(1);
        }
    }

    @Test
    void whatAQuestionToAPastSessionLeftGoesAndNothingElse() throws IOException {
        BeadId over = new BeadId("hq-talk-seance-abc");
        BeadId other = new BeadId("hq-talk-seance-abcd");
        Path homes = folder.resolve("homes");
        for (String home :
                List.of(
                        "shop~seances~nux~hq-talk-seance-abc",
                        "shop~seances~nux~hq-talk-seance-abc@work",
                        "shop~seances~nux~hq-talk-seance-abcd",
                        "mayor~hq-talk-channel-shop",
                        "shop~polecats~nux")) {
            Files.createDirectories(homes.resolve(home).resolve("home"));
            Files.writeString(homes.resolve(home).resolve("home/notes"), "kept");
        }
        try (SystemProcesses processes = SystemProcesses.contained();
                TownAgents agents = agents(processes, Map.of(), folder.resolve("key"))) {
            agents.quarters(over);
            agents.quarters(other);
            Path mayors = agents.quarters(new BeadId("hq-talk-channel-shop"));

            agents.vacate(over);
            agents.vacate(over);
            assertThat(names(homes))
                    .containsExactly(
                            "mayor~hq-talk-channel-shop",
                            "shop~polecats~nux",
                            "shop~seances~nux~hq-talk-seance-abcd");
            assertThat(names(folder.resolve("quarters")))
                    .containsExactly("hq-talk-channel-shop", other.text());

            agents.vacateSeances();
            assertThat(names(homes))
                    .containsExactly("mayor~hq-talk-channel-shop", "shop~polecats~nux");
            assertThat(mayors).isDirectory();
            assertThat(names(folder.resolve("quarters"))).containsExactly("hq-talk-channel-shop");
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(it -> it.getFileName().toString()).sorted().toList();
        }
    }

    private TownAgents agents(
            SystemProcesses processes, Map<String, String> environment, Path key) {
        return new TownAgents(
                AgentSettings.of(
                                CheckupsTest.agents(
                                        """
                                        command = "sleep"
                                        args = ["60"]
                                        """))
                        .presets(),
                new AccountSettings(
                        List.of(
                                new AccountSource(
                                        WORK, Map.of(), Map.of("MINE_KEY", key), Map.of()))),
                environment,
                processes,
                new Surroundings(environment, folder.resolve("homes")),
                new SystemTime(),
                () -> URI.create("http://127.0.0.1"),
                folder.resolve("gt.sock"),
                ShellPrograms.in(folder.resolve("bin")),
                folder.resolve("quarters"),
                () -> true);
    }

    private SessionStart start(int fence) {
        return new SessionStart(
                new Actor("shop/polecats/nux"),
                new BeadId("sh-1"),
                fence,
                folder,
                Map.of(),
                Optional.empty(),
                Duration.ofMinutes(5),
                1_000);
    }

    private static List<Thread> alarms() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("acp alarms"))
                .toList();
    }
}
