package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent joins two pieces of work that changed the same line, after the worker's own rework
/// collided again.
@Tag("slow")
@Timeout(300)
@Execution(ExecutionMode.SAME_THREAD)
class QwenResolverTest {
    @Test
    void twoBeadsThatChangeTheSameLineAreBothMerged(@TempDir Path folder) {
        try (QwenTown town = new QwenTown(folder)) {
            town.model()
                    .once("What collides", writes("hello from C and B", "looked"))
                    .once("looked", Qwen.done("kept both greetings"))
                    .once("Why it was sent back", writes("hello from B", "written"))
                    .once("First greeting", writes("hello from B", "written"))
                    .once("Second greeting", writes("hello from A", "written"))
                    .once("Third greeting", writes("hello from C", "written"))
                    .times(4, "written", Qwen.done("it greets"))
                    .always("Noted:", new Answer.Says("Done."));

            String bead = town.sling("First greeting", "--approval");
            String convoy = town.convoy();
            String first = town.asked("approval").path("id").asText();
            town.merged(town.sling("Second greeting"));
            assertThat(town.gt("approve", first).code()).isZero();
            String second = town.asked("approval").path("id").asText();
            town.merged(town.sling("Third greeting"));
            assertThat(town.gt("approve", second).code()).isZero();
            String third = town.asked("approval").path("id").asText();
            assertThat(town.gt("approve", third).code()).isZero();
            town.merged(bead);

            assertThat(town.onMain("greeting.txt")).contains("hello from C and B");
            assertThat(town.lastCommit())
                    .contains("nux", "First greeting", "Joined-by: shop/resolver", "Bead: " + bead);
            assertThat(town.gt("thread", convoy).out())
                    .contains("Sent back over a conflict", "it conflicts in greeting.txt")
                    .contains("Merged " + bead, "joined by the resolver", "kept both greetings");
            assertThat(told(town, "What collides"))
                    .contains("You are the refinery's helper", "> Third greeting")
                    .contains("> First greeting", "> greeting.txt");
            assertThat(told(town, "looked"))
                    .contains("<<<<<<< the target", "hello from C", "hello from B")
                    .contains(">>>>>>> " + bead);
            assertThat(town.gt("events").out())
                    .contains("conflict.offered")
                    .contains("conflict.resolved");
            assertThat(town.leaks()).as("no key in any post, log or event").isEmpty();
        }
    }

    /// Looks at the greeting and writes another one.
    private static Answer writes(String text, String last) {
        return Qwen.run(
                "cat greeting.txt; echo '%s' > greeting.txt; echo %s".formatted(text, last));
    }

    /// The first message to the model with these words in it.
    private static String told(QwenTown town, String words) {
        for (JsonNode request : town.model().requests()) {
            String last = ScriptedModel.lastMessage(request);
            if (last.contains(words)) {
                return last;
            }
        }
        throw new AssertionError("never told: " + words);
    }
}
