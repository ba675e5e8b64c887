package dev.townhall.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.account.Account;
import dev.townhall.core.account.AccountName;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.CapSettings;
import dev.townhall.core.capacity.Capacity;
import dev.townhall.core.cost.Amount;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Nearest;
import dev.townhall.core.session.TalkReconciler;
import dev.townhall.core.tool.Tools;
import dev.townhall.formulas.preset.AccountSettings;
import dev.townhall.formulas.preset.AccountSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigTest {
    @TempDir private Path folder;

    private Config read(String text) throws IOException {
        Files.writeString(folder.resolve(Config.FILE), text);
        return Config.of(folder);
    }

    @Test
    void aTownNeedsNoFile() {
        assertThat(Config.of(folder)).isEqualTo(Config.DEFAULT);
    }

    @Test
    void everySettingIsTaken() throws IOException {
        Config config =
                read(
                        """
                        [web]
                        port = 8080
                        address = "0.0.0.0"
                        login_token_file = "secrets/owner"
                        public_address = "https://town.example/"
                        [web.logins]
                        ada = "secrets/ada"
                        [limits]
                        turn = "1h30m"
                        approval_expiry = "2d"
                        polecats = 7
                        session_output = 2048
                        max_polecats = 9
                        spawn_spacing = "2s"
                        max_load = 1.5
                        min_free_memory = 100
                        [talk]
                        sessions = 5
                        idle = "1m"
                        turn = "2m"
                        launch = "by-agents"
                        """);

        assertThat(config.web().port()).contains(8080);
        assertThat(config.web().address()).isEqualTo("0.0.0.0");
        assertThat(config.web().loginTokenFile()).contains(folder.resolve("secrets/owner"));
        assertThat(config.web().logins())
                .containsExactly(Map.entry("ada", folder.resolve("secrets/ada")));
        assertThat(config.web().publicAddress().orElseThrow()).hasToString("https://town.example/");
        assertThat(config.talk())
                .isEqualTo(
                        new Config.Talk(
                                new TalkReconciler.Limits(
                                        5, Duration.ofMinutes(1), Duration.ofMinutes(2)),
                                Tools.Launch.BY_AGENTS));
        assertThat(config.limits())
                .isEqualTo(
                        new Config.Limits(
                                Duration.ofMinutes(90),
                                Duration.ofDays(2),
                                7,
                                2048,
                                new Capacity(9, Duration.ofSeconds(2), 1.5, 100L * 1024 * 1024)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[wbe]|1|unknown section 'wbe'; expected one of web, limits, talk, agents, accounts, prices, caps. Did you mean 'web'?",
                "[limits]~polcats = 3|2|unknown key 'limits.polcats'",
                "[limits]~polcats = 3|2|Did you mean 'polecats'?",
                "[limits]~polecats = 0|2|'limits.polecats' must be a whole number from 1 to 100; found 0.",
                "[limits]~turn = 30|2|'limits.turn' must be a length of time such as \"30m\"; found 30.",
                "[limits]~~turn = \"soon\"|3|found \"soon\".",
                "[limits]~max_load = 0|2|'limits.max_load' must be a number from 0.1 to 10000.0; found 0.",
                "[talk]~sessions = 0|2|'talk.sessions' must be a whole number from 1 to 100; found 0.",
                "[talk]~launch = true|2|'talk.launch' must be one of by-people, by-agents; found true.",
                "[accounts.work]~preset = \"qwne\"~env.KEY = \"K\"|2|There is no agent 'qwne'.",
                "[accounts.work]~env.KEY = \"K\"|1|Account 'work' must say which agent it is for",
                "[accounts.work]~preset = \"qwen\"|1|must say where its key is",
                "[accounts.work]~preset = \"qwen\"~env.KEY = \"sk-123\"|3|a value cannot stand here",
                "[accounts.work]~preset = \"qwen\"~home = {\"../x\" = \"y\"}|3|lies inside the HOME",
                "[accounts.Work]~preset = \"qwen\"|1|An account's name is 1 to 40",
                "[accounts.claude]~preset = \"qwen\"~env.KEY = \"K\"|1|has the name of another agent",
                "[accounts.work]~prest = \"qwen\"|2|Did you mean 'preset'?",
                "[accounts.work]~preset = \"qwen\"~sessions = 0|3|must be a whole number from 1 to 1000",
                "[web]~port = \"http\"|2|'web.port' must be a whole number from 0 to 65535",
                "[web]~address = 1|2|'web.address' must be text in quotes; found 1.",
                "web = 1|1|'web' must be a section [web]; found 1.",
                "[web]~port = 1~port = 2|3|'port' is set a second time; the first is on line 2. Remove one",
                "[web]~port = 1~[limits]~[web]~address = 1|4|section [web] begins a second time; the first is on line 1. Move what",
                "[caps]~dya = \"$5\"|2|unknown key 'caps.dya'",
                "[caps]~day = 5|2|'caps.day' must be dollars such as \"$5\", or tokens such as \"2000000 tokens\"; found 5.",
                "[caps]~day = \"5 euros\"|2|found \"5 euros\".",
                "[caps]~day = \"$0\"|2|found \"$0\".",
                "[caps.rigs]~Shop = \"$5\"|2|A rig's name is 1 to 40",
                "[web]~public_address = \"town\"|2|'web.public_address' must be an address such as https://town.example/; found \"town\".",
                "[web]~public_address = \"town:4040\"|2|found \"town:4040\".",
                "[web]~public_address = \"https://\"|2|found \"https://\".",
                "[web|1|",
            })
    void aMistakeIsNamedWithFileLineKeyExpectedAndFound(String text, int line, String expected) {
        assertThatThrownBy(() -> read(text.replace('~', '\n')))
                .isInstanceOf(TownException.class)
                .hasMessageStartingWith(folder.resolve(Config.FILE) + ":" + line + ": ")
                .hasMessageContaining(expected == null ? "" : expected);
    }

    @Test
    void capsAreInDollarsOrInTokens() throws IOException {
        CapSettings caps =
                read("""
                [caps]
                convoy = "$5"
                rig = "$0.50"
                day = "2_000_000 tokens"
                [caps.rigs]
                shop = "1 token"
                """)
                        .caps();

        assertThat(caps)
                .isEqualTo(
                        new CapSettings(
                                Optional.of(Amount.dollars(5)),
                                Optional.of(new Amount(Amount.Unit.MICROS, 500_000)),
                                Optional.of(Amount.tokens(2_000_000)),
                                Map.of(new RigName("shop"), Amount.tokens(1))));
        assertThat(read("").caps()).isEqualTo(CapSettings.NONE);
    }

    @Test
    void aFileThatIsNoUtf8IsNamedWithTheLine() throws IOException {
        Files.write(
                folder.resolve(Config.FILE),
                "[web]\n# caf\u00e9\nport = 1\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> Config.of(folder))
                .isInstanceOf(TownException.class)
                .hasMessage(
                        "%s:2: the file must be text in UTF-8; found the byte 0xE9, which is none. Save it as UTF-8."
                                .formatted(folder.resolve(Config.FILE)));
    }

    @Test
    void accountsAreTriedInTheOrderOfTheFileAndHoldNoValue() throws IOException {
        AccountSettings accounts =
                read("""
                [accounts.work]
                preset = "qwen"
                sessions = 3
                env = { OPENAI_API_KEY = "WORK_KEY" }
                [accounts.spare]
                preset = "qwen"
                files = { OPENAI_API_KEY = "secrets/spare" }
                [accounts.codex]
                preset = "codex"
                home = { ".codex/auth.json" = "/srv/codex.json" }
                """)
                        .accounts();

        assertThat(accounts.of("qwen"))
                .containsExactly(
                        new AccountSource(
                                new Account(new AccountName("work"), "qwen", 3),
                                Map.of("OPENAI_API_KEY", "WORK_KEY"),
                                Map.of(),
                                Map.of()),
                        new AccountSource(
                                new Account(new AccountName("spare"), "qwen", Account.SESSIONS_MAX),
                                Map.of(),
                                Map.of("OPENAI_API_KEY", folder.resolve("secrets/spare")),
                                Map.of()));
        assertThat(accounts.of("codex").getFirst().home())
                .containsExactly(Map.entry(".codex/auth.json", Path.of("/srv/codex.json")));
        assertThat(accounts.of("claude"))
                .as("without one of its own it has the one of the town's environment")
                .containsExactly(AccountSource.ofPreset("claude"));
    }

    @ParameterizedTest
    @CsvSource({"90s,90000", "10m,600000", "1h30m,5400000", "2d,172800000", "500ms,500"})
    void lengthsOfTimeAreReadAsTyped(String text, long millis) {
        assertThat(Spans.parse(text)).isEqualTo(Duration.ofMillis(millis));
    }

    @ParameterizedTest
    @CsvSource({"''", "10", "m", "-5m", "10 m", "1.5h", "99999999999d"})
    void whatIsNoLengthOfTimeIsRefused(String text) {
        assertThatThrownBy(() -> Spans.parse(text)).isInstanceOf(TownException.class);
    }

    @ParameterizedTest
    @CsvSource({"statsu,status", "stat,status", "lsit,list", "aprove,approve"})
    void theNearestWordIsFound(String typed, String meant) {
        assertThat(Nearest.to(typed, java.util.List.of("status", "list", "approve")))
                .contains(meant);
    }

    @Test
    void aStrangeWordIsNearNothing() {
        assertThat(Nearest.to("elephant", java.util.List.of("status", "list"))).isEmpty();
    }
}
