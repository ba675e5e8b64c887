package dev.townhall.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.testing.ScriptedModel.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// A real agent under a cap: its next turn waits for a person.
@Tag("slow")
@Execution(ExecutionMode.SAME_THREAD)
class QwenCapTest {
    @TempDir Path folder;

    @Test
    void aReachedCapHoldsTheNextTurnUntilAPersonSaysYes() {
        String caps = "[caps]\nrig = \"$0.0001\"\n";
        try (QwenTown town = new QwenTown(folder, caps, Map.of())) {
            town.model()
                    .once("On your hook", new Answer.Says("I think about it."))
                    .once("On your hook", town.write("greeting.txt", "good morning"))
                    .once("greeting.txt", Qwen.done("wrote the greeting"))
                    .always("claimed done", new Answer.Says("Done."));

            String bead = town.sling("Greet better");
            JsonNode asked = town.asked("approval");
            assertThat(asked.path("text").asText())
                    .contains("Spend more on rig shop on ", "The cap of $0.01 for rig shop on ");
            long requests = town.model().count();
            String id = asked.path("id").asText();
            assertThat(town.gt("cost").out()).contains("UP TO", "gt approve " + id);
            assertThat(town.gt("deny", id).code()).isZero();
            Awaitility.await()
                    .atMost(QwenTown.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(town.gt("inbox").out())
                                    .contains("said no", "gt approve " + id));
            assertThat(town.model().count()).as("nothing more was asked").isEqualTo(requests);

            assertThat(town.gt("approve", id).code()).isZero();
            town.merged(bead);

            assertThat(town.onMain("greeting.txt")).contains("good morning");
            assertThat(town.gt("thread", "shop").out())
                    .contains("More for rig shop on ", "denied by", "approved by");
        }
    }
}
