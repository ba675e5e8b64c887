package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel.Answer;
import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A person asks a real agent's session that is over.
@Tag("slow")
@Timeout(600)
@Execution(ExecutionMode.SAME_THREAD)
class QwenSeanceTest {
    @Test
    void itAnswersFromItsOwnMemoryAndTheOriginalStaysAsItWas(@TempDir Path folder) {
        try (QwenTown town = new QwenTown(folder)) {
            town.model()
                    .once("On your hook", town.write("greeting.txt", "good morning"))
                    .once("greeting.txt", Qwen.done("wrote the greeting"))
                    .always("claimed done", new Answer.Says("Done."))
                    .once("why good morning", new Answer.Says("Because it was early."))
                    .once("how early", new Answer.Says("Before six."));
            String bead = town.sling("Greet better");
            town.merged(bead);
            assertThat(town.gt("wait", bead, "--timeout", "60s").code()).isZero();
            Path chats = folder.resolve("town");
            Map<String, String> before = chats(chats);
            int asked = town.model().count();

            TestTown.Ended answer = town.gt("seance", bead, "why", "good", "morning?");
            assertThat(answer.code()).as(answer.out() + answer.err()).isZero();
            assertThat(answer.out()).isEqualTo("Because it was early.\n");
            JsonNode request = town.model().requests().get(asked);
            if (town.town().running().sandbox().problem().isEmpty()) {
                assertThat(request.toString())
                        .as("its own history")
                        .contains("On your hook", "wrote the greeting", "Your work is over");
            }
            assertThat(town.model().tools()).noneMatch(tool -> tool.startsWith("mcp__town"));
            JsonNode again = town.gt("seance", bead, "how early?", "--json").json();

            assertThat(again.path("text").asText()).isEqualTo("Before six.");
            assertThat(again.path("by").asText()).isEqualTo("shop/seances/nux");
            assertThat(chats(chats)).isEqualTo(before);
            assertThat(before).isNotEmpty();
            assertThat(town.leaks()).as("no key in any post, log or event").isEmpty();
        }
    }

    /// What the agent itself keeps of its sessions, outside of any stay.
    private static Map<String, String> chats(Path town) {
        Map<String, String> found = new TreeMap<>();
        try (Stream<Path> files = Files.walk(town)) {
            for (Path file :
                    files.filter(it -> it.toString().contains("shop~polecats~nux"))
                            .filter(it -> it.toString().endsWith(".jsonl"))
                            .toList()) {
                found.put(file.toString(), Files.readString(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
