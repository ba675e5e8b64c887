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

/// Work from its plan to its merge, and what keeps it from getting there.
final class WorkCommandsTest {
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
    void aPlanBecomesMergedCommitsFromTheTerminalAlone() {
        Path remote = town.remote("shop");

        Ended added = town.gt("rig", "add", "shop", remote.toString(), "--shell", "--gate", "true");
        assertThat(added.out()).contains("Rig shop is ready: branch main, prefix sh");
        town.file("plan.md", Plans.PLAN);
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
        town.addShop();
        String convoy = town.planned(Plans.ASKS, "--launch");

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
        town.addShop();
        String convoy = town.planned(Plans.FAILS, "--launch");

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
        town.addShop();
        String convoy = town.planned(Plans.ASKS, "--launch");
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
        String convoy = town.planned("- [ ] Held\n- [ ] Behind it\n", "--launch");
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
        town.addShop();
        Path hook = folder.resolve("shop.git/hooks/pre-receive");
        Files.createDirectories(folder.resolve("shop.git/hooks"));
        Files.writeString(hook, "#!/bin/sh\necho closed on Sundays\nexit 1\n");
        assertThat(hook.toFile().setExecutable(true)).isTrue();
        String convoy = town.planned("- [ ] One\n  ```sh\n  echo 1 > 1\n  ```\n", "--launch");

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
        town.addShop();
        String convoy = town.planned(Plans.FAILS, "--launch");
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
        town.addShop();
        String convoy = town.planned("- [ ] Slow\n  ```sh\n  sleep 30\n  ```\n", "--launch");

        Ended waited = town.gt("wait", convoy, "--timeout", "300ms");

        assertThat(waited.code()).isEqualTo(Exit.TIME_OUT);
        assertThat(waited.out()).contains("still under way (0/1 closed)");
        assertThat(town.gt("convoy", "drop", convoy).code()).isEqualTo(Exit.OK);
        assertThat(town.gt("wait", convoy).code()).isEqualTo(Exit.FAILED);
    }

    @Test
    void aStagedConvoyWaitsForItsLaunchAndCanBePausedAndResumed() {
        town.addShop();
        String convoy = town.planned(Plans.PLAN);

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
    void aGateThatCannotRunIsMendedOnTheRig() {
        town.addShop();
        assertThat(town.gt("rig", "set", "shop", "--gate", "no-such-command-here").code()).isZero();

        String convoy = town.planned(Plans.PLAN, "--launch");
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

    @Test
    void whatIsApprovedOnAParkedRigSaysThatItIsParked() {
        town.addShop();
        String convoy = town.planned(Plans.ASKS, "--launch");
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
    void commitsThatUndoEachOtherAreNoChange() {
        town.addShop();
        String convoy =
                town.planned(
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
    void whatIsLaunchedOnAParkedRigSaysThatItWaits() {
        town.addShop();
        String convoy = town.planned(Plans.PLAN);
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
        town.file("more.md", Plans.PLAN.replace("One", "Three").replace("Two", "Four"));
        assertThat(town.gt("plan", "shop", "--file", "more.md", "--launch").out())
                .containsOnlyOnce("Rig shop is parked")
                .contains("It is launched: `gt convoy status hq-cv-");
    }

    private static List<String> keys(JsonNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        return keys;
    }
}
