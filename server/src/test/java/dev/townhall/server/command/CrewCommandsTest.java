package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Crews from the terminal.
final class CrewCommandsTest {
    private static final Pattern DISCARD = Pattern.compile("--discard ([a-z0-9]+)");

    @TempDir private Path folder;

    private TestTown town() {
        TestTown town = new TestTown(folder);
        Path remote = TestTown.remoteIn(folder, "shop");
        assertThat(town.gt("rig", "add", "shop", remote.toString()).code()).isZero();
        return town;
    }

    private static Path tree(TestTown town, String name) {
        for (JsonNode line : town.gt("crew", "list", "--json").json()) {
            if (line.path("name").asText().equals(name)) {
                return Path.of(line.path("folder").asText());
            }
        }
        throw new AssertionError("nobody is called " + name);
    }

    @Test
    void aMemberHasATreeOfItsOwnThatOutlivesTheTown() throws IOException {
        try (TestTown town = town()) {
            assertThat(town.gt("crew", "list").out()).contains("Nobody is in a crew yet");

            Ended added = town.gt("crew", "add", "max");

            assertThat(added.out()).contains("max is in the crew of shop.", "trees/crew/max");
            Path tree = tree(town, "max");
            Files.writeString(tree.resolve("draft.txt"), "half done\n");
            town.restart();
            assertThat(tree(town, "max")).isEqualTo(tree);
            assertThat(tree.resolve("draft.txt")).hasContent("half done\n");
            assertThat(town.gt("crew", "list", "shop").out())
                    .contains("NAME", "max", "idle", "crew/max", tree.toString());
            assertThat(town.gt("thread", "shop").out()).contains("max is in the crew now.");
            assertThat(town.gt("agents", "accounts").code()).isZero();
            assertThat(town.gt("status").out())
                    .containsPattern("CREW +RIG")
                    .contains("max", "idle");
            assertThat(town.gt("status", "--json").json().at("/crew/0/folder").asText())
                    .isEqualTo(tree.toString());
            assertThat(town.gt("doctor").code()).isZero();
        }
    }

    @Test
    void whatIsOnlyInItsTreeKeepsItAndItsRigFromBeingRemoved() throws IOException {
        try (TestTown town = town()) {
            town.gt("crew", "add", "max", "--rig", "shop");
            Path tree = tree(town, "max");
            Files.writeString(tree.resolve("draft.txt"), "half done\n");
            TestTown.git(tree, "add", "draft.txt");
            TestTown.git(tree, "commit", "-q", "-m", "Half");
            Files.writeString(tree.resolve("more.txt"), "more\n");

            Ended member = town.gt("crew", "remove", "max");
            Ended rig = town.gt("rig", "remove", "shop");
            Ended wrong = town.gt("crew", "remove", "max", "--discard", "frob");

            assertThat(member.code()).isEqualTo(1);
            assertThat(member.err())
                    .contains("the tree of shop/crew/max holds unsaved work (1 commit, 1 file)")
                    .hasLineCount(1);
            assertThat(rig.code()).isEqualTo(1);
            assertThat(rig.err()).contains("the tree of shop/crew/max holds unsaved work");
            assertThat(wrong.err()).contains("That is not what was listed before.");
            assertThat(tree.resolve("more.txt")).hasContent("more\n");
            assertThat(town.gt("crew", "list").out()).contains("idle");

            Matcher word = DISCARD.matcher(member.err());
            assertThat(word.find()).isTrue();
            assertThat(town.gt("crew", "remove", "max", "--discard", word.group(1)).code())
                    .isZero();
            assertThat(tree).doesNotExist();
            assertThat(town.gt("rig", "remove", "shop").code()).isZero();
        }
    }

    @Test
    void theWordThatLosesWhatWasListedLosesNothingThatCameLater() throws IOException {
        try (TestTown town = town()) {
            town.gt("crew", "add", "max");
            Path tree = tree(town, "max");
            Files.writeString(tree.resolve("more.txt"), "more\n");
            commit(tree, "draft.txt");
            String listed = town.gt("crew", "remove", "max").err();
            Matcher word = DISCARD.matcher(listed);
            assertThat(word.find()).as(listed).isTrue();

            Files.writeString(tree.resolve("more.txt"), "more and more\n");
            Ended files = town.gt("crew", "remove", "max", "--discard", word.group(1));
            Files.writeString(tree.resolve("more.txt"), "more\n");
            commit(tree, "another.txt");
            Ended commits = town.gt("crew", "remove", "max", "--discard", word.group(1));

            assertThat(List.of(files, commits))
                    .allSatisfy(it -> assertThat(it.err()).contains("not what was listed before"));
            assertThat(tree.resolve("another.txt")).exists();
        }
    }

    private static void commit(Path tree, String file) throws IOException {
        Files.writeString(tree.resolve(file), "done\n");
        TestTown.git(tree, "add", file);
        TestTown.git(tree, "commit", "-q", "-m", "Write " + file);
    }

    @Test
    void whatAPersonMergedIsSafe() throws IOException {
        try (TestTown town = town()) {
            town.gt("crew", "add", "max");
            Path tree = tree(town, "max");
            Files.writeString(tree.resolve("done.txt"), "done\n");
            TestTown.git(tree, "add", "done.txt");
            TestTown.git(tree, "commit", "-q", "-m", "Done");
            assertThat(town.gt("crew", "remove", "max").code()).isEqualTo(1);

            Path clone = folder.resolve("clone");
            TestTown.git(folder, "clone", "-q", "shop.git", "clone");
            TestTown.git(clone, "pull", "-q", tree.toString(), "crew/max");
            TestTown.git(clone, "push", "-q", "origin", "HEAD:main");

            assertThat(town.gt("crew", "remove", "max").out()).contains("max left the crew");
            assertThat(town.gt("crew", "list").out()).contains("Nobody");
            assertThat(town.gt("crew", "add", "max").code()).isZero();
            assertThat(tree.resolve("done.txt")).hasContent("done\n");
        }
    }

    @Test
    void whatIsSaidToAMemberIsAnsweredInItsThreadAndOnTheTerminal() {
        try (TestTown town = town()) {
            town.gt("crew", "add", "max");

            Ended said = town.gt("crew", "talk", "max", "where", "is", "the", "parser?");

            assertThat(said.code()).isEqualTo(1);
            assertThat(said.out()).contains("I have no agent. Give rig shop one");
            assertThat(town.gt("thread", "max").out())
                    .containsSubsequence(
                            "max, crew of shop", "@max where is the parser?", "no agent");
            assertThat(town.gt("crew", "talk", "shop/max", "hello", "--no-wait").out())
                    .contains("gt thread shop/max");
            assertThat(town.gt("crew", "talk", "max").code()).isEqualTo(2);
            assertThat(town.gt("crew", "talk", "frob", "hello").err()).contains("frob");
            assertThat(town.gt("crew", "stop", "max").out()).contains("max");
            assertThat(town.gt("crew", "stop", "shop/crew/max").code()).isZero();
            assertThat(town.gt("crew", "stop").code()).isEqualTo(2);
            assertThat(town.gt("crew", "list").out()).contains("idle");
            assertThat(town.gt("thread", "frob").err()).contains("frob", "gt crew list");
            assertThat(town.gt("crew", "remove", "max").code()).isZero();
            assertThat(town.gt("crew", "talk", "max", "hello").err()).contains("Nobody");
        }
    }

    @Test
    void aRigTakesItsCrewWithItAndANameIsOneMembers() {
        try (TestTown town = town()) {
            assertThat(town.gt("crew", "add", "max").code()).isZero();

            assertThat(town.gt("crew", "add", "max").err()).contains("in the crew of shop already");
            assertThat(town.gt("crew", "add", "mayor").err()).contains("means something else");
            assertThat(town.gt("crew", "add", "Max Power").err()).contains("2 to 20 of a-z");
            assertThat(town.gt("crew", "add", "web-max").err()).contains("2 to 20 of a-z");
            assertThat(town.gt("crew", "add", "kim", "--agent", "frob").err()).contains("frob");
            assertThat(town.gt("crew", "add", "kim", "--rig", "moon").err()).contains("moon");
            assertThat(town.gt("crew", "add").code()).isEqualTo(2);
            assertThat(town.gt("crew", "remove", "frob").err())
                    .contains("Nobody called 'frob'", "shop/max");
            assertThat(town.gt("crew", "list", "moon").err()).contains("moon");
            assertThat(town.gt("nudge", "max").err()).contains("talked with", "@max");
            assertThat(town.gt("crew", "list").out()).contains("max").doesNotContain("kim");

            assertThat(town.gt("rig", "remove", "shop").code()).isZero();
            assertThat(town.gt("crew", "list").out()).contains("Nobody");
        }
    }
}
