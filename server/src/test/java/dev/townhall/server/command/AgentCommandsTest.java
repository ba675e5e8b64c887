package dev.townhall.server.command;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.server.command.TestTown.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `gt agents` and `gt prime`.
final class AgentCommandsTest {
    @TempDir private Path folder;

    private Ended gt(String... words) {
        return TestTown.without(folder.resolve("town"), folder, words);
    }

    private void settings(String text) throws IOException {
        Files.createDirectories(folder.resolve("town"));
        Files.writeString(folder.resolve("town/town.toml"), text);
    }

    @Test
    void allPresetsAreListedWithoutATown() {
        Ended table = gt("agents", "presets");
        JsonNode json = Json.parse(gt("agents", "presets", "--json").out());

        assertThat(table.code()).isEqualTo(Exit.OK);
        assertThat(table.out())
                .contains("claude", "qwen", "acp (seen)", "custom", "No agent is chosen")
                .contains("OPENAI_API_KEY");
        assertThat(json).hasSize(13);
        assertThat(json.get(3).path("name").asText()).isEqualTo("qwen");
        assertThat(json.get(3).path("command").toString()).isEqualTo("[\"qwen\",\"--acp\"]");
        assertThat(json.get(10).path("runtime").asText()).isEqualTo("command");
    }

    @Test
    void anAgentOfTheTownsOwnIsListedAndTested() throws IOException {
        settings(
                """
                [agents]
                default = "mine"
                [agents.mine]
                command = "no-such-agent-anywhere"
                key_env = ["NO_SUCH_KEY_ANYWHERE"]
                """);

        assertThat(gt("agents", "presets").out()).contains("Work goes to mine");
        Ended tested = gt("agents", "test", "mine", "--no-turn");

        assertThat(tested.code()).isEqualTo(Exit.FAILED);
        assertThat(tested.out())
                .contains("not installed")
                .contains("no `no-such-agent-anywhere` on the town's PATH")
                .contains("NO_SUCH_KEY_ANYWHERE");
        JsonNode json = Json.parse(gt("agents", "test", "mine", "--json").out()).get(0);
        assertThat(json.path("state").asText()).isEqualTo("not-installed");
        assertThat(json.path("works").asBoolean(true)).isFalse();
        assertThat(json.path("next")).hasSize(2);
    }

    @Test
    void anUnknownAgentAndABrokenSettingAreRefused() throws IOException {
        assertThat(gt("agents", "test", "qwne").err()).contains("There is no agent 'qwne'");
        settings("[agents.mine]\ncomand = \"x\"\n");

        Ended refused = gt("agents", "presets");

        assertThat(refused.code()).isEqualTo(Exit.USAGE);
        assertThat(refused.err()).contains("town.toml:2: ", "Did you mean 'command'?");
    }

    @Test
    void accountsAreShownWithoutTheirKeys() throws IOException {
        settings(
                """
                [agents]
                default = "claude"
                [accounts.work]
                preset = "qwen"
                sessions = 3
                env = { OPENAI_API_KEY = "NO_SUCH_KEY_ANYWHERE" }
                """);
        try (TestTown town = new TestTown(folder)) {
            Ended table = town.gt("agents", "accounts");
            JsonNode json = town.gt("agents", "accounts", "--json").json();

            assertThat(table.code()).isEqualTo(Exit.OK);
            assertThat(table.out())
                    .contains("0 of 3", "cannot be used: account work of qwen has no key")
                    .contains("claude", "ready");
            assertThat(json).hasSize(2);
            assertThat(json.get(0).path("gives").toString()).isEqualTo("[\"OPENAI_API_KEY\"]");
            assertThat(json.get(0).path("sessionsMax").asInt()).isEqualTo(3);
            assertThat(json.get(1).path("name").asText()).isEqualTo("claude");
            assertThat(json.get(1).has("sessionsMax")).isFalse();
            assertThat(town.gt("status", "--json").json().path("agents")).isEmpty();
            assertThat(town.gt("agents", "wake", "work").out()).contains("does not rest");
            assertThat(town.gt("agents", "wake", "wrok").err())
                    .contains("There is no account 'wrok'; there is work, claude.");
        }
        assertThat(gt("agents", "accounts").code()).isEqualTo(Exit.NOT_RUNNING);
    }

    @Test
    void whoWaitsToBeStartedIsShownWithTheReason() throws IOException {
        assumeTrue(
                Files.exists(Path.of("/proc/meminfo")), "no /proc/meminfo: no free memory known");
        settings(
                """
                [limits]
                max_load = 10000.0
                min_free_memory = 1048576     # more than this machine has
                [agents]
                default = "mine"
                [agents.mine]
                command = "no-such-agent-anywhere"
                """);
        try (TestTown town = new TestTown(folder)) {
            town.gt("rig", "add", "shop", town.remote("shop").toString());
            String bead = town.gt("new", "shop", "Wait", "--json").json().path("id").asText();
            assertThat(town.gt("sling", bead).code()).isEqualTo(Exit.OK);
            await().until(() ->
                    town.gt("status", "--json").json().path("findings").size() > 0
                            && town.gt("status").out().contains("waits to be started"));

            assertThat(town.gt("status").out())
                    .contains("shop/polecats/nux waits to be started: ", "(min_free_memory)")
                    .contains("town: No agent is started for now");
            JsonNode nux = town.gt("status", "--json").json().path("agents").get(0);
            assertThat(nux.path("held").asText()).contains("MB of memory are free");
            assertThat(town.gt("doctor").out()).doesNotContain("no session runs");
        }
    }

    @Test
    void primePrintsWhatAnAgentWouldGetAndItsSize() throws IOException {
        try (TestTown town = new TestTown(folder)) {
            town.gt("rig", "add", "shop", town.remote("shop").toString());
            Files.createDirectories(folder.resolve("town/directives/shop"));
            Files.writeString(folder.resolve("town/directives/polecat.md"), "Speak German.");
            Files.writeString(folder.resolve("town/directives/shop/polecat.md"), "Use tabs.");
            String bead =
                    town.gt("new", "shop", "Limit logins", "--json").json().path("id").asText();

            Ended prime = town.gt("prime", "--role", "polecat", "--rig", "shop", "--bead", bead);

            assertThat(prime.code()).as(prime.err()).isEqualTo(Exit.OK);
            assertThat(prime.out())
                    .startsWith("# You are a polecat\n")
                    .containsSubsequence(
                            "# Directives of this town",
                            "Speak German.",
                            "# Directives of rig shop",
                            "Use tabs.",
                            "You are shop/polecats/nux",
                            "# This is about " + bead,
                            "> Limit logins");
            assertThat(prime.err()).matches("(?s)[0-9]+ tokens of 3000 .*role [0-9]+, .*");
            JsonNode json =
                    town.gt("prime", "--role", "polecat", "--rig", "shop", "--bead", bead, "--json")
                            .json();
            StringBuilder joined = new StringBuilder();
            json.path("parts").forEach(part -> joined.append(part.path("text").asText()));
            assertThat(joined.toString()).isEqualTo(prime.out());
            assertThat(json.path("tokens").asInt()).isLessThan(3000);

            for (String role : new String[] {"mayor", "crew", "witness", "refinery", "dog"}) {
                Ended other = town.gt("prime", "--role", role, "--rig", "shop");
                assertThat(other.code()).as(role + other.err()).isEqualTo(Exit.OK);
                assertThat(other.out()).startsWith("# You are ");
            }
            assertThat(town.gt("prime", "--role", "witness").err()).contains("--rig");
            assertThat(town.gt("prime", "--role", "deacon").err()).contains("the town's own code");
            assertThat(town.gt("prime", "--role", "boss").err()).contains("A role is one of");
            assertThat(town.gt("prime", "--role", "polecat", "--rig", "shop", "--agent", "x").err())
                    .contains("has no polecat 'x'");
        }
    }
}
