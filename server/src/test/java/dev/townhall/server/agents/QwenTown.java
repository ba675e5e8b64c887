package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.command.TestTown;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A real town with one rig, `shop`, whose agent is a real one: Qwen Code with a scripted model.
final class QwenTown implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final Pattern CONVOY = Pattern.compile("hq-cv-[a-z0-9]+");

    private static final String PRICES =
            """
            [prices."scripted"]
            input = "100"
            output = "1000"
            """;

    private final Path home;
    private final ScriptedModel model = new ScriptedModel();
    private final Path remote;
    private final TestTown town;
    private final Leaks leaks;
    private String convoy = "";

    /// Skips the test, aloud, where there is no Qwen Code.
    QwenTown(Path folder) {
        this(folder, "", Map.of());
    }

    /// @param further settings, @param variables of the town's environment
    QwenTown(Path folder, String further, Map<String, String> variables) {
        Qwen qwen = Qwen.find();
        home = folder.resolve("town");
        qwen.settle(home, PRICES + further);
        Map<String, String> environment = new LinkedHashMap<>(System.getenv());
        environment.putAll(Qwen.environment(model));
        environment.putAll(variables);
        remote = TestTown.remoteIn(folder, "shop");
        leaks = new Leaks();
        town = new TestTown(folder, home, environment);
        assertThat(
                        town.gt(
                                        "rig",
                                        "add",
                                        "shop",
                                        remote.toString(),
                                        "--readable",
                                        qwen.readable())
                                .code())
                .isZero();
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
    String sling(String title, String... options) {
        List<String> words = new ArrayList<>(List.of("new", "shop", title, "--json"));
        words.addAll(List.of(options));
        String bead = gt(words.toArray(new String[0])).json().path("id").asText();
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

    /// Where the rig's witness reads what it judges.
    Path witnessFolder() {
        return home.resolve("rigs/shop/trees/witness");
    }

    /// What a person is asked first that is of this kind.
    JsonNode asked(String kind) {
        return town.waiting(kind, PATIENCE);
    }

    /// The thread of the last bead that was slung.
    String convoy() {
        return convoy;
    }

    /// What is on main in the rig's remote.
    String onMain(String file) {
        return TestTown.git(remote, "show", "main:" + file);
    }

    String filesOnMain() {
        return TestTown.git(remote, "ls-tree", "--name-only", "-r", "main");
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

    /// What lets whoever has it be the town's owner.
    String townToken() {
        return Leaks.text(home.resolve("run/token")).strip();
    }

    /// The thread and all events, for people.
    String told() {
        return gt("thread", convoy).out() + gt("events").out();
    }

    /// What carries a secret where nobody may find one, posts, events, transcripts, logs and files of the
    /// town; empty is right.
    String leaks() {
        String all =
                gt("events", "--json").out()
                        + gt("thread", convoy, "--json").out()
                        + gt("transcript", "nux", "--json").out();
        return all.contains(Qwen.KEY) || all.contains("gtmcp_")
                ? all
                : String.join("\n", leaks.of(town));
    }

    @Override
    public void close() {
        town.close();
        model.close();
        leaks.close();
    }
}
