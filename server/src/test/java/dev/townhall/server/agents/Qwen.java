package dev.townhall.server.agents;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.townhall.core.testing.ScriptedModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// The real agent of the tests, Qwen Code as `.ci/qwen` brings it, with a scripted model.
///
/// @param command what starts it
public record Qwen(String command) {
    /// The key of its model, which must turn up nowhere.
    public static final String KEY = "sk-scripted-key-of-qwen";

    /// Skips the test, aloud, where there is none.
    public static Qwen find() {
        String command = System.getenv().getOrDefault("GT_QWEN", "");
        if (command.isEmpty()) {
            System.out.println(
                    "SKIPPED: no Qwen Code, so no real agent is tested in a town. Run .ci/qwen, set GT_QWEN.");
        }
        assumeTrue(!command.isEmpty(), "no Qwen Code: run .ci/qwen, set GT_QWEN");
        return new Qwen(command);
    }

    /// Writes the settings of a town whose agent it is. @param more of them
    public void settle(Path town, String more) {
        try {
            Files.createDirectories(town);
            Files.writeString(
                    town.resolve("town.toml"),
                    """
                    [limits]              # other tests' load is no matter here
                    polecats = 6
                    max_load = 10000.0
                    min_free_memory = 0

                    [agents]
                    default = "qwen"

                    [agents.qwen]
                    command = "%s"

                    %s
                    """
                            .formatted(command, more));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What it needs of the town's environment.
    public static Map<String, String> environment(ScriptedModel model) {
        return Map.of(
                "OPENAI_API_KEY",
                KEY,
                "OPENAI_BASE_URL",
                model.baseUrl(),
                "OPENAI_MODEL",
                "scripted");
    }

    /// Its Node and its own files lie where a sandbox shows nothing, unless it is told to.
    public String readable() {
        return Path.of(command).resolveSibling("").toString();
    }

    /// The model has it run a command in its tree.
    public static ScriptedModel.Answer run(String command) {
        return new ScriptedModel.Answer.Calls(
                "run_shell_command", Map.of("command", command, "is_background", false));
    }

    /// The model has it claim its work as done.
    public static ScriptedModel.Answer done(String summary) {
        return new ScriptedModel.Answer.Calls("mcp__town__done", Map.of("summary", summary));
    }
}
