package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent with two accounts: its provider lets the first do no more, so it rests, and the
/// second one takes over.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenAccountsTest {
    private static final String WORK_KEY = "sk-key-of-the-account-at-work";
    private static final String SPARE_KEY = "sk-key-of-the-account-to-spare";

    @TempDir private Path folder;
    private QwenTown town;

    @BeforeEach
    void open() throws IOException {
        Path secret = folder.resolve("spare-key");
        Files.writeString(secret, SPARE_KEY + "\n");
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
        town =
                new QwenTown(
                        folder,
                        """
                        [accounts.work]
                        preset = "qwen"
                        env = { OPENAI_API_KEY = "WORK_OPENAI_KEY" }

                        [accounts.spare]
                        preset = "qwen"
                        sessions = 2
                        files = { OPENAI_API_KEY = "../spare-key" }
                        """,
                        Map.of("WORK_OPENAI_KEY", WORK_KEY));
    }

    @AfterEach
    void close() {
        if (town != null) {
            town.close();
        }
    }

    @Test
    void anAccountThatMeetsItsLimitRestsAndAnotherOneTakesOver() throws IOException {
        town.model()
                .toKey(
                        WORK_KEY,
                        new Answer.Fails(429, "Quota exhausted: your quota will reset after 2h."))
                .once("On your hook", town.write("greeting.txt", "good morning"))
                .once("greeting.txt", Qwen.done("wrote the greeting"))
                .always("claimed done", new Answer.Says("Done."));

        String bead = town.sling("Greet better");
        town.merged(bead);

        assertThat(town.onMain("greeting.txt")).contains("good morning");
        assertThat(town.lastCommit()).contains("nux", "Bead: " + bead);
        assertThat(town.gt("thread", town.convoy()).out())
                .contains(
                        "Account work of qwen met its provider's limit and rests until",
                        "Work goes on with spare.",
                        "Merged " + bead);
        assertThat(town.gt("events").out()).containsOnlyOnce("account.rested");
        assertThat(town.model().keys())
                .as("the first account was asked first, then never again")
                .startsWith(WORK_KEY)
                .endsWith(SPARE_KEY)
                .containsOnly(WORK_KEY, SPARE_KEY);
        accountsAreShown();
        restartKeepsTheRestUntilAPersonEndsIt();
        assertThat(whereKeysLie()).as("no key in any post, log, event or file").isEmpty();
    }

    private void accountsAreShown() {
        JsonNode accounts = town.gt("agents", "accounts", "--json").json();
        assertThat(accounts.findValuesAsText("name")).containsExactly("work", "spare");
        assertThat(accounts.get(0).path("restingUntil").asText()).isNotEmpty();
        assertThat(accounts.get(0).path("said").asText()).contains("will reset after 2h");
        assertThat(accounts.get(1).has("restingUntil")).isFalse();
        assertThat(accounts.get(1).path("sessionsMax").asInt()).isEqualTo(2);
        assertThat(town.gt("agents", "accounts").out()).contains("rests until", "ready");
        assertThat(town.gt("status").out()).contains("account work of qwen rests until");
    }

    private void restartKeepsTheRestUntilAPersonEndsIt() {
        town.town().restart();
        assertThat(town.gt("agents", "accounts").out()).contains("rests until");
        assertThat(town.gt("agents", "wake", "work").out()).contains("rests no longer");
        assertThat(town.gt("agents", "accounts").out()).doesNotContain("rests until");
    }

    /// Everything below the town's folder, and what `gt` tells.
    private List<String> whereKeysLie() throws IOException {
        List<String> found = new ArrayList<>();
        String told =
                town.gt("events", "--json").out()
                        + town.gt("thread", town.convoy(), "--json").out()
                        + town.gt("agents", "accounts", "--json").out()
                        + town.gt("status", "--json").out();
        if (told.contains(WORK_KEY) || told.contains(SPARE_KEY)) {
            found.add("gt");
        }
        Files.walkFileTree(
                folder.resolve("town"),
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        if (attributes.isRegularFile()) {
                            String text =
                                    Files.readString(
                                            file, java.nio.charset.StandardCharsets.ISO_8859_1);
                            if (text.contains(WORK_KEY) || text.contains(SPARE_KEY)) {
                                found.add(file.toString());
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException gone) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
