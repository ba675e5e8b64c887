package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SeanceCommandsTest {
    @TempDir private Path folder;

    @Test
    void wrongQuestionsAreRefusedWithWhatWasExpected() {
        try (TestTown town = new TestTown(folder)) {
            assertThat(town.gt("seance").code()).isEqualTo(Exit.USAGE);
            assertThat(town.gt("seance", "nux").err()).contains("QUESTION");
            assertThat(town.gt("seance", "nux", "why?").code()).isEqualTo(Exit.USAGE);
            assertThat(town.gt("seance", "a b", "why?").err()).contains("is one word");
            assertThat(town.gt("seance", "nux", "--session", "0", "why?").err())
                    .contains("counts from 1");
            assertThat(town.gt("seance", "nux", "--session", "x", "why?").code())
                    .isEqualTo(Exit.USAGE);
            assertThat(town.gt("seance", "shop/polecats/nux", "why?").err())
                    .contains("No agent is called");
        }
    }

    @Test
    void whatNobodyRemembersIsSaidAndIsNoSuccess() {
        try (TestTown town = new TestTown(folder)) {
            town.gt("rig", "add", "shop", town.remote("shop").toString(), "--shell");
            String bead =
                    town.gt("new", "shop", "Write", "--exec", "echo x > x.txt", "--json")
                            .json()
                            .path("id")
                            .asText();
            town.gt("sling", bead);
            assertThat(town.gt("wait", bead, "--timeout", "120s").code()).isEqualTo(Exit.OK);

            TestTown.Ended asked = town.gt("seance", bead, "why", "x?");
            assertThat(asked.code()).isEqualTo(Exit.FAILED);
            assertThat(asked.out()).contains("No session of shop/polecats/nux on " + bead);
            assertThat(
                            town.gt("seance", "nux", "why?", "--json")
                                    .json()
                                    .path("answered")
                                    .asBoolean())
                    .isFalse();
            assertThat(town.gt("seance", bead, "why?", "--no-wait").out())
                    .contains(
                            "Asked shop/polecats/nux on " + bead + ": the answer comes in inbox:");
        }
    }
}
