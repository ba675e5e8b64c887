package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.server.command.TestTown.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Rigs on real repositories.
final class RigCommandsTest {
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
    void aRigWithoutGatesIsToldSoAndCountsAsWell() {
        Ended added = town.gt("rig", "add", "shop", town.remote("shop").toString());

        assertThat(added.out())
                .contains("Note: What merges without a conflict goes in unproved: no gate is set.")
                .contains("gt rig set shop --gate CMD");
        assertThat(town.gt("rig", "show", "shop").out()).contains("goes in unproved");
        Ended doctor = town.gt("doctor");
        assertThat(doctor.code()).isEqualTo(Exit.OK);
        assertThat(doctor.out()).contains("All is well").contains("Note on rig shop: What merges");
        assertThat(town.gt("rig", "set", "shop", "--gate", "true").out())
                .doesNotContain("unproved");
        assertThat(town.gt("doctor").out()).doesNotContain("unproved");
    }

    @Test
    void aSecondRigOnTheSameRepositoryIsRefused() throws IOException {
        town.addShop();
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("shop.git"));

        for (String same : List.of(folder.resolve("shop.git") + "/", link.toString())) {
            Ended refused = town.gt("rig", "add", "again", same);
            assertThat(refused.code()).isEqualTo(Exit.FAILED);
            assertThat(refused.err()).contains("Rig 'shop' works on").hasLineCount(1);
        }
        assertThat(town.gt("rig", "add", "other", folder.resolve("shop-work").toString()).code())
                .isEqualTo(Exit.OK);
    }

    @Test
    void aLinkedWorkTreeOfARigsRepositoryIsThatRepository() {
        town.addShop();
        Path work = folder.resolve("shop-work");
        TestTown.git(work, "worktree", "add", "-q", "../linked", "-b", "side");
        TestTown.git(folder.resolve("shop.git"), "worktree", "add", "-q", "../other", "-b", "side");
        town.gt("rig", "add", "desk", work.toString());

        Ended ofDesk = town.gt("rig", "add", "again", folder.resolve("linked").toString());
        Ended ofShop = town.gt("rig", "add", "again", "other");

        assertThat(ofDesk.err()).contains("Rig 'desk' works on").hasLineCount(1);
        assertThat(ofShop.err()).contains("Rig 'shop' works on").hasLineCount(1);
        assertThat(ofShop.code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("rig", "list", "--json").json()).hasSize(2);
    }

    @Test
    void anAgentThatCannotWorkYetIsToldWhenItIsChosen() throws IOException {
        town.close();
        Files.writeString(
                folder.resolve("town/town.toml"),
                "[agents.mine]\ncommand = \"/nowhere/my-agent\"\nargs = [\"acp\"]\n");
        town = new TestTown(folder);
        town.addShop();

        Ended set = town.gt("rig", "set", "shop", "--agent", "mine");

        assertThat(set.code()).as(set.err()).isEqualTo(Exit.OK);
        assertThat(set.out())
                .contains("Note: Agent mine cannot work yet; program: not installed")
                .contains("`gt agents test mine` says more");
        assertThat(town.gt("rig", "set", "shop", "--polecats", "2").out())
                .doesNotContain("cannot work yet");

        Ended made = town.gt("new", "shop", "Something to think about");
        String bead = made.out().replaceAll("(?s).*Bead (\\S+) is open.*", "$1");
        assertThat(made.out())
                .contains("Note: Agent mine cannot work yet; program: not installed")
                .hasLineCount(2);
        assertThat(town.gt("sling", bead).out()).contains("Note: Agent mine cannot work yet;");
        assertThat(town.gt("new", "shop", "By commands", "--exec", "true").out())
                .doesNotContain("Note:");
    }

    @Test
    void anAgentThatIsRunOncePerTurnIsChosenWithTheWordThatItAsksNobody() {
        town.addShop();

        Ended amp = town.gt("rig", "set", "shop", "--agent", "amp");
        Ended custom = town.gt("rig", "set", "shop", "--agent", "custom");

        assertThat(amp.code()).as(amp.err()).isEqualTo(Exit.OK);
        assertThat(amp.out())
                .contains("Note: Agent amp is run once per turn: it asks nobody for permission");
        assertThat(town.gt("rig", "set", "shop", "--agent", "qwen").out())
                .doesNotContain("once per turn");
        assertThat(custom.code()).isEqualTo(Exit.USAGE);
        assertThat(custom.err()).contains("names no program", "[agents.mine.headless]");
    }

    @Test
    void aRigsSandboxIsSetShownAndRefusedWhereItGivesTheTownAway() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        town.gt("rig", "add", "shop", town.remote("shop").toString(), "--network", "off");

        Ended set =
                town.gt(
                        "rig",
                        "set",
                        "shop",
                        "--sandbox",
                        "required",
                        "--cache",
                        "cache",
                        "--json");

        assertThat(set.json().path("sandbox").asText()).isEqualTo("required");
        assertThat(set.json().path("network").asText()).isEqualTo("off");
        assertThat(set.json().path("caches").get(0).asText()).isEqualTo(cache.toString());
        assertThat(town.gt("rig", "show", "shop").out())
                .contains("sandbox   required: ", "cache     " + cache);
        assertThat(town.gt("status", "--json").json().path("sandbox").asText())
                .isEqualTo(town.running().sandbox().description());
        assertThat(town.gt("doctor", "--json").json().path("sandbox").asText()).isNotEmpty();
        assertThat(town.gt("rig", "set", "shop", "--cache", ".").err())
                .contains("the town itself is there");
        assertThat(town.gt("rig", "set", "shop", "--cache", "nowhere").err())
                .contains("Make it first");
        assertThat(town.gt("rig", "set", "shop", "--sandbox", "perhaps").err())
                .contains("required, preferred, off");
        assertThat(town.gt("rig", "set", "shop", "--no-caches").out()).doesNotContain("cache");
    }

    @Test
    void rigsAreListedChangedParkedAndRemovedOnlyWhenSafe() {
        town.addShop();

        assertThat(town.gt("rig", "list", "--json").json().get(0).path("name").asText())
                .isEqualTo("shop");
        Ended set =
                town.gt(
                        "rig",
                        "set",
                        "shop",
                        "--no-shell",
                        "--approval",
                        "--gate",
                        "make",
                        "--polecats",
                        "2",
                        "--json");
        assertThat(set.json().path("shell").asBoolean()).isFalse();
        assertThat(set.json().path("approval").asBoolean()).isTrue();
        assertThat(set.json().path("gates").get(0).asText()).isEqualTo("make");
        assertThat(town.gt("rig", "set", "shop", "--shell", "--no-gates").out())
                .contains("shell     allowed");
        assertThat(town.gt("rig", "park", "shop").code()).isEqualTo(Exit.OK);
        assertThat(town.gt("rig", "park", "shop").code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("rig", "unpark", "shop").code()).isEqualTo(Exit.OK);
        assertThat(town.gt("rig", "rescues", "shop").out()).contains("Nothing had to be rescued");

        String convoy = town.planned("- [ ] Slow\n  ```sh\n  sleep 30\n  ```\n", "--launch");
        Ended refused = town.gt("rig", "remove", "shop");
        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err()).contains(convoy);
        town.gt("convoy", "drop", convoy);
        Ended removed = town.gt("rig", "remove", "shop");
        assertThat(removed.code()).as(removed.err()).isEqualTo(Exit.OK);
        assertThat(town.gt("rig", "list", "--json").json()).isEmpty();
    }

    @Test
    void aRigIsNotRemovedWithoutItsOpenWork() {
        town.addShop();
        String bead = town.gt("new", "shop", "Left over", "--json").json().path("id").asText();
        String convoy = town.planned(Plans.PLAN);

        Ended refused = town.gt("rig", "remove", "shop");

        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err())
                .contains("1 plan (" + convoy + ") is not launched (`gt convoy drop ID`)")
                .contains("1 bead (" + bead + ") is open (`gt drop ID`)")
                .contains("`gt rig remove shop --drop-open`")
                .hasLineCount(1);
        assertThat(town.gt("ready", "--json").json()).hasSize(1);

        Ended removed = town.gt("rig", "remove", "shop", "--drop-open");

        assertThat(removed.code()).as(removed.err()).isEqualTo(Exit.OK);
        assertThat(town.gt("ready", "--json").json()).isEmpty();
        assertThat(town.gt("wait", bead, convoy).code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("show", bead).out())
                .containsPattern("because +dropped by overseer/[^ ]+: its rig was removed");
        assertThat(town.gt("convoy", "status", convoy).out()).contains("dropped");
    }

    @Test
    void aRigThatCannotBeClonedLeavesNothingBehind() {
        Ended added = town.gt("rig", "add", "shop", "nowhere");

        assertThat(added.code()).isEqualTo(Exit.USAGE);
        assertThat(added.err()).contains("Rig shop was not added:").hasLineCount(1);
        assertThat(town.gt("rig", "list", "--json").json()).isEmpty();
        assertThat(town.gt("events").out()).doesNotContain("rig.");
        assertThat(town.gt("doctor").code()).isEqualTo(Exit.OK);
    }

    @Test
    void aRigThatFailsWhileItIsClonedIsOneStoryAndItsNameIsFree() {
        town.file("novel.txt", "Once upon a time");

        Ended added = town.gt("rig", "add", "shop", "novel.txt");

        assertThat(added.code()).isEqualTo(Exit.USAGE);
        assertThat(added.err()).contains("Rig shop was not added:").hasLineCount(1);
        assertThat(town.gt("events").out())
                .contains("rig.added", "rig.failed")
                .doesNotContain("rig.removed");
        assertThat(town.gt("rig", "list", "--json").json()).isEmpty();
        town.addShop();
    }

    @Test
    void whatIsNowhereElseGoesOnlyByTheWordForExactlyThat() {
        town.addShop();
        String convoy = town.planned(Plans.ASKS, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(town.gt("rig", "remove", "shop").err()).contains("is at work").contains(convoy);
        town.gt("convoy", "drop", convoy);

        Ended refused = town.gt("rig", "remove", "shop");
        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err()).contains("is not merged: 1 commit (Asked)").hasLineCount(1);
        assertThat(town.gt("rig", "remove", "shop", "--discard", "everything").err())
                .contains("That is not what was listed");
        String word = refused.err().replaceAll("(?s).*--discard ([0-9a-f]{8})`.*", "$1");

        assertThat(town.gt("status").out()).contains("shop/polecats/");
        Ended removed = town.gt("rig", "remove", "shop", "--discard", word);

        assertThat(town.gt("status").out()).doesNotContain("shop/polecats/");
        assertThat(removed.code()).as(removed.err()).isEqualTo(Exit.OK);
        assertThat(town.gt("rig", "list", "--json").json()).isEmpty();
    }
}
