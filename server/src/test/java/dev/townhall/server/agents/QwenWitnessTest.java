package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent judges what another session of it did: not good enough once, good enough then.
@Tag("slow")
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class QwenWitnessTest {
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
    void theWitnessDoesNotAcceptTheWorkerReworksAndTheWitnessAccepts() {
        town.model()
                .once(
                        "What you judge",
                        Qwen.run("git log -1 --format=%an; touch planted.txt; echo looked"))
                .once(
                        "looked",
                        verdict(
                                "not-accepted",
                                "criterion 1 is not met: nobody is greeted by name"))
                .once("The witness wrote:", town.write("greeting.txt", "hello Ada"))
                .once("What you judge", verdict("accepted", "criterion 1 is met: it says Ada"))
                .once("On your hook", town.write("greeting.txt", "hello"))
                .times(2, "greeting.txt", Qwen.done("wrote the greeting"))
                .always("Noted:", new Answer.Says("Done."));

        String bead = town.sling("Greet Ada by name", "--witness");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("hello Ada");
        assertThat(town.lastCommit()).contains("nux", "Bead: " + bead);
        String thread = town.gt("thread", town.convoy()).out();
        assertThat(thread)
                .contains(
                        "Sent back " + bead + ": the witness did not accept it. Try 2 comes next.")
                .contains("nobody is greeted by name")
                .contains("The witness accepted " + bead, "it says Ada")
                .contains("Merged " + bead);
        assertThat(thread.indexOf("The witness accepted")).isLessThan(thread.indexOf("Merged "));
        assertThat(town.gt("show", bead).out()).contains("accepted by shop/witness", "it says Ada");
        assertThat(town.gt("events").out().split("work\\.witnessed", -1)).hasSize(3);
        assertThat(town.leaks()).as("no key in any post, log or event").isEmpty();
    }

    @Test
    void theWitnessHasTheToolForAVerdictAndTheWorkerHasNot() {
        town.model()
                .once("What you judge", verdict("accepted", "it is there"))
                .once("On your hook", town.write("greeting.txt", "hello"))
                .once("greeting.txt", Qwen.done("wrote the greeting"))
                .always("Noted:", new Answer.Says("Done."));

        String bead = town.sling("Greet", "--witness");
        town.merged(bead);

        assertThat(offered("What you judge"))
                .contains("mcp__town__verdict")
                .doesNotContain("mcp__town__done");
        assertThat(offered("On your hook: " + bead + "\n\nTry 1. Work"))
                .contains("mcp__town__done")
                .doesNotContain("mcp__town__verdict");
    }

    @Test
    void theWitnessCannotWriteWhatItJudges() {
        String looked =
                "git log -1 --format=by-%an; git diff --stat HEAD~1 HEAD; touch planted.txt;"
                        + " echo x >> README.md; echo looked";
        town.model()
                .once("What you judge", Qwen.run(looked))
                .once("looked", verdict("accepted", "it is there"))
                .once("On your hook", town.write("greeting.txt", "hello"))
                .once("greeting.txt", Qwen.done("wrote the greeting"))
                .always("Noted:", new Answer.Says("Done."));

        String bead = town.sling("Greet", "--witness");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("hello");
        assertThat(town.lastCommit()).contains("Bead: " + bead);
        assertThat(town.filesOnMain()).doesNotContain("planted.txt");
        assertThat(answerTo(looked)).contains("by-nux", "greeting.txt | 1 +");
        if (town.town().running().sandbox().problem().isEmpty()) {
            assertThat(town.witnessFolder()).isDirectory();
            assertThat(town.witnessFolder().resolve("planted.txt")).doesNotExist();
            assertThat(answerTo(looked)).contains("Read-only file system");
        }
    }

    private static Answer verdict(String verdict, String reasons) {
        return new Answer.Calls(
                "mcp__town__verdict", Map.of("verdict", verdict, "reasons", reasons));
    }

    /// What a tool call came back with.
    private String answerTo(String command) {
        return town.model().requests().stream()
                .map(ScriptedModel::lastMessage)
                .filter(last -> last.contains("looked"))
                .findFirst()
                .orElseThrow(() -> new AssertionError("never called: " + command));
    }

    /// The tools that the request with these words offered.
    private List<String> offered(String words) {
        List<String> names = new ArrayList<>();
        for (JsonNode request : town.model().requests()) {
            if (ScriptedModel.lastMessage(request).contains(words) && names.isEmpty()) {
                request.path("tools")
                        .forEach(tool -> names.add(tool.path("function").path("name").asText()));
            }
        }
        return names;
    }
}
