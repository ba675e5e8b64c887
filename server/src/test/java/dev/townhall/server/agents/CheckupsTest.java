package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.preset.Preset;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AccountSource;
import dev.townhall.formulas.preset.AgentSettings;
import dev.townhall.formulas.preset.ShippedPresets;
import dev.townhall.formulas.toml.Section;
import dev.townhall.server.agents.Checkup.Finding;
import dev.townhall.server.agents.Checkup.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class CheckupsTest {
    private static final String SECRET = "k-1234567890-very-secret";

    @TempDir private Path folder;
    private final SystemProcesses processes = SystemProcesses.contained();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private Path programs = Path.of("unset");

    @BeforeEach
    void makePath() throws IOException {
        programs = Files.createDirectory(folder.resolve("programs"));
        for (String tool : List.of("sh", "cat", "env")) {
            Files.createSymbolicLink(programs.resolve(tool), Path.of("/bin").resolve(tool));
        }
        environment.put("PATH", programs.toString());
    }

    @AfterEach
    void endProcesses() {
        processes.close();
    }

    static Stream<Preset> shipped() {
        return ShippedPresets.all().stream();
    }

    private void install(String name, String script) throws IOException {
        Path program = Files.writeString(programs.resolve(name), "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Checkups checkups() throws IOException {
        return checkups(AccountSettings.NONE);
    }

    private Checkups checkups(AccountSettings accounts) throws IOException {
        return new Checkups(
                processes,
                environment,
                accounts,
                Files.createDirectories(folder.resolve("scratch")));
    }

    private static Preset preset(String toml) {
        return AgentSettings.of(agents(toml)).presets().get("mine");
    }

    static Section agents(String toml) {
        return Section.parse("town.toml", "[agents.mine]\n" + toml).section("agents").orElseThrow();
    }

    private static Preset mine() {
        return preset(
                """
                title = "Mine"
                key_env = ["MINE_KEY"]
                login = "ask Ada for one"
                rate_limited = ["(?i)rate limit"]
                [agents.mine.install]
                how = "npm install -g mine"
                seen = "1.2"
                [agents.mine.headless]
                command = "mine"
                first = ["-p", "{prompt}"]
                """);
    }

    private Checkup tryOut(Preset preset, Duration patience) throws IOException {
        return tryOut(preset, AccountSettings.NONE, patience);
    }

    private Checkup tryOut(Preset preset, AccountSettings accounts, Duration patience)
            throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree"));
        try (Drivers drivers = new Drivers(processes, environment, folder.resolve("homes"))) {
            return checkups(accounts).tryOut(preset, new Trial(drivers, tree, patience));
        }
    }

    private static AccountSource account(String name, String variable) {
        return new AccountSource(
                new Account(new AccountName(name), "mine", 1),
                Map.of("MINE_KEY", variable),
                Map.of(),
                Map.of());
    }

    private Checkup tryOut(Preset preset) throws IOException {
        return tryOut(preset, Duration.ofSeconds(60));
    }

    private static String text(Checkup checkup) {
        StringBuilder all = new StringBuilder();
        for (Finding finding : checkup.findings()) {
            all.append(finding.what()).append(": ").append(finding.text()).append('\n');
        }
        return all + String.join("\n", checkup.next());
    }

    /// On a machine where none is installed, every preset says so, and what to do.
    @ParameterizedTest
    @MethodSource("shipped")
    void whereNoneIsInstalledEveryPresetSaysWhatIsMissingAndHowToGetIt(Preset preset)
            throws IOException {
        Checkup checkup = tryOut(preset);

        if (preset.name().equals("custom")) {
            assertThat(checkup.state()).isEqualTo(State.UNNAMED);
            assertThat(checkup.next()).singleElement().asString().contains("[agents.mine] command");
            return;
        }
        assertThat(checkup.state()).isEqualTo(State.NOT_INSTALLED);
        assertThat(checkup.version()).isEmpty();
        assertThat(text(checkup))
                .contains("not installed: no `" + preset.program().orElseThrow() + "`")
                .contains("install it: " + preset.installation().how())
                .contains(preset.keys().names().getFirst())
                .contains(preset.keys().login());
        assertThat(checkup.next()).hasSize(2);
        assertThat(text(checkup))
                .contains(preset.acp().isPresent() ? "acp: `" : "acp: none: it is run once");
    }

    @Test
    void aPersonIsToldOfAMissingKeyByItsVariable() throws IOException {
        install("mine", "echo 'mine 1.2.3 (build 4)'");

        Checkup checkup = tryOut(mine());

        assertThat(checkup.state()).isEqualTo(State.NO_KEY);
        assertThat(checkup.version()).contains("1.2.3");
        assertThat(text(checkup))
                .contains("version: 1.2.3, as this preset was made for")
                .contains("key: none: MINE_KEY is not set for the town")
                .contains("ask Ada for one");
    }

    @Test
    void anotherVersionIsSaidToBeAnother() throws IOException {
        install("mine", "echo v9.0");

        assertThat(text(checkups().look(mine()))).contains("9.0; this preset was made for 1.2");
    }

    @Test
    void aProgramThatDoesNotRunIsBroken() throws IOException {
        install("mine", "echo 'SyntaxError: unexpected token' >&2; exit 7");

        Checkup checkup = tryOut(mine());

        assertThat(checkup.state()).isEqualTo(State.BROKEN);
        assertThat(text(checkup)).contains("exit code 7 SyntaxError: unexpected token");
    }

    @Test
    void aScriptOfOnesOwnNeedsNoVersion() throws IOException {
        install("script", "[ \"$1\" = --version ] && exit 9; echo ready");
        Preset script =
                preset(
                        """
                        [agents.mine.headless]
                        command = "script"
                        """);

        Checkup checkup = tryOut(script);

        assertThat(text(checkup)).contains("version: it did not say one: exit code 9");
        assertThat(checkup.state()).isEqualTo(State.WORKS);
    }

    @Test
    void anOldNodeIsNamed() throws IOException {
        install("qwen", "echo 0.10.0");
        install("node", "echo v20.20.2");

        assertThat(text(checkups().look(AgentSettings.DEFAULT.presets().get("qwen"))))
                .contains("it needs Node 22 and found 20.20.2")
                .contains("0.10.0; this preset was made for 0.24.4");
    }

    @Test
    void anAdapterThatIsMissingBesideItsProgramIsNamed() throws IOException {
        install("claude", "echo 2.1.330");

        Checkup checkup = checkups().look(AgentSettings.DEFAULT.presets().get("claude"));

        assertThat(checkup.state()).isEqualTo(State.NOT_INSTALLED);
        assertThat(text(checkup))
                .contains(
                        "no `claude-agent-acp` on the town's PATH",
                        "install it: npm install -g @agentclientprotocol/claude-agent-acp",
                        "runtime = \"command\" under [agents.claude]");
    }

    @Test
    void anAgentThatIsToBeRunOncePerTurnNeedsNoAdapter() throws IOException {
        install("claude", "echo 2.1.330");
        Preset bare =
                AgentSettings.of(
                                Section.parse(
                                                "town.toml",
                                                """
                                                [agents.claude]
                                                runtime = "command"
                                                """)
                                        .section("agents")
                                        .orElseThrow())
                        .presets()
                        .get("claude");

        Checkup checkup = checkups().look(bare);

        assertThat(checkup.state()).isEqualTo(State.NO_KEY);
        assertThat(text(checkup)).contains("acp: none: it is run once per turn");
    }

    @Test
    void theFirstAccountThatHasItsKeyPaysForTheTurn() throws IOException {
        install(
                "mine",
                "case $1 in --version) echo 1.2.0 ;; *) [ $MINE_KEY = spare-key ] && echo \"spare pays: $MINE_KEY\" ;; esac");
        environment.put("MINE_KEY", "town-key");
        environment.put("SPARE_KEY", "spare-key");
        AccountSettings accounts =
                new AccountSettings(
                        List.of(account("work", "WORK_KEY"), account("spare", "SPARE_KEY")));

        Checkup checkup = tryOut(mine(), accounts, Duration.ofSeconds(60));

        assertThat(checkup.state()).isEqualTo(State.WORKS);
        assertThat(text(checkup))
                .contains(
                        "key: of account spare",
                        "account work of mine has no key",
                        "spare pays: (hidden)")
                .doesNotContain("spare-key");
        assertThat(checkups(accounts).hasKey(mine())).isTrue();
        environment.remove("SPARE_KEY");
        Checkup without = checkups(accounts).look(mine());
        assertThat(without.state()).isEqualTo(State.NO_KEY);
        assertThat(text(without)).contains("mend [accounts.work] in town.toml");
        assertThat(checkups(accounts).hasKey(mine())).isFalse();
    }

    @Test
    void aTurnThatIsAnsweredWorks() throws IOException {
        install("mine", "case $1 in --version) echo 1.2.0 ;; *) echo ready ;; esac");
        environment.put("MINE_KEY", SECRET);

        Checkup checkup = tryOut(mine());

        assertThat(checkup.state()).isEqualTo(State.WORKS);
        assertThat(checkup.next()).isEmpty();
        assertThat(text(checkup)).contains("key: in MINE_KEY").contains("\"ready\"");
    }

    @ParameterizedTest
    @CsvSource({
        "'echo Error: 401 Unauthorized; exit 1', NOT_LOGGED_IN, ask Ada for one",
        "'echo Please log in first; exit 1', NOT_LOGGED_IN, ask Ada for one",
        "'echo Rate limit exceeded; exit 1', RATE_LIMITED, wait",
        "'echo out of cheese; exit 3', FAILED, exit code 3: out of cheese",
        "'true', FAILED, without a word",
        "'sleep 1000', FAILED, no answer in",
    })
    void aTurnThatIsNotAnsweredSaysWhy(String script, State state, String expected)
            throws IOException {
        install("mine", "case $1 in --version) echo 1.2.0 ;; *) " + script + " ;; esac");
        Files.createSymbolicLink(programs.resolve("sleep"), Path.of("/bin/sleep"));
        environment.put("MINE_KEY", SECRET);

        Checkup checkup = tryOut(mine(), Duration.ofSeconds(script.startsWith("sleep") ? 2 : 60));

        assertThat(checkup.state()).isEqualTo(state);
        assertThat(text(checkup)).contains(expected);
    }

    @Test
    void aProgramThatDoesNotSpeakTheProtocolIsSaidNotTo() throws IOException {
        install(
                "mine",
                "case $1 in --version) echo 1.2.0 ;; *) echo 'unknown option --acp'; exit 2 ;; esac");
        environment.put("MINE_KEY", SECRET);
        Preset preset =
                preset(
                        """
                        command = "mine"
                        args = ["--acp"]
                        key_env = ["MINE_KEY"]
                        [agents.mine.headless]
                        first = ["-p", "{prompt}"]
                        """);

        Checkup checkup = tryOut(preset);

        assertThat(checkup.state()).isEqualTo(State.NO_ACP);
        assertThat(text(checkup)).contains("runtime = \"command\" under [agents.mine]");
    }

    /// The stub agent of core's tests: it takes every turn it does not know for an error.
    @ParameterizedTest
    @CsvSource({
        "login, NOT_LOGGED_IN, Authentication required",
        "'', FAILED, what is This?",
    })
    void anAgentThatSpeaksTheProtocolIsTriedOverIt(String manner, State state, String expected)
            throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        install(
                "stub",
                "case $1 in --version) echo 1.2.0 ;; *) exec %s -cp '%s' %s ;; esac"
                        .formatted(
                                java,
                                System.getProperty("java.class.path"),
                                "dev.townhall.core.runtime.acp.StubAgent"));
        environment.put("MINE_KEY", SECRET);

        Checkup checkup =
                tryOut(
                        preset(
                                """
                                command = "stub"
                                args = ["--acp"]
                                key_env = ["MINE_KEY"]
                                login = "ask Ada for one"
                                env = { STUB = "%s" }
                                """
                                        .formatted(manner)));

        assertThat(checkup.state()).isEqualTo(state);
        assertThat(text(checkup)).contains(expected);
    }

    @Test
    void aKeyThatTheAgentPrintsIsNotShown() throws IOException {
        install(
                "mine",
                "case $1 in --version) echo 1.2.0 ;; *) echo \"bad key $MINE_KEY\"; exit 1 ;; esac");
        environment.put("MINE_KEY", SECRET);

        assertThat(text(tryOut(mine()))).contains("bad").doesNotContain(SECRET);
    }
}
