package dev.townhall.server.agents;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real coding agent without its protocol: one run for each turn, resumed by its own flag.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenHeadlessTest {
    @TempDir Path folder;
    private QwenTown town;

    @BeforeEach
    void open() {
        String settings =
                """
                [agents.bare]
                preset = "qwen"
                runtime = "command"

                [agents.bare.headless]
                command = "%s"

                [agents.rigs]
                shop = "bare"
                """
                        .formatted(Qwen.find().command());
        town = new QwenTown(folder, settings, Map.of());
    }

    @AfterEach
    void close() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    void itWorksABeadToMergedOverTwoTurnsOfOneSession() {
        town.model()
                .once("On your hook", new Answer.Says("I have looked around."))
                .once(
                        "Your turn ended",
                        Qwen.run(
                                "echo 'good morning' > greeting.txt; gt done 'wrote the greeting'"))
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("good morning");
        assertThat(town.lastCommit()).contains("nux", "Bead: " + bead);
        assertThat(town.model().requests().getLast().toString())
                .as("the second turn knows of the first")
                .contains("On your hook", "I have looked around.", "Your turn ended");
        JsonNode cost = town.gt("cost", bead, "--json").json();
        assertThat(cost.path("turns").asInt()).isEqualTo(2);
        assertThat(cost.path("outputTokens").asLong())
                .as("what a resumed session tells is the sum of its turns: %s", cost)
                .isEqualTo((long) town.model().count() * ScriptedModel.COMPLETION_TOKENS);
        assertThat(cost.path("unpricedTurns").asInt()).isZero();
        assertThat(town.model().tools()).contains("mcp__town__done", "run_shell_command");
        assertThat(town.gt("transcript", bead).out())
                .contains("I have looked around.", "gt done 'wrote the greeting'");
        assertThat(town.leaks()).isEmpty();
    }

    @Test
    void itCallsTheTownsToolsOverMcpToo() {
        town.model()
                .once("On your hook", town.write("greeting.txt", "good morning"))
                .once("greeting.txt", Qwen.done("wrote the greeting"))
                .always("claimed done", new Answer.Says("Done."));

        town.merged(town.sling("Greet better"));

        assertThat(town.onMain("greeting.txt")).contains("good morning");
        assertThat(town.leaks()).isEmpty();
    }

    @Test
    void aRateLimitRestsItsAccount() {
        town.model()
                .toKey(
                        Qwen.KEY,
                        new Answer.Fails(429, "Quota exhausted: your quota will reset after 2h."));

        town.sling("Greet better");

        await().atMost(QwenTown.PATIENCE)
                .untilAsserted(() ->
                        assertThat(town.gt("agents", "accounts").out())
                                .contains("bare", "rests until"));
        assertThat(town.gt("thread", town.convoy()).out())
                .contains("met its provider's limit and rests until");
    }
}
