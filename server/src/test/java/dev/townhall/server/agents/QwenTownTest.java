package dev.townhall.server.agents;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real town with a real coding agent: from a message to merged commits.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenTownTest {
    private static final Answer DONE = Qwen.done("wrote the greeting");

    @TempDir Path folder;
    private QwenTown town;

    @BeforeEach
    void open() {
        town = new QwenTown(folder);
    }

    @AfterEach
    void close() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    void itEditsAFileCallsDoneAndIsMerged() {
        town.model()
                .once("On your hook", town.write("greeting.txt", "good morning"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("good morning");
        assertThat(town.lastCommit()).contains("nux", "Bead: " + bead);
        assertThat(town.told()).contains("Merged " + bead);
        assertThat(town.model().tools()).contains("mcp__town__done", "mcp__town__ask");
        JsonNode cost = town.gt("cost", bead, "--json").json();
        assertThat(cost.path("turns").asInt()).isEqualTo(1);
        assertThat(cost.path("outputTokens").asLong()).isPositive();
        assertThat(cost.path("dollars").asText()).as("%s", cost).isNotEqualTo("0.00");
        assertThat(cost.path("unpricedTurns").asInt()).isZero();
        assertThat(town.gt("thread", town.convoy()).out()).contains("cost", "tokens");
        assertThat(town.leaks())
                .as("no key or token in any post, event, log, transcript")
                .isEmpty();
    }

    @Test
    void itWorksWithTheProgramsItKnowsFromItsTraining() {
        town.model()
                .once(
                        "On your hook",
                        Qwen.run("bd ready; gt hook; env | tee env.txt; cat \"$GT_DOOR\""))
                .once(
                        "sh-",
                        Qwen.run(
                                "echo hello > greeting.txt; bd create 'Greet in French' -p P3 -d"
                                        + " 'Too'; gt done -m 'wrote the greeting'"))
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).isEqualTo("hello\n");
        assertThat(town.onMain("env.txt"))
                .contains("GT_DOOR=")
                .doesNotContain("gtmcp_")
                .doesNotContain(town.townToken());
        assertThat(town.gt("ready", "shop").out()).contains("Greet in French");
        assertThat(town.model().requests().toString()).contains("claimed done", "not on order");
        assertThat(town.gt("show", bead).out()).contains("1: gt transcript " + bead);
        assertThat(town.gt("transcript", bead).out())
                .contains("Session 1 of 1: shop/polecats/nux on " + bead)
                .contains("town", "On your hook", "tool", "bd ready", "The session ended");
        assertThat(town.gt("transcript", "nux", "--grep", "french GREET").out())
                .contains("bd create")
                .doesNotContain("On your hook");
        assertThat(town.leaks())
                .as("no key or token in any post, event, log, transcript")
                .isEmpty();
    }

    @Test
    void whatThePolicyDoesNotAllowWaitsForAPerson() {
        town.model()
                .once("On your hook", Qwen.run("git push origin HEAD"))
                .once("refused", town.write("greeting.txt", "hello"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        JsonNode asked = town.asked("approval");
        assertThat(asked.path("text").asText()).contains("nux", "git push");
        assertThat(asked.path("log").asText()).contains("git push origin HEAD");
        assertThat(town.gt("deny", asked.path("id").asText()).code()).isZero();
        town.merged(bead);

        assertThat(town.told()).contains("denied by");
        assertThat(town.onMain("greeting.txt")).contains("hello");
    }

    @Test
    void aQuestionIsAnsweredByAPersonAndTheWorkGoesOn() {
        town.model()
                .once("On your hook", tool("ask", Map.of("question", "Which words?")))
                .once("good evening", town.write("greeting.txt", "good evening"))
                .once("greeting.txt", DONE)
                .always("", new Answer.Says("I wait."));

        String bead = town.sling("Greet better");
        String asked = town.asked("question").path("id").asText();
        assertThat(town.gt("reply", asked, "good evening").code()).isZero();
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("good evening");
    }

    @Test
    void itMakesBeadsAndWritesAndAsksWithTheTownsTools() {
        String owner = town.gt("status", "--json").json().path("owner").asText();
        town.model()
                .once("On your hook", tool("create", Map.of("title", "Greet in French too")))
                .once(
                        "not on order",
                        tool(
                                "mail_send",
                                Map.of(
                                        "to",
                                        "overseer/" + owner,
                                        "subject",
                                        "Found more to do",
                                        "body",
                                        "There is no French greeting.")))
                .once("Sent hq-msg-", tool("ask", Map.of("question", "Formal or not?")))
                .once("formal, please", town.write("greeting.txt", "How do you do"))
                .once("greeting.txt", DONE)
                .always("", new Answer.Says("I wait."));

        String bead = town.sling("Greet better");
        await().atMost(QwenTown.PATIENCE)
                .untilAsserted(() ->
                        assertThat(town.gt("inbox", "--json").json())
                                .extracting(waiting -> waiting.path("kind").asText())
                                .contains("letter", "question"));
        for (JsonNode waiting : town.gt("inbox", "--json").json()) {
            String id = waiting.path("id").asText();
            boolean letter = waiting.path("kind").asText().equals("letter");
            assertThat(waiting.path("text").asText()).contains("nux");
            assertThat(
                            (letter ? town.gt("ack", id) : town.gt("reply", id, "formal, please"))
                                    .code())
                    .isZero();
        }
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("How do you do");
        assertThat(town.gt("ready").out()).contains("Greet in French too");
        assertThat(town.told()).contains("Formal or not?", "Merged " + bead);
        assertThat(town.gt("inbox", "--json").json()).isEmpty();
        assertThat(town.leaks()).isEmpty();
    }

    @Test
    void aTownThatGoesDownInTheMiddleOfATurnGoesOnAfterwards() {
        Answer slow = new Answer.Waits(Duration.ofMinutes(2), new Answer.Says("late"));
        town.model()
                .once("On your hook", slow)
                .once("On your hook", town.write("greeting.txt", "hello again"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        await().atMost(QwenTown.PATIENCE).until(() -> town.model().count() > 0);
        town.town().restart();
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("hello again");
    }

    private static Answer tool(String name, Map<String, Object> arguments) {
        return new Answer.Calls("mcp__town__" + name, arguments);
    }
}
