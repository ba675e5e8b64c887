package dev.townhall.server.command;

import static dev.townhall.core.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.server.command.TestTown.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every verb on a real town with real git.
final class CommandsTest {
    private static final String PLAN =
            """
            - [ ] One
              ```sh
              echo one > one.txt
              ```
            - [ ] Two  after: 1
              ```sh
              echo two > two.txt
              ```
            """;
    private static final String ASKS =
            """
            - [ ] Asked
              approval: required
              ```sh
              echo asked > asked.txt
              ```
            - [ ] Free
              ```sh
              echo free > free.txt
              ```
            """;
    private static final String FAILS =
            """
            - [ ] Never
              ```sh
              echo broken; exit 3
              ```
            """;

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
        addShop();

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
                            "gt: There is no convoy, bead or rig '%s'. `gt convoy list` and `gt rig list` show what there is.\n"
                                    .formatted(id));
            assertThat(thread.code()).isEqualTo(Exit.USAGE);
        }
        addShop();
        assertThat(town.gt("thread", "shop").out()).contains("Rig shop is ready");
    }

    private void addShop() {
        Ended added = town.gt("rig", "add", "shop", town.remote("shop").toString(), "--shell");
        assertThat(added).as("rig add").extracting(Ended::code).isEqualTo(0);
    }

    private String planned(String plan, String... more) {
        town.file("plan.md", plan);
        List<String> words =
                new ArrayList<>(List.of("plan", "shop", "--file", "plan.md", "--json"));
        words.addAll(List.of(more));
        Ended ended = town.gt(words.toArray(String[]::new));
        assertThat(ended.err()).isEmpty();
        return ended.json().path("convoy").asText();
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    @Test
    void aPlanBecomesMergedCommitsFromTheTerminalAlone() {
        Path remote = town.remote("shop");

        Ended added = town.gt("rig", "add", "shop", remote.toString(), "--shell", "--gate", "true");
        assertThat(added.out()).contains("Rig shop is ready: branch main, prefix sh");
        town.file("plan.md", PLAN);
        JsonNode plan = town.gt("plan", "shop", "--file", "plan.md", "--launch", "--json").json();
        assertThat(keys(plan)).containsExactly("convoy", "state", "beads", "notes");
        assertThat(plan.path("state").asText()).isEqualTo("open");
        assertThat(keys(plan.path("beads").get(0))).containsExactly("id", "title", "wave");
        assertThat(plan.path("beads").get(1).path("wave").asInt()).isEqualTo(2);
        String convoy = plan.path("convoy").asText();

        Ended waited = town.gt("wait", convoy, "--timeout", "60s");
        assertThat(waited.code()).as(waited.out() + waited.err()).isEqualTo(Exit.OK);

        JsonNode status = town.gt("convoy", "status", convoy, "--json").json();
        assertThat(status.path("id").asText()).isEqualTo(convoy);
        assertThat(status.path("state").asText()).isEqualTo("landed");
        assertThat(status.path("total").asInt()).isEqualTo(2);
        assertThat(status.path("closed").asInt()).isEqualTo(2);
        JsonNode bead = status.path("beads").get(0);
        assertThat(keys(bead)).contains("id", "title", "status", "assignee", "commit", "attempts");
        assertThat(bead.path("status").asText()).isEqualTo("closed");
        assertThat(TestTown.git(remote, "log", "--format=%H", "main"))
                .contains(bead.path("commit").asText());
        assertThat(TestTown.git(remote, "log", "--format=%(trailers:key=Bead,valueonly)", "main"))
                .contains(bead.path("id").asText());

        JsonNode thread = town.gt("thread", convoy, "--json").json();
        assertThat(thread).isNotEmpty();
        for (JsonNode post : thread) {
            assertThat(keys(post)).contains("at", "author", "text", "state");
        }
        assertThat(thread.toString()).contains("Merged").contains("Landed");
        assertThat(town.gt("thread", convoy).out()).contains("Landed");
        assertThat(town.gt("doctor").code()).as(town.gt("doctor").out()).isEqualTo(Exit.OK);
        JsonNode health = town.gt("doctor", "--json").json();
        assertThat(health.path("clean").asBoolean()).isTrue();
        assertThat(health.path("findings")).isEmpty();
    }

    @Test
    void aMergeThatNeedsApprovalStopsTheWaitUntilAPersonApproves() {
        addShop();
        String convoy = planned(ASKS, "--launch");

        Ended first = town.gt("wait", convoy, "--timeout", "60s");
        assertThat(first.code()).as(first.out() + first.err()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(first.out()).contains("needs a person (1/2 closed)");
        JsonNode inbox = town.gt("inbox", "--json").json();
        assertThat(inbox).hasSize(1);
        assertThat(inbox.get(0).path("kind").asText()).isEqualTo("approval");
        String approval = inbox.get(0).path("id").asText();
        Ended shown = town.gt("inbox");
        assertThat(shown.out())
                .startsWith("! " + approval)
                .contains("1 file, +1 -0")
                .contains("asked.txt  +1 -0")
                .contains("gates: none on this rig")
                .containsPattern("expires in 23 h 59 min \\([-0-9]+ [:0-9]+\\), then it counts as")
                .contains("gt approve " + approval, "gt deny " + approval);
        String asked = inbox.get(0).path("bead").asText();
        for (String id : List.of(asked, approval)) {
            assertThat(town.gt("show", id).out())
                    .contains("asked.txt +1 -0", "gt approve " + approval, "expires in 23 h");
        }
        assertThat(town.gt("show", approval).out()).contains("+++ b/asked.txt\n@@ -0,0 +1 @@\n+");
        assertThat(town.gt("convoy", "list").out()).contains("open, needs a person");
        JsonNode status = town.gt("convoy", "status", convoy, "--json").json();
        assertThat(status.path("beads").findValuesAsText("phase"))
                .containsExactly("awaiting-approval", "done");
        assertThat(status.path("beads").findValuesAsText("status"))
                .containsExactly("in_progress", "closed");
        assertThat(town.gt("convoy", "status", convoy).out()).contains("waits for approval");
        assertThat(town.gt("mq", "list", "--json").json().get(0).path("phase").asText())
                .isEqualTo("awaiting-approval");

        assertThat(town.gt("approve", approval).code()).isEqualTo(Exit.OK);
        Ended late = town.gt("deny", approval);
        assertThat(late.code()).isEqualTo(Exit.FAILED);
        assertThat(late.out()).contains("Too late");

        assertThat(
                        town.gt("wait", convoy, "--timeout", "60s", "--json")
                                .json()
                                .get(0)
                                .path("state")
                                .asText())
                .isEqualTo("done");
        assertThat(town.gt("inbox").out()).isEqualTo("Nothing waits for you.\n");
    }

    @Test
    void workThatFailsForGoodWaitsForAPersonWhoGivesItUp() {
        addShop();
        String convoy = planned(FAILS, "--launch");

        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        JsonNode waiting = town.waiting("escalation");
        assertThat(waiting.path("log").asText()).contains("broken");
        String id = waiting.path("id").asText();
        assertThat(town.gt("ack", id).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("retry", id).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        String bead = town.waiting("escalation").path("bead").asText();
        int tries = tries(convoy);
        assertThat(town.gt("drop", bead).code()).isEqualTo(Exit.OK);
        assertThat(tries(convoy)).isEqualTo(tries);
        Ended over = town.gt("wait", convoy, "--timeout", "60s");
        assertThat(over.code()).as(over.out()).isEqualTo(Exit.FAILED);
        assertThat(over.out()).contains(convoy + " was dropped (0/1 closed, 1 dropped)");
        assertThat(town.gt("wait", bead).code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("wait", bead).out()).contains("was dropped (0/1 closed, 1 dropped)");
        JsonNode status = town.gt("convoy", "status", convoy, "--json").json();
        assertThat(status.path("closed").asInt()).isZero();
        assertThat(status.path("dropped").asInt()).isEqualTo(1);
        assertThat(status.path("state").asText()).isEqualTo("dropped");
        assertThat(town.gt("convoy", "status", convoy).out()).contains("0/1 closed, 1 dropped");
        assertThat(town.gt("thread", convoy).out())
                .contains("Dropped: all its beads were dropped.")
                .doesNotContain("Landed");
    }

    @Test
    void aDeniedMergeSaysWhatFollowsAndItsHistoryTellsIt() {
        addShop();
        String convoy = planned(ASKS, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        JsonNode waiting = town.waiting("approval");
        String bead = waiting.path("bead").asText();

        Ended denied = town.gt("deny", waiting.path("id").asText());

        assertThat(denied.out())
                .contains("denied by", "Nothing is merged", "`gt inbox` shows it next");
        assertThat(town.gt("wait", bead, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(town.gt("show", bead).out())
                .containsSubsequence(
                        "approval.asked " + waiting.path("id").asText(),
                        "approval.decided " + waiting.path("id").asText(),
                        ": denied",
                        "escalated hq-esc-",
                        "Its merge was denied by");
    }

    @Test
    @Tag("slow")
    void workThatIsHinderedSaysSoEverywhereAndWaitEndsWithIt() throws IOException {
        town.close();
        Files.writeString(
                town.town().path().resolve("town.toml"),
                "[agents.ghost]\ncommand = \"/nowhere/ghost\"\nargs = [\"acp\"]\n");
        town = new TestTown(folder);
        String remote = town.remote("shop").toString();
        town.gt("rig", "add", "shop", remote, "--polecats", "1", "--agent", "ghost");
        town.gt("rig", "park", "shop");
        String convoy = planned("- [ ] Held\n- [ ] Behind it\n", "--launch");
        town.gt("rig", "set", "shop", "--no-agent");
        town.gt("rig", "unpark", "shop");

        Ended waited = town.gt("wait", convoy, "--timeout", "120s");

        assertThat(waited.code()).as(waited.out() + waited.err()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(waited.out())
                .contains("needs a person", "goes on by itself once this is put right")
                .contains("rig shop has no agent");
        JsonNode beads = town.gt("convoy", "status", convoy, "--json").json().path("beads");
        assertThat(beads.findValuesAsText("phase")).containsExactly("hindered", "ready");
        assertThat(beads.get(0).path("hindrance").asText()).contains("rig shop has no agent");
        assertThat(beads.get(1).has("hindrance")).isFalse();
        assertThat(town.gt("convoy", "status", convoy).out())
                .contains("Hindered: ", "rig shop has no agent");
        String bead = beads.get(0).path("id").asText();
        assertThat(town.gt("wait", bead).code()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(town.gt("show", bead).out())
                .containsPattern("phase +hindered")
                .containsPattern("hindered +.*rig shop has no agent");
        JsonNode inbox = town.waiting("finding");
        assertThat(inbox.path("bead").asText()).isEqualTo(bead);
        assertThat(town.gt("inbox").out())
                .contains(
                        "\"Held\" is hindered",
                        "rig shop has no agent",
                        "gt convoy drop " + convoy);
        assertThat(town.gt("thread", convoy).out()).contains("rig shop has no agent");
        assertThat(town.gt("status", "--json").json().path("agents").get(0).path("state").asText())
                .isEqualTo("hindered");

        assertThat(town.gt("edit", bead, "--title", "Other").err()).contains("gt drop " + bead);
        assertThat(inbox.path("commands").get(0).asText()).isEqualTo("gt drop " + bead);
        assertThat(town.gt("drop", bead, "--reason", "no agent any more").code())
                .isEqualTo(Exit.OK);
        String next = beads.get(1).path("id").asText();
        assertThat(town.gt("wait", next, "--timeout", "120s").out())
                .contains(next + " needs a person");
    }

    @Test
    @Tag("slow")
    void aMergeThatIsRefusedOutsideIsHinderedUntilItIsLetIn() throws IOException {
        addShop();
        Path hook = folder.resolve("shop.git/hooks/pre-receive");
        Files.createDirectories(folder.resolve("shop.git/hooks"));
        Files.writeString(hook, "#!/bin/sh\necho closed on Sundays\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        String convoy = planned("- [ ] One\n  ```sh\n  echo 1 > 1\n  ```\n", "--launch");

        Ended waited = town.gt("wait", convoy, "--timeout", "120s");

        assertThat(waited.code()).as(waited.out()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(waited.out()).contains("refused the push");
        Files.delete(hook);
        // Who asks is not told what was so before: it is tried again first.
        Ended again = town.gt("wait", convoy, "--timeout", "120s");
        assertThat(again.code()).as(again.out()).isEqualTo(Exit.OK);
        await().until(() -> town.gt("inbox").out().equals("Nothing waits for you.\n"));
    }

    private int tries(String convoy) {
        JsonNode status = town.gt("convoy", "status", convoy, "--json").json();
        return status.path("beads").get(0).path("attempts").asInt();
    }

    @Test
    void aScriptThatFailsTheSameWayTwiceIsPutBeforeAPersonWhoMendsIt() {
        addShop();
        String convoy = planned(FAILS, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);

        JsonNode raised = town.waiting("escalation");
        assertThat(raised.path("text").asText()).contains("twice in the same way on the same");
        assertThat(raised.path("log").asText()).startsWith("exit code 3");
        JsonNode bead = town.gt("convoy", "status", convoy, "--json").json().path("beads").get(0);
        assertThat(bead.path("phase").asText()).isEqualTo("needs-person");
        assertThat(bead.path("attempts").asInt()).isEqualTo(2);

        String id = bead.path("id").asText();
        assertThat(town.gt("inbox").out())
                .contains("gt edit " + id + " --exec CMD   gt retry ")
                .doesNotContain("gt ack");
        Ended edited = town.gt("edit", id, "--exec", "echo right > right.txt");
        assertThat(edited.code()).isEqualTo(Exit.OK);
        assertThat(edited.out())
                .contains("changed its commands, and it was not tried again yet")
                .contains("Before that: It ended twice")
                .contains("escalated hq-esc-")
                .containsPattern("rework.asked by .*: its session failed");
        assertThat(town.gt("inbox").out()).doesNotContain("exit code 3");
        assertThat(town.gt("ack", id).out())
                .contains("That settles nothing")
                .contains("`gt retry hq-esc-");
        assertThat(town.gt("retry", id).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.OK);
    }

    @Test
    void aWaitThatIsTooLongEndsWithItsOwnCode() {
        addShop();
        String convoy = planned("- [ ] Slow\n  ```sh\n  sleep 30\n  ```\n", "--launch");

        Ended waited = town.gt("wait", convoy, "--timeout", "300ms");

        assertThat(waited.code()).isEqualTo(Exit.TIME_OUT);
        assertThat(waited.out()).contains("still under way (0/1 closed)");
        assertThat(town.gt("convoy", "drop", convoy).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("wait", convoy).code()).isEqualTo(Exit.FAILED);
    }

    @Test
    void aStagedConvoyWaitsForItsLaunchAndCanBePausedAndResumed() {
        addShop();
        String convoy = planned(PLAN);

        assertThat(town.gt("wait", convoy).code()).isEqualTo(Exit.NEEDS_PERSON);
        for (JsonNode bead : town.gt("convoy", "status", convoy, "--json").json().path("beads")) {
            assertThat(bead.path("phase").asText()).isEqualTo("planned");
            assertThat(bead.path("attempts").asInt()).isZero();
        }
        assertThat(town.gt("convoy", "list").out()).startsWith("CONVOY");
        assertThat(town.gt("rig", "list").out()).startsWith("RIG");
        assertThat(town.gt("convoy", "launch", convoy).out()).contains("Launched " + convoy);
        assertThat(town.gt("convoy", "launch", convoy).code()).isEqualTo(Exit.FAILED);
        assertThat(town.gt("convoy", "pause", convoy).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("convoy", "resume", convoy).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.OK);
        assertThat(town.gt("convoy", "list").out())
                .isEqualTo("No convoys under way.\n1 landed: `gt convoy list --all` shows them.\n");
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).hasSize(1);
    }

    @Test
    void singleBeadsAreMadeShownAndSlung() {
        addShop();

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
        addShop();
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
        addShop();

        Ended ended = town.gt("new", "shop", title);

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).containsIgnoringCase("title").doesNotContain("sh-").hasLineCount(1);
        assertThat(town.gt("ready", "--json").json()).isEmpty();
    }

    @Test
    void whatIsLaunchedOnAParkedRigSaysThatItWaits() {
        addShop();
        String convoy = planned(PLAN);
        town.gt("rig", "park", "shop");

        assertThat(town.gt("convoy", "launch", convoy).out())
                .contains("Launched " + convoy)
                .contains("Rig shop is parked")
                .contains("gt rig unpark shop");
        assertThat(town.gt("convoy", "status", convoy).out()).contains("Rig shop is parked");
        String id =
                town.gt("new", "shop", "x", "--exec", "true", "--json").json().path("id").asText();
        assertThat(town.gt("sling", id).out()).contains("Rig shop is parked");
        assertThat(town.gt("new", "shop", "y", "--exec", "true").out())
                .contains("Type `gt sling sh-")
                .contains("Rig shop is parked");
        town.file("more.md", PLAN.replace("One", "Three").replace("Two", "Four"));
        assertThat(town.gt("plan", "shop", "--file", "more.md", "--launch").out())
                .containsOnlyOnce("Rig shop is parked")
                .contains("It is launched: `gt convoy status hq-cv-");
    }

    @Test
    void aNewBeadOnARigWithoutShellDoesNotPromiseThatItCanBeSlung() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());

        assertThat(town.gt("new", "shop", "x", "--exec", "true").out())
                .contains("cannot be put to work yet: rig shop takes no commands")
                .contains("gt rig set shop --shell")
                .doesNotContain("gt sling");
    }

    @Test
    void whatLooksLikeAnAttributeOfAPlanAndIsNoneIsTold() {
        addShop();

        Ended planned =
                town.gtWithInput("- [ ] One\n  priority: 9\n", "plan", "shop", "--file", "-");

        assertThat(planned.out()).contains("Note: Item 1: 'priority: 9' is only text");
        assertThat(planned.code()).isEqualTo(Exit.OK);
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
        addShop();
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
        addShop();
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
    void commitsThatUndoEachOtherAreNoChange() {
        addShop();
        String convoy =
                planned(
                        """
                        - [ ] There and back
                          ```sh
                          echo 1 > there.txt; git add there.txt; git commit -qm there
                          git rm -q there.txt; git commit -qm back
                          ```
                        """,
                        "--launch");

        Ended waited = town.gt("wait", convoy, "--timeout", "120s");

        assertThat(waited.code()).as(waited.out()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(waited.out()).contains("nothing was changed");
        assertThat(town.gt("mq", "list", "--json").json()).isEmpty();
    }

    @Test
    void whatIsApprovedOnAParkedRigSaysThatItIsParked() {
        addShop();
        String convoy = planned(ASKS, "--launch");
        town.gt("wait", convoy, "--timeout", "120s");
        town.gt("rig", "park", "shop");

        JsonNode asked = town.gt("inbox", "--json").json().get(0);
        String bead = asked.path("bead").asText();
        assertThat(town.gt("show", bead).out()).contains("waits for approval");

        town.gt("approve", asked.path("id").asText());

        assertThat(town.gt("convoy", "status", convoy).out())
                .contains("Rig shop is parked: nothing is begun or merged there until")
                .doesNotContain("awaiting-approval", "waits for approval");
        assertThat(town.gt("show", bead).out())
                .contains("merging: approved, but rig shop is parked");
        town.gt("rig", "unpark", "shop");
        assertThat(town.gt("wait", convoy, "--timeout", "120s").code()).isEqualTo(Exit.OK);
    }

    @Test
    void anAgentThatCannotWorkYetIsToldWhenItIsChosen() throws IOException {
        town.close();
        Files.writeString(
                folder.resolve("town/town.toml"),
                "[agents.mine]\ncommand = \"/nowhere/my-agent\"\nargs = [\"acp\"]\n");
        town = new TestTown(folder);
        addShop();

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
    void aPlanThatCannotBeLaunchedSaysSoWhenItIsPlanned() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", PLAN);

        assertThat(town.gt("plan", "shop", "--file", "plan.md").out())
                .contains("It cannot be launched: rig shop takes no commands")
                .contains("gt rig set shop --shell")
                .doesNotContain("starts it");
        Ended launched = town.gt("plan", "shop", "--file", "plan.md", "--launch");
        assertThat(launched.err()).contains("line 1: item 1 \"One\"").doesNotContain("bead sh-");
        town.gt("rig", "set", "shop", "--shell");
        town.file("plan.md", PLAN + "- [ ] Empty\n");
        Ended empty = town.gt("plan", "shop", "--file", "plan.md", "--launch");
        assertThat(empty.code()).isEqualTo(Exit.FAILED);
        assertThat(empty.err())
                .contains("line 9: item 3 \"Empty\" carries no commands")
                .hasLineCount(1);
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).hasSize(1);
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
        addShop();

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

        String convoy = planned("- [ ] Slow\n  ```sh\n  sleep 30\n  ```\n", "--launch");
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
        addShop();
        String bead = town.gt("new", "shop", "Left over", "--json").json().path("id").asText();
        String convoy = planned(PLAN);

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
        addShop();
    }

    @Test
    void whatIsNowhereElseGoesOnlyByTheWordForExactlyThat() {
        addShop();
        String convoy = planned(ASKS, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "60s").code()).isEqualTo(Exit.NEEDS_PERSON);
        assertThat(town.gt("rig", "remove", "shop").err()).contains("is at work").contains(convoy);
        town.gt("convoy", "drop", convoy);

        Ended refused = town.gt("rig", "remove", "shop");
        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err()).contains("is not merged: 1 commit (Asked)").hasLineCount(1);
        assertThat(town.gt("rig", "remove", "shop", "--discard", "everything").err())
                .contains("That is not what was listed");
        String word = refused.err().replaceAll("(?s).*--discard ([0-9a-f]{8})`.*", "$1");

        Ended removed = town.gt("rig", "remove", "shop", "--discard", word);

        assertThat(removed.code()).as(removed.err()).isEqualTo(Exit.OK);
        assertThat(town.gt("rig", "list", "--json").json()).isEmpty();
    }

    @Test
    void anEmptyPlanIsNamedAsWhatItIs() {
        addShop();

        assertThat(town.gtWithInput("", "plan", "shop", "--file", "-").err())
                .isEqualTo(
                        "gt: standard input holds no list. An item looks like `- [ ] Count per"
                                + " address`.\n");
        assertThat(town.gt("wait", "x", "--timeout", "1").err()).contains("500ms; found '1'");
    }

    @Test
    void aTerminalIsAnsweredInItsOwnWords() {
        addShop();
        String convoy = planned(PLAN);

        assertThat(town.gt("approve", convoy).err())
                .contains("Type `gt inbox` for what there is.")
                .doesNotContain("Say");
        assertThat(town.gt("convoy", "pause", convoy).err()).doesNotContain("Say");
    }

    @Test
    void aPlanWithProblemsNamesFileAndLineAndChangesNothing() {
        addShop();
        town.file("plan.md", "- [ ] A  after: 2\n- [ ] B  after: 1\n");

        Ended ended = town.gt("plan", "shop", "--file", "plan.md");

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains("plan.md line").hasLineCount(1);
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).isEmpty();
    }

    @Test
    void ofManyProblemsTheFirstAreToldAndALongTitleIsCut() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", "- [x] A\n- [x] B\n- [x] C\n- [x] D\n- [x] E\n");

        assertThat(town.gt("plan", "shop", "--file", "plan.md").err())
                .contains("line 3")
                .doesNotContain("line 4")
                .endsWith("And 2 more problems.\n");
        town.file("plan.md", "- [ ] " + "long ".repeat(80) + "\n  ```sh\n  true\n  ```\n");
        assertThat(town.gt("plan", "shop", "--file", "plan.md", "--launch").err())
                .contains("takes no commands")
                .hasSizeLessThan(240);
    }

    @Test
    void aPlanThatMayNotBeLaunchedIsNotHalfDone() {
        town.gt("rig", "add", "shop", town.remote("shop").toString());
        town.file("plan.md", PLAN);

        Ended ended = town.gt("plan", "shop", "--file", "plan.md", "--launch");

        assertThat(ended.code()).isEqualTo(Exit.FAILED);
        assertThat(ended.err()).contains("gt rig set shop --shell");
        assertThat(town.gt("convoy", "list", "--all", "--json").json()).isEmpty();
    }

    @Test
    void statusTellsScriptsAllTheyRelyOn() {
        addShop();

        JsonNode status = town.gt("status", "--json").json();

        assertThat(keys(status)).contains("pid", "version", "url", "rigs", "agents");
        assertThat(status.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
        assertThat(status.path("url").asText()).startsWith("http://127.0.0.1:");
        assertThat(town.gt("status").out()).contains("shop").contains(status.path("url").asText());
    }

    @Test
    void eventsAreOneObjectALineFromAnyNumber() {
        addShop();

        List<String> all = town.gt("events", "--json").out().lines().toList();
        List<String> later = town.gt("events", "--json", "--from", "2").out().lines().toList();

        assertThat(all.getFirst()).startsWith("{\"seq\":1,");
        assertThat(later).isEqualTo(all.subList(1, all.size()));
        assertThat(town.gt("events", "--last", "1").out()).contains("rig.ready").hasLineCount(1);
    }

    @Test
    void peopleAreAddedWithRolesAndIdentities() {
        addShop();

        Ended added =
                town.gt(
                        "people",
                        "add",
                        "ada",
                        "--role",
                        "approver",
                        "--rig",
                        "shop",
                        "--known-as",
                        "slack=T1/U2",
                        "--json");

        assertThat(added.err()).isEmpty();
        assertThat(added.json().path("rigs").path("shop").asText()).isEqualTo("approver");
        assertThat(added.json().path("role").asText()).isEqualTo("none");
        assertThat(added.json().path("identities").path("slack").asText()).isEqualTo("T1/U2");
        assertThat(town.gt("people", "list").out()).contains("ada").contains("owner");
        assertThat(town.gt("people", "add", "Ada!").code()).isEqualTo(Exit.USAGE);
    }

    @Test
    void aPersonIsNotMadeForARigThatIsNotThere() {
        Ended unknown = town.gt("people", "add", "bob", "--rig", "nope");
        Ended roleless = town.gt("people", "add", "bob", "--rig", "nope", "--role", "viewer");

        assertThat(unknown.code()).isEqualTo(Exit.USAGE);
        assertThat(unknown.err()).contains("nope").hasLineCount(1);
        assertThat(roleless.code()).isEqualTo(Exit.USAGE);
        assertThat(town.gt("people", "list").out()).doesNotContain("bob");
        addShop();
        assertThat(town.gt("people", "add", "bob", "--rig", "shop").err()).contains("--role");
        assertThat(town.gt("people", "list").out()).doesNotContain("bob");
    }

    @Test
    void theOnlyOwnerStaysOne() {
        String owner = town.running().owner().name();

        Ended refused = town.gt("people", "add", owner, "--role", "viewer");

        assertThat(refused.code()).isEqualTo(Exit.FAILED);
        assertThat(refused.err()).contains("only owner", "gt people add NAME --role owner");
        assertThat(town.gt("people", "add", "eve", "--role", "owner").code()).isZero();
        assertThat(town.gt("people", "add", owner, "--role", "viewer").code()).isZero();
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
        addShop();

        Ended ended = town.gt(line.split(" "));

        assertThat(ended.code()).isEqualTo(Exit.USAGE);
        assertThat(ended.err()).contains(expected).hasLineCount(1);
    }

    @Test
    void settingsThatNameWhoAndWhatIsNotThereAreFindings() throws Exception {
        addShop();
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

    @Test
    void aGateThatCannotRunIsMendedOnTheRig() {
        addShop();
        assertThat(town.gt("rig", "set", "shop", "--gate", "no-such-command-here").code()).isZero();

        String convoy = planned(PLAN, "--launch");
        assertThat(town.gt("wait", convoy, "--timeout", "120s").code())
                .isEqualTo(Exit.NEEDS_PERSON);
        JsonNode waiting = town.gt("inbox", "--json").json().get(0);

        assertThat(waiting.path("commands").get(0).asText())
                .isEqualTo("gt rig set shop --gate CMD");
        assertThat(waiting.path("text").asText())
                .contains("could not run", "gate-1: no-such-command-here", "gt rig set shop");
        town.gt("rig", "set", "shop", "--no-gates");
        town.gt("retry", waiting.path("bead").asText());
        assertThat(town.gt("wait", convoy, "--timeout", "120s").code()).isEqualTo(Exit.OK);
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
        addShop();
        town.file("plan.md", PLAN);

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
        addShop();
        assertThat(town.gt().out()).contains("gt plan RIG");
        String convoy = planned(PLAN);
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
        addShop();
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
        addShop();
        String convoy = planned(PLAN, "--launch");
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
}
