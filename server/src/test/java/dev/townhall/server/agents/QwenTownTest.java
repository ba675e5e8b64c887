package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real town with a real coding agent, Qwen Code, whose model is scripted: from a message to
/// merged commits.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenTownTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String KEY = "sk-scripted-key-of-qwen";
    private static final Answer DONE =
            new Answer.Calls("mcp__town__done", Map.of("summary", "wrote the greeting"));

    private static final Pattern CONVOY = Pattern.compile("hq-cv-[a-z0-9]+");

    @TempDir Path folder;
    private final ScriptedModel model = new ScriptedModel();
    private Path remote;
    private String convoy = "";
    private TestTown town;

    @BeforeEach
    void open() throws IOException {
        String qwen = System.getenv().getOrDefault("GT_QWEN", "");
        if (qwen.isEmpty()) {
            System.out.println(
                    "SKIPPED: no Qwen Code, so no real agent is tested in a town. Run .ci/qwen, set GT_QWEN.");
        }
        assumeTrue(!qwen.isEmpty(), "no Qwen Code: run .ci/qwen, set GT_QWEN");
        Path home = folder.resolve("town");
        Files.createDirectories(home);
        Files.writeString(
                home.resolve("town.toml"),
                """
                [agents]
                default = "qwen"

                [agents.qwen]
                command = "%s"
                """
                        .formatted(qwen));
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("OPENAI_API_KEY", KEY);
        environment.put("OPENAI_BASE_URL", model.baseUrl());
        environment.put("OPENAI_MODEL", "scripted");
        remote = TestTown.remoteIn(folder, "shop");
        town = new TestTown(folder, home, environment);
        // Its Node and its own files lie where a sandbox shows nothing, unless it is told to.
        String readable = Path.of(qwen).resolveSibling("").toString();
        assertThat(town.gt("rig", "add", "shop", remote.toString(), "--readable", readable).code())
                .isZero();
    }

    @AfterEach
    void close() {
        if (town != null) {
            town.close();
        }
        model.close();
    }

    @Test
    void itEditsAFileCallsDoneAndIsMerged() {
        model.once("On your hook", write("greeting.txt", "good morning"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = sling("Greet better");
        TestTown.Ended waited = town.gt("wait", bead, "--timeout", "180s");

        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
        assertThat(TestTown.git(remote, "show", "main:greeting.txt")).contains("good morning");
        assertThat(TestTown.git(remote, "log", "-1", "--format=%an %B", "main"))
                .contains("nux", "Bead: " + bead);
        assertThat(told()).contains("Merged " + bead);
        assertThat(model.tools()).contains("mcp__town__done", "mcp__town__ask");
        assertThat(leaks()).as("no key in any post, log or event").isEmpty();
    }

    @Test
    void whatThePolicyDoesNotAllowWaitsForAPerson() {
        model.once("On your hook", run("git push origin HEAD"))
                .once("refused", write("greeting.txt", "hello"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = sling("Greet better");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(town.gt("inbox", "--json").json()).isNotEmpty());
        JsonNode asked = town.gt("inbox", "--json").json().get(0);
        assertThat(asked.path("text").asText()).contains("nux", "git push");
        assertThat(asked.path("log").asText()).contains("git push origin HEAD");
        assertThat(town.gt("deny", asked.path("id").asText()).code()).isZero();
        TestTown.Ended waited = town.gt("wait", bead, "--timeout", "180s");

        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
        assertThat(told()).contains("denied by");
        assertThat(TestTown.git(remote, "show", "main:greeting.txt")).contains("hello");
    }

    @Test
    void aQuestionIsAnsweredByAPersonAndTheWorkGoesOn() {
        model.once(
                        "On your hook",
                        new Answer.Calls("mcp__town__ask", Map.of("question", "Which words?")))
                .once("good evening", write("greeting.txt", "good evening"))
                .once("greeting.txt", DONE)
                .always("", new Answer.Says("I wait."));

        String bead = sling("Greet better");
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(town.gt("inbox", "--json").json()).isNotEmpty());
        JsonNode asked = town.gt("inbox", "--json").json().get(0);
        assertThat(town.gt("reply", asked.path("id").asText(), "good evening").code()).isZero();
        TestTown.Ended waited = town.gt("wait", bead, "--timeout", "180s");

        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
        assertThat(TestTown.git(remote, "show", "main:greeting.txt")).contains("good evening");
    }

    @Test
    void aTownThatGoesDownInTheMiddleOfATurnGoesOnAfterwards() {
        Answer slow = new Answer.Waits(Duration.ofMinutes(2), new Answer.Says("late"));
        model.once("On your hook", slow)
                .once("On your hook", write("greeting.txt", "hello again"))
                .once("greeting.txt", DONE)
                .always("claimed done", new Answer.Says("Done."));

        String bead = sling("Greet better");
        Awaitility.await().atMost(PATIENCE).until(() -> model.count() > 0);
        town.restart();
        TestTown.Ended waited = town.gt("wait", bead, "--timeout", "180s");

        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
        assertThat(TestTown.git(remote, "show", "main:greeting.txt")).contains("hello again");
    }

    private String sling(String title) {
        String bead = town.gt("new", "shop", title, "--json").json().path("id").asText();
        TestTown.Ended slung = town.gt("sling", bead);
        assertThat(slung.code()).as(slung.err()).isZero();
        Matcher found = CONVOY.matcher(slung.out());
        assertThat(found.find()).as(slung.out()).isTrue();
        convoy = found.group();
        return bead;
    }

    private Answer write(String file, String text) {
        Path tree = folder.resolve("town/rigs/shop/trees/polecats/nux");
        return new Answer.Calls(
                "write_file", Map.of("file_path", tree.resolve(file).toString(), "content", text));
    }

    private static Answer run(String command) {
        return new Answer.Calls(
                "run_shell_command", Map.of("command", command, "is_background", false));
    }

    private String told() {
        return town.gt("thread", convoy).out() + town.gt("events").out();
    }

    private String leaks() {
        String all = town.gt("events", "--json").out() + town.gt("thread", convoy, "--json").out();
        return all.contains(KEY) || all.contains("gtmcp_") ? all : "";
    }
}
