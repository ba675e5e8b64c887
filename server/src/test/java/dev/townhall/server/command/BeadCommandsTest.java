package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown.Ended;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Single beads.
final class BeadCommandsTest {
    @TempDir private Path folder;
    private TestTown town;

    @BeforeEach
    void start() {
        town = new TestTown(folder);
    }

    @AfterEach
    void stop() {
        town.close();
    }

    @Test
    void singleBeadsAreMadeShownAndSlung() {
        town.addShop();

        JsonNode made =
                town.gtWithInput(
                                "Because.",
                                "new",
                                "shop",
                                "Write it down",
                                "--file",
                                "-",
                                "--exec",
                                "echo x > x.txt",
                                "--priority",
                                "1",
                                "--json")
                        .json();
        String id = made.path("id").asText();
        assertThat(town.gt("ready", "--json").json().get(0).path("id").asText()).isEqualTo(id);
        assertThat(town.gt("ready", "shop").out()).contains("P1").contains("Write it down");
        assertThat(town.gt("show", id).out())
                .contains("Because.")
                .contains("echo x > x.txt")
                .contains("bead.created");
        assertThat(town.gt("show", id, "--json").json().path("priority").asInt()).isEqualTo(1);
        assertThat(town.gt("wait", id).code()).isEqualTo(Exit.NEEDS_PERSON);

        Ended slung = town.gt("sling", id);
        assertThat(slung.out()).contains("Slung " + id + " as convoy hq-cv-");
        assertThat(town.gt("wait", id, "--timeout", "60s").code()).isEqualTo(Exit.OK);
        assertThat(town.gt("sling", id).code()).isEqualTo(Exit.FAILED);
    }

    @Test
    void aBeadTypedWrongIsPutRightOrGivenUp() {
        town.addShop();
        Ended made = town.gt("new", "shop", "Wirte it down");
        String id = made.out().substring("Bead ".length(), made.out().indexOf(" is open"));
        assertThat(made.out()).contains("`gt edit " + id + " --exec CMD`", "`gt drop " + id + "`");
        Ended refused = town.gt("sling", id);
        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err())
                .contains("carries no commands")
                .contains("type `gt edit " + id + " --exec CMD`")
                .doesNotContain("on the terminal")
                .hasLineCount(1);

        Ended edited =
                town.gtWithInput(
                        "Because.",
                        "edit",
                        id,
                        "--title",
                        "Write it down",
                        "--file",
                        "-",
                        "--exec",
                        "echo x > x.txt",
                        "--priority",
                        "0",
                        "--approval");
        assertThat(edited.out())
                .as(edited.err())
                .contains("Write it down", "Because.", "echo x > x.txt", "P0", "approval-required")
                .contains("bead.edited");
        assertThat(town.gt("edit", id, "--no-approval", "--json").code()).isEqualTo(Exit.OK);
        assertThat(town.gt("edit", id, "--witness").out())
                .contains("witness    judges the work before it is merged", "witness-required");
        assertThat(town.gt("edit", id, "--no-witness").out()).doesNotContain("witness-required");
        String judged =
                town.gt("new", "shop", "Judge me", "--witness", "--json")
                        .json()
                        .path("id")
                        .asText();
        assertThat(town.gt("show", judged).out()).contains("judges the work before it is merged");
        assertThat(town.gt("drop", judged).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("edit", id).code()).isEqualTo(Exit.USAGE);
        assertThat(town.gt("edit", id, "--title", "").err())
                .contains("A bead needs a title")
                .hasLineCount(1);
        assertThat(town.gt("edit", "hq-rig-shop", "--title", "x").err()).contains("no work");

        Ended dropped = town.gt("drop", id, "--reason", "not needed");
        assertThat(dropped.out()).isEqualTo(id + " was dropped.\n");
        assertThat(town.gt("show", id).out())
                .containsPattern("because +dropped by overseer/[^ ]+: not needed");
        assertThat(town.gt("thread", "shop").out()).contains("Dropped " + id);
        assertThat(town.gt("wait", id).code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("ready", "--json").json()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "two\nlines", "a\ttab", "bell\u0007", "zero\u200Bwidth"})
    void aTitleThatIsNotWhatItLooksLikeIsRefusedAndMakesNothing(String title) {
        town.addShop();

        Ended ended = town.gt("new", "shop", title);

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).containsIgnoringCase("title").doesNotContain("sh-").hasLineCount(1);
        assertThat(town.gt("ready", "--json").json()).isEmpty();
    }

    @Test
    void aNewBeadOnARigWithoutShellDoesNotPromiseThatItCanBeSlung() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());

        assertThat(town.gt("new", "shop", "x", "--exec", "true").out())
                .contains("cannot be put to work yet: rig shop takes no commands")
                .contains("gt rig set shop --shell")
                .doesNotContain("gt sling");
    }
}
