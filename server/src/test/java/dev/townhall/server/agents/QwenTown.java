package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/// A real town with one rig, `shop`, whose agent is a real one: Qwen Code with a scripted model.
final class QwenTown implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);
    static final String KEY = "sk-scripted-key-of-qwen";

    private static final Pattern CONVOY = Pattern.compile("hq-cv-[a-z0-9]+");

    private final Path home;
    private final ScriptedModel model = new ScriptedModel();
    private final Path remote;
    private final TestTown town;
    private String convoy = "";

    /// Skips the test, aloud, where there is no Qwen Code.
    QwenTown(Path folder) {
        this(folder, "", Map.of());
    }

    /// @param further settings, @param variables of the town's environment
    QwenTown(Path folder, String further, Map<String, String> variables) {
        String qwen = System.getenv().getOrDefault("GT_QWEN", "");
        if (qwen.isEmpty()) {
            System.out.println(
                    "SKIPPED: no Qwen Code, so no real agent is tested in a town. Run .ci/qwen, set GT_QWEN.");
        }
        assumeTrue(!qwen.isEmpty(), "no Qwen Code: run .ci/qwen, set GT_QWEN");
        home = folder.resolve("town");
        settings(qwen, further);
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.put("OPENAI_API_KEY", KEY);
        environment.put("OPENAI_BASE_URL", model.baseUrl());
        environment.put("OPENAI_MODEL", "scripted");
        environment.putAll(variables);
        remote = TestTown.remoteIn(folder, "shop");
        town = new TestTown(folder, home, environment);
        // Its Node and its own files lie where a sandbox shows nothing, unless it is told to.
        String readable = Path.of(qwen).resolveSibling("").toString();
        assertThat(town.gt("rig", "add", "shop", remote.toString(), "--readable", readable).code())
                .isZero();
    }

    private void settings(String qwen, String further) {
        try {
            Files.createDirectories(home);
            Files.writeString(
                    home.resolve("town.toml"),
                    """
                    [limits]              # other tests' load is no matter here
                    max_load = 10000.0
                    min_free_memory = 0

                    [agents]
                    default = "qwen"

                    [agents.qwen]
                    command = "%s"

                    %s
                    """
                            .formatted(qwen, further));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    ScriptedModel model() {
        return model;
    }

    TestTown town() {
        return town;
    }

    TestTown.Ended gt(String... words) {
        return town.gt(words);
    }

    /// Makes a bead without commands and gives it to the agent.
    String sling(String title) {
        String bead = gt("new", "shop", title, "--json").json().path("id").asText();
        TestTown.Ended slung = gt("sling", bead);
        assertThat(slung.code()).as(slung.err()).isZero();
        Matcher found = CONVOY.matcher(slung.out());
        assertThat(found.find()).as(slung.out()).isTrue();
        convoy = found.group();
        return bead;
    }

    /// Waits until the bead is merged.
    void merged(String bead) {
        TestTown.Ended waited = gt("wait", bead, "--timeout", "180s");
        assertThat(waited.code()).as(() -> waited.out() + told()).isZero();
    }

    /// What a person is asked first.
    JsonNode asked() {
        Awaitility.await()
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(gt("inbox", "--json").json()).isNotEmpty());
        return gt("inbox", "--json").json().get(0);
    }

    /// The thread of the last bead that was slung.
    String convoy() {
        return convoy;
    }

    /// What is on main in the rig's remote.
    String onMain(String file) {
        return TestTown.git(remote, "show", "main:" + file);
    }

    /// The last commit of main: author and message.
    String lastCommit() {
        return TestTown.git(remote, "log", "-1", "--format=%an %B", "main");
    }

    /// The agent's tool call that writes a file of the first polecat's tree.
    Answer write(String file, String text) {
        Path tree = home.resolve("rigs/shop/trees/polecats/nux");
        return new Answer.Calls(
                "write_file", Map.of("file_path", tree.resolve(file).toString(), "content", text));
    }

    static Answer run(String command) {
        return new Answer.Calls(
                "run_shell_command", Map.of("command", command, "is_background", false));
    }

    static Answer done(String summary) {
        return new Answer.Calls("mcp__town__done", Map.of("summary", summary));
    }

    /// The thread and all events, for people.
    String told() {
        return gt("thread", convoy).out() + gt("events").out();
    }

    /// What carries a secret where nobody may find one; empty is right.
    String leaks() {
        String all = gt("events", "--json").out() + gt("thread", convoy, "--json").out();
        return all.contains(KEY) || all.contains("gtmcp_") ? all : "";
    }

    @Override
    public void close() {
        town.close();
        model.close();
    }
}
