package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.transcript.Past;
import dev.townhall.core.transcript.Scribe;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TranscriptCommandsTest {
    private static final Actor NUX = Actor.polecat(new RigName("shop"), "nux");

    @TempDir private Path folder;

    private static void session(TestTown town, String bead, int number, String... told) {
        Scribe scribe =
                town.running()
                        .transcripts()
                        .begin(
                                new Past(
                                        NUX,
                                        new BeadId(bead),
                                        number,
                                        Instant.ofEpochSecond(1_000_000_000 + number),
                                        "qwen"));
        for (String text : told) {
            scribe.told(text);
        }
    }

    @Test
    void aTranscriptIsShownSearchedAndFoundByBeadOrAgent() {
        try (TestTown town = new TestTown(folder)) {
            session(town, "sh-1", 1, "Mend the gate", "Mend the RATE limit");
            session(town, "sh-1", 2, "Go on", "Again");
            session(town, "sh-2", 3, "Other");

            assertThat(town.gt("transcript", "sh-1").out())
                    .contains("Session 2 of 2: shop/polecats/nux on sh-1, qwen", "Go on", "Again")
                    .doesNotContain("Mend");
            assertThat(town.gt("transcript", "sh-1", "--session", "1").out()).contains("the gate");
            assertThat(town.gt("transcript", "nux", "--grep", "limit rate").out())
                    .contains("Session 1 of 3", "RATE limit")
                    .doesNotContain("the gate", "Session 2");
            assertThat(town.gt("transcript", "nux", "--grep", "nowhere").out())
                    .contains("None of it was said there.");
            assertThat(town.gt("transcript", "sh-1", "--last", "1").out())
                    .contains("Again")
                    .doesNotContain("Go on");
            JsonNode json = town.gt("transcript", "shop/polecats/nux", "--json").json();
            assertThat(json.get(0).path("session").asInt()).isEqualTo(3);
            assertThat(json.get(0).path("entries").get(0).path("kind").asText()).isEqualTo("town");
        }
    }

    @Test
    void whatIsNotThereIsOneClearLine() {
        try (TestTown town = new TestTown(folder)) {
            session(town, "sh-1", 1, "Hello");

            TestTown.Ended unknown = town.gt("transcript", "frob");
            TestTown.Ended beyond = town.gt("transcript", "sh-1", "--session", "7");
            TestTown.Ended nothing = town.gt("transcript", "sh-1", "--last", "0");
            TestTown.Ended bare = town.gt("transcript");

            assertThat(unknown.err()).contains("frob").hasLineCount(1);
            assertThat(unknown.code()).isEqualTo(2);
            assertThat(beyond.err()).contains("sh-1 has 1 session").hasLineCount(1);
            assertThat(nothing.err()).contains("--last counts from 1").hasLineCount(1);
            assertThat(bare.code()).isEqualTo(2);
            assertThat(town.gt("transcript", "").code()).isEqualTo(2);
            assertThat(town.gt("transcript", "sh-1", "--grep", "").out()).contains("Hello");
        }
    }
}
