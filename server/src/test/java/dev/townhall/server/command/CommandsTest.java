package dev.townhall.server.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What all commands have in common, and those about the whole town.
final class CommandsTest {
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
    void aNudgeNamesItsAgentAndTakesOneWordForEachOption() {
        town.addShop();

        assertThat(town.gt("nudge", "nux", "--mode", "queue", "look", "again").err())
                .contains("No agent is called 'nux' here");
        assertThat(town.gt("nudge", "nux bad").code()).isEqualTo(Exit.USAGE);
        for (String verb : List.of("nudge", "handoff")) {
            assertThat(town.gt(verb, "nux").err())
                    .as(verb)
                    .contains("No agent is called 'nux' here");
        }
    }

    @Test
    void whatIsNamedAndNotThereIsOneClearErrorEach() {
        assertThat(town.gt("agents", "wake", "nope").err())
                .isEqualTo(
                        "gt: There is no account 'nope', and none at all: no agent is chosen, so"
                                + " nobody pays. `gt agents presets` lists them.\n");
        assertThat(town.gt("agents", "accounts").out()).startsWith("No accounts: no agent");
        for (String id : List.of("nope", "sh-nope", "hq-cv-nope")) {
            Ended thread = town.gt("thread", id);
            assertThat(thread.err())
                    .isEqualTo(
                            "gt: There is no convoy, bead, rig or member of a crew '%s'. `gt convoy list`, `gt rig list` and `gt crew list` show what there is.\n"
                                    .formatted(id));
            assertThat(thread.code()).isEqualTo(Exit.USAGE);
        }
        town.addShop();
        assertThat(town.gt("thread", "shop").out()).contains("Rig shop is ready");
    }

    @Test
    void aTerminalIsAnsweredInItsOwnWords() {
        town.addShop();
        String convoy = town.planned(Plans.PLAN);

        assertThat(town.gt("approve", convoy).err())
                .contains("Type `gt inbox` for what there is.")
                .doesNotContain("Say");
        assertThat(town.gt("convoy", "pause", convoy).err()).doesNotContain("Say");
    }

    @Test
    void statusTellsScriptsAllTheyRelyOn() {
        town.addShop();

        JsonNode status = town.gt("status", "--json").json();

        assertThat(keys(status)).contains("pid", "version", "url", "rigs", "agents");
        assertThat(status.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.path("url").asText()).startsWith("http://127.0.0.1:");
        assertThat(town.gt("status").out()).contains("shop").contains(status.path("url").asText());
    }

    @Test
    void eventsAreOneObjectALineFromAnyNumber() {
        town.addShop();

        List<String> all = town.gt("events", "--json").out().lines().toList();
        List<String> later = town.gt("events", "--json", "--from", "2").out().lines().toList();

        assertThat(all.getFirst()).startsWith("{\"seq\":1,");
        assertThat(later).isEqualTo(all.subList(1, all.size()));
        assertThat(town.gt("events", "--last", "1").out()).contains("rig.ready").hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "events --last abc | expected a whole number; found 'abc'.",
                "events --from x | expected a whole number; found 'x'",
                "events --last -1 | --last counts from 1; found -1.",
                "people add bob --role king | one of none, viewer, operator, approver, owner; found 'king'",
                "people add bob --known-as web | option '--known-as' (NETWORK=ID): expected NETWORK=ID; found 'web'",
            })
    void badUseIsToldInTheWordsThatAreTyped(String line, String expected) {
        town.addShop();

        Ended ended = town.gt(line.split(" "));

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains(expected).hasLineCount(1);
    }

    @Test
    void settingsThatNameWhoAndWhatIsNotThereAreFindings() throws Exception {
        town.addShop();
        Files.writeString(
                town.town().path().resolve("town.toml"),
                """
                [web.logins]
                ada = "secrets/ada"
                [agents.rigs]
                shop = "qwen"
                norig = "qwen"
                [caps.rigs]
                elsewhere = "$5"
                """);

        Ended found = town.gt("doctor", "--json");

        assertThat(found.json().path("findings").findValuesAsText("about"))
                .containsExactly("web.logins.ada", "agents.rigs.norig", "caps.rigs.elsewhere");
        assertThat(town.gt("doctor").out())
                .contains("must name a person of the town", "must name a rig of the town (shop)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "frobnicate",
                "rig",
                "rig ad",
                "rig add",
                "plan shop",
                "plan nowhere --file plan.md",
                "show nope-1",
                "show \u001b[31m",
                "wait",
                "wait nope",
                "wait x --timeout soon",
                "approve nope",
                "convoy status sh-1",
                "events --from 0",
                "new nowhere title",
                "new shop x --priority 9",
                "sling nope-1 --bogus",
            })
    void badUseIsOneClearLineOnStandardErrorAndCodeTwo(String line) {
        town.addShop();
        town.file("plan.md", Plans.PLAN);

        Ended ended = town.gt(line.split(" "));

        assertThat(ended.code()).as(ended.toString()).isEqualTo(Exit.USAGE);
        if (!line.equals("rig")) {
            assertThat(ended.err()).startsWith("gt: ").hasLineCount(1);
            assertThat(ended.err()).doesNotContain("\u001b").doesNotContain("Exception");
        }
    }

    @Test
    void aMistypedCommandIsAnsweredWithTheNearest() {
        assertThat(town.gt("statsu").err()).contains("Did you mean `gt status`?");
        assertThat(town.gt("rig", "lst").err()).contains("Did you mean 'list'?");
        assertThat(town.gt("status", "--jsn").err()).contains("Did you mean '--json'?");
    }

    @Test
    void withoutATownEveryVerbThatNeedsOneSaysSo() {
        for (String verb : List.of("status", "down", "inbox", "ready", "events")) {
            Ended ended = TestTown.without(folder.resolve("none"), folder, verb);
            assertThat(ended.code()).isEqualTo(Exit.NOT_RUNNING);
            assertThat(ended.err()).contains("No town runs in").hasLineCount(1);
        }
        Ended file = TestTown.without(Path.of("/etc/passwd"), folder, "status");
        assertThat(file.code()).isEqualTo(Exit.USAGE);
        assertThat(file.err()).contains("/etc/passwd is a file; expected the folder of a town");
    }

    @Test
    void gtAloneSaysWhatOneCanDoNext() {
        assertThat(TestTown.without(folder.resolve("none"), folder).out()).contains("gt demo");
        assertThat(town.gt().out()).contains("gt rig add");
        town.addShop();
        assertThat(town.gt().out()).contains("gt plan RIG");
        String convoy = town.planned(Plans.PLAN);
        assertThat(town.gt().out()).contains("gt convoy launch " + convoy);
    }

    @Test
    void everyCommandExplainsItself() {
        for (String word : Group.words()) {
            Ended help = town.gt(word, "--help");
            assertThat(help.code()).as(word).isZero();
            assertThat(help.out()).as(word).startsWith("Usage: gt " + word);
            assertThat(town.gt("help").out()).contains("  " + word + " ");
        }
    }

    @Test
    void aTerminalGetsColoursAndOthersNone() {
        town.addShop();
        assertThat(town.onTerminal("status").out()).contains("\u001b[1m");
        assertThat(town.gt("status").out()).doesNotContain("\u001b");
    }

    @Test
    void initMakesATownOnceAndNeverInAForeignFolder() throws Exception {
        Path fresh = folder.resolve("fresh");
        assertThat(TestTown.without(fresh, folder, "init").code()).isEqualTo(Exit.OK);
        assertThat(Files.readString(fresh.resolve("town.toml"))).contains("# [web]");
        assertThat(TestTown.without(fresh, folder, "init").out()).contains("already");
        Path foreign = Files.createDirectories(folder.resolve("foreign"));
        Files.writeString(foreign.resolve("novel.txt"), "Once");
        Ended refused = TestTown.without(foreign, folder, "init");
        assertThat(refused.code()).isEqualTo(Exit.USAGE);
        assertThat(foreign).isDirectoryContaining("glob:**/novel.txt");
        assertThat(TestTown.without(foreign, folder, "up").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aStoppedTownIsExaminedInItsFolderAndGoesOnAfterwards() {
        town.addShop();
        String convoy = town.planned(Plans.PLAN, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.OK);
        Ended busy = TestTown.without(town.town().path(), folder, "doctor");
        assertThat(busy.code()).isEqualTo(Exit.FAILED);
        assertThat(busy.err()).contains("open in another process");

        town.running().close();
        Ended stopped = TestTown.without(town.town().path(), folder, "doctor", "--json");

        assertThat(stopped.code()).as(stopped.out() + stopped.err()).isEqualTo(Exit.OK);
        assertThat(stopped.json().path("running").asBoolean()).isFalse();
        town.restart();
        assertThat(town.gt("convoy", "status", convoy, "--json").json().path("state").asText())
                .isEqualTo("landed");
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
