package dev.townhall.core.reception;

import static dev.townhall.core.testing.TalkingTown.BOX;
import static dev.townhall.core.testing.TalkingTown.BOX_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static dev.townhall.core.testing.TalkingTown.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.chat.ConvoyCard;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.TaskText;
import dev.townhall.core.convoy.Tasks;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.Gen;
import dev.townhall.core.testing.Property;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReceptionTest {
    private static final String PLAN =
            """
            - [ ] First
              ```sh
              echo one
              ```
            - [ ] Second after: 1
              ```sh
              echo two
              ```
            """;

    private final TalkingTown town = new TalkingTown();

    @Test
    void aBeadWhoseRigIsGoneCanStillBeDropped() {
        town.write(tx -> Tasks.create(tx, Rigs.get(tx, BOX), TaskText.titled("Left over")));
        BeadId left = town.read(view -> view.ready(10)).getFirst().id();
        town.write(tx -> Rigs.remove(tx, BOX));

        assertThat(town.answer("ada", inbox("ada"), "drop " + left)).contains("was dropped");
        assertThat(town.bead(left).isClosed()).isTrue();
    }

    @Test
    void aListInARigsChannelIsAPlan() {
        BeadId convoy = town.plan(PLAN);

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.convoy(convoy).waves()).hasSize(2);
        assertThat(town.said(thread(convoy)))
                .singleElement()
                .asString()
                .contains("Wave 1", "First", "| echo one", "Wave 2", "| echo two")
                .contains("[Launch: launch " + convoy, "[Edit: edit " + convoy, "[Drop: drop ");
        assertThat(town.said(SHOP_CHANNEL)).noneMatch(text -> text.contains("First"));
    }

    @Test
    void aListInAStagedConvoysThreadEditsIt() {
        BeadId convoy = town.plan(PLAN);

        town.say("oli", thread(convoy), "@Mayor better:\n- Only");

        assertThat(town.convoy(convoy).beads()).hasSize(1);
        assertThat(town.said(thread(convoy)).getFirst()).contains("Only").doesNotContain("First");
        assertThat(town.said(thread(convoy)).getLast())
                .isEqualTo("Plan changed by oli: now 1 bead in 1 wave.");
    }

    @Test
    void theLaunchButtonLaunches() {
        BeadId convoy = town.plan(PLAN);
        String button = town.card(ConvoyCard.key(convoy)).actions().getFirst().command();

        town.say("ann", thread(convoy), button);

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.OPEN);
        assertThat(town.said(thread(convoy)))
                .hasSize(2)
                .last()
                .isEqualTo("Launched by ann: 2 beads in 2 waves.");
    }

    @Test
    void aLaunchButtonOfAnEditedPlanLaunchesNothing() {
        BeadId convoy = town.plan(PLAN);
        String button = town.card(ConvoyCard.key(convoy)).actions().getFirst().command();
        town.say("oli", thread(convoy), "- Other\n  ```sh\n  rm -rf build\n  ```");

        String answer = town.answer("ann", thread(convoy), button);

        assertThat(answer).startsWith("CONFLICT").contains("was changed after that button");
        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
    }

    @Test
    void theSameMessageTwiceIsHeardOnce() {
        Inbound message = new Inbound("web", "same", "ada", SHOP_CHANNEL, PLAN);

        Reception.Reply first = town.reception().receive(message);
        Reception.Reply second = town.reception().receive(message);

        assertThat(first).isInstanceOf(Reception.Reply.Said.class);
        assertThat(second).isEqualTo(new Reception.Reply.Duplicate());
        assertThat(town.read(Convoys::list)).hasSize(1);
    }

    @Test
    void theSameRefusedMessageTwiceIsAnsweredOnce() {
        Inbound message = new Inbound("web", "same", "ada", SHOP_CHANNEL, "launch hq-cv-none");
        int before = town.posts(SHOP_CHANNEL).size();

        town.reception().receive(message);
        Reception.Reply second = town.reception().receive(message);

        assertThat(second).isEqualTo(new Reception.Reply.Duplicate());
        assertThat(town.posts(SHOP_CHANNEL)).hasSize(before + 2);
    }

    @ParameterizedTest
    @CsvSource({
        "vic, - a plan, planning needs the role operator",
        "vic, new A title, making a bead needs the role operator",
        "vic, pause CONVOY, pausing needs the role operator",
        "vic, drop CONVOY, dropping a convoy needs the role operator",
        "oli, launch CONVOY, launching commands needs the role approver",
    })
    void whoLacksTheRoleIsToldSoAndNothingChanges(String who, String text, String expected) {
        BeadId convoy = town.plan(PLAN);
        int beads = beads();

        String answer = town.answer(who, SHOP_CHANNEL, text.replace("CONVOY", convoy.text()));

        assertThat(answer).startsWith("FORBIDDEN").containsIgnoringCase(expected);
        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(beads()).isEqualTo(beads);
    }

    @Test
    void commandsAreNotLaunchedOnARigThatAllowsNone() {
        town.say("ada", BOX_CHANNEL, PLAN);
        BeadId convoy = town.read(Convoys::list).getFirst().id();

        String answer = town.answer("ada", thread(convoy), "launch");

        assertThat(answer).startsWith("FORBIDDEN").contains("takes no commands");
        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.said(thread(convoy))).last().asString().contains("takes no commands");
    }

    @Test
    void astrangerIsAnsweredOnceAndDoesNothing() {
        int before = town.said(SHOP_CHANNEL).size();

        String first = town.answer("U666", SHOP_CHANNEL, PLAN);
        town.answer("U666", SHOP_CHANNEL, "launch");

        assertThat(first).startsWith("FORBIDDEN").contains("I do not know U666 on web");
        assertThat(town.said(SHOP_CHANNEL)).hasSize(before + 1);
        assertThat(town.read(Convoys::list)).isEmpty();
    }

    @Test
    void aNameIsNoIdentity() {
        Reception.Reply reply =
                town.reception().receive(new Inbound("slack", "1", "ada", SHOP_CHANNEL, "status"));

        assertThat(reply).isInstanceOf(Reception.Reply.Refused.class);
    }

    @Test
    void nobodySpeaksInTheInboxOfAnother() {
        String known = town.answer("oli", inbox("ada"), "status");
        String unknown = town.answer("U666", inbox("ada"), "status");

        assertThat(known).startsWith("NOT_FOUND").contains("somebody else");
        assertThat(unknown).startsWith("NOT_FOUND").contains("do not know");
        assertThat(town.posts(inbox("ada"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "- [ ] launch hq-cv-1",
                "- drop everything",
                "* approve hq-ap-1",
                "1. /gt drop",
                "- @Mayor launch"
            })
    void aLineOfAPlanIsNeverAVerb(String line) {
        BeadId open = town.plan(PLAN);

        BeadId planned = town.plan(line);

        assertThat(town.convoy(open).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.convoy(planned).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.convoy(planned).beads()).hasSize(1);
    }

    @Test
    void everyProblemOfAPlanIsToldWithItsLineAndNothingIsMade() {
        int beads = beads();

        String answer = town.answer("ada", SHOP_CHANNEL, "plan\n- a after: 2\n- b after: 9\n- a");

        assertThat(answer)
                .startsWith("BAD_INPUT")
                .contains("line 3: Item 2 \"b\" waits for item 9")
                .contains("line 4: \"a\" stands on line");
        assertThat(beads()).isEqualTo(beads);
    }

    @Test
    void aMessageOfTwoMegabytesIsRefusedInOneLine() {
        String answer = town.answer("ada", SHOP_CHANNEL, "- x\n".repeat(500_000));

        assertThat(answer).startsWith("LIMIT").contains("2,000,000 bytes").doesNotContain("\n");
        assertThat(town.read(Convoys::list)).isEmpty();
    }

    @Test
    void aPlanOfFiveThousandLinesIsRefused() {
        StringBuilder plan = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            plan.append("- item ").append(i).append('\n');
        }

        String answer = town.answer("ada", SHOP_CHANNEL, plan.toString());

        assertThat(answer).startsWith("BAD_INPUT").contains("at most 2,000 lines; found 5,000");
    }

    @Test
    void secretsAndMassMentionsOfPeopleAreNotRepeated() {
        String answer =
                town.answer(
                        "ada",
                        SHOP_CHANNEL,
                        "new Tell @everyone <!channel> the token ghp_0123456789abcdefghijklmnopqrstuvwxyzABCD");

        assertThat(answer)
                .contains("[secret removed]")
                .doesNotContain("ghp_", "@everyone", "<!channel>");
        assertThat(town.posts(SHOP_CHANNEL).toString()).doesNotContain("ghp_0123");
    }

    @ParameterizedTest
    @CsvSource({
        "lanch, launch",
        "statsu, status",
        "aprove, approve",
        "/gt hlep, help",
    })
    void aMistypedVerbIsAnsweredWithTheNearest(String typed, String meant) {
        assertThat(town.answer("ada", SHOP_CHANNEL, typed)).contains("Did you mean " + meant);
    }

    @Test
    void talkIsAnsweredOnceAnHour() {
        int before = town.said(SHOP_CHANNEL).size();

        town.say("ada", SHOP_CHANNEL, "I wonder whether it will rain");
        town.say("ada", SHOP_CHANNEL, "It might");
        assertThat(town.said(SHOP_CHANNEL)).hasSize(before + 1);

        town.pass(Duration.ofHours(1));
        town.say("ada", SHOP_CHANNEL, "It did rain after all");
        assertThat(town.said(SHOP_CHANNEL)).hasSize(before + 2);
    }

    @Test
    void theMayorAnswersWhoeverSpeaksToIt() {
        town.say("ada", SHOP_CHANNEL, "@Mayor, how are you today?");
        town.say("ada", SHOP_CHANNEL, "@Mayor please tell me more");

        assertThat(town.said(SHOP_CHANNEL).stream().filter(it -> it.startsWith("I plan written")))
                .hasSize(2);
    }

    @Test
    void aBeadNobodyWorksOnIsDroppedInTheChat() {
        BeadId id = made("new Fix the door");

        town.say("oli", SHOP_CHANNEL, "drop " + id + " it is a window");

        assertThat(town.bead(id).closeReason())
                .isEqualTo("dropped by overseer/oli: it is a window");
        assertThat(town.said(SHOP_CHANNEL))
                .last()
                .isEqualTo("Dropped " + id + " Fix the door by oli: it is a window.");
        assertThat(town.answer("vic", SHOP_CHANNEL, "drop " + id)).startsWith("FORBIDDEN");
        assertThat(town.answer("oli", SHOP_CHANNEL, "drop " + id)).contains("it is closed");
    }

    @Test
    void aBeadIsPutRightInTheChatAndItsCommandsOnlyByApprovers() {
        BeadId id = made("new Fix the door");

        assertThat(town.answer("vic", SHOP_CHANNEL, "edit " + id + " Fix it"))
                .startsWith("FORBIDDEN")
                .contains("operator");
        town.say("oli", SHOP_CHANNEL, "edit " + id + " Fix the window");
        assertThat(town.bead(id).title()).isEqualTo("Fix the window");
        String commands = "edit " + id + "\n```sh\nmake window\n```";
        assertThat(town.answer("oli", SHOP_CHANNEL, commands))
                .startsWith("FORBIDDEN")
                .contains("Changing commands needs the role approver");
        assertThat(town.bead(id).description()).isEmpty();

        town.say("ann", SHOP_CHANNEL, commands);

        assertThat(town.bead(id).description()).contains("make window");
        assertThat(town.said(SHOP_CHANNEL))
                .last()
                .asString()
                .contains("Changed " + id + " Fix the window by ann: commands.", "make window");
    }

    @Test
    void aBeadWithoutCommandsIsNotSlungAndSaysHowToGiveItSome() {
        BeadId id = made("new Fix the door");

        assertThat(town.answer("ann", SHOP_CHANNEL, "sling " + id))
                .startsWith("WRONG_STATE")
                .contains("carries no commands")
                .contains("say edit " + id + " with a fenced sh block")
                .hasSizeLessThan(260);
    }

    @Test
    void aNewBeadSaysWhatKeepsItFromBeingPutToWork() {
        assertThat(town.answer("oli", BOX_CHANNEL, "new Fix the lid\n```sh\ntrue\n```"))
                .contains("rig box takes no commands")
                .contains("gt rig set box --shell")
                .doesNotContain("Say sling");
        assertThat(town.answer("oli", SHOP_CHANNEL, "new Fix the door\n```sh\ntrue\n```"))
                .contains("to put it to work.")
                .doesNotContain("parked");

        town.write(tx -> Rigs.park(tx, TalkingTown.SHOP));

        assertThat(town.answer("oli", SHOP_CHANNEL, "new Fix the window\n```sh\ntrue\n```"))
                .contains(
                        "Rig shop is parked: nothing is begun or merged there until it is unparked");
    }

    @Test
    void aPlanForAParkedRigIsTakenAndSaysThatItRests() {
        town.write(tx -> Rigs.park(tx, TalkingTown.SHOP));

        BeadId convoy = town.plan(PLAN);

        assertThat(town.convoy(convoy).state()).isEqualTo(Convoy.State.STAGED);
        assertThat(town.said(thread(convoy)).getFirst()).contains("rests: Rig shop is parked");
    }

    @Test
    void aPlansCardSaysWhatOfItIsOnlyText() {
        BeadId convoy = town.plan("- [ ] Paint it\n  colour: red\n  ```sh\n  true\n  ```\n");

        assertThat(town.said(thread(convoy)).getFirst())
                .contains(
                        "note: Item 1: 'colour: red' is only text; a plan knows after:, approval: and witness:.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "show nope                 | There is no bead 'nope'. Say ready or convoy list for",
                "show hq-ap-nope           | There is no approval 'hq-ap-nope'. Say inbox for",
                "sling hq-mr-nope          | There is no merge request 'hq-mr-nope'. Say mq list for",
                "approve nope              | There is no approval 'nope'. Say inbox for",
                "always nope               | There is no approval 'nope'. Say inbox for",
                "deny nope                 | There is no approval 'nope'. Say inbox for",
                "retry nope                | There is no escalation 'nope'. Say inbox for",
                "ack nope                  | There is no escalation 'nope'. Say inbox for",
                "reply nope yes            | There is no question 'nope'. Say inbox for",
                "reply hq-rig-shop yes     | hq-rig-shop is no question and no letter to you. Say inbox",
                "mq retry nope             | There is no merge request 'nope'. Say mq list for",
                "mq reject nope            | There is no merge request 'nope'. Say mq list for",
                "mq reject hq-rig-shop     | hq-rig-shop is not in the merge queue. Say mq list for",
                "launch nope               | There is no convoy 'nope'. Say convoy list for",
                "status hq-rig-shop        | hq-rig-shop is no convoy. Say convoy list for",
                "ready nope                | There is no rig 'nope'; there is box, shop.",
                "ready shpo                | Did you mean 'shop'?",
            })
    void aWrongIdIsAnsweredWithTheListThatHasTheRightOne(String text, String expected) {
        assertThat(town.answer("ada", inbox("ada"), text)).contains(expected);
    }

    @Test
    void aPlanThatCannotBeLaunchedSaysSoOnItsCard() {
        town.say("ada", BOX_CHANNEL, PLAN);
        BeadId convoy = town.read(Convoys::list).getFirst().id();
        assertThat(town.said(thread(convoy)).getFirst())
                .contains("not yet: It cannot be launched: rig box takes no commands")
                .contains("gt rig set box --shell")
                .contains("2 beads run commands on the town's machine");

        town.write(tx -> Rigs.configure(tx, withShell(Rigs.get(tx, TalkingTown.BOX))));

        assertThat(town.said(thread(convoy)).getFirst()).doesNotContain("cannot be launched");
        assertThat(town.answer("ada", thread(convoy), "launch")).contains("Launched");
    }

    @Test
    void whatIsLaunchedOnAParkedRigSaysThatItWaits() {
        BeadId convoy = town.plan(PLAN);
        BeadId single = made("new Fix the door\n```sh\ntrue\n```");
        town.write(tx -> Rigs.park(tx, TalkingTown.SHOP));

        assertThat(town.answer("ada", SHOP_CHANNEL, "launch " + convoy))
                .contains("Launched " + convoy)
                .contains(
                        "Rig shop is parked: nothing is begun or merged there until it is unparked");
        assertThat(town.said(thread(convoy)).getFirst()).contains("rests: Rig shop is parked");
        assertThat(town.said(thread(convoy))).last().asString().contains("Rig shop is parked");
        assertThat(town.answer("ada", SHOP_CHANNEL, "sling " + single))
                .contains("Rig shop is parked");

        town.write(tx -> Rigs.unpark(tx, TalkingTown.SHOP));
        assertThat(town.said(thread(convoy)).getFirst()).doesNotContain("parked");
    }

    private BeadId made(String line) {
        return switch (town.say("oli", SHOP_CHANNEL, line)) {
            case Reception.Reply.Said said -> said.about().getFirst();
            case Reception.Reply other -> throw new AssertionError("not made: " + other);
        };
    }

    private static Rig withShell(Rig rig) {
        return new Rig(
                rig.name(),
                rig.prefix(),
                rig.remote(),
                rig.target(),
                rig.gates(),
                true,
                rig.approvalRequired(),
                rig.polecatsMax(),
                rig.state(),
                rig.problem(),
                rig.notes());
    }

    @Test
    void helpFitsOnAScreen() {
        assertThat(town.answer("vic", SHOP_CHANNEL, "help").lines().count())
                .isLessThanOrEqualTo(15);
    }

    @Test
    void idsMayBeShortened() {
        String made = town.answer("oli", SHOP_CHANNEL, "new Fix the door");
        String id = made.substring("Made ".length(), made.indexOf(':'));
        String hash = id.substring(3);

        assertThat(town.answer("vic", SHOP_CHANNEL, "show " + id)).contains("Fix the door");
        assertThat(town.answer("vic", SHOP_CHANNEL, "show " + hash)).contains("Fix the door");
        assertThat(town.answer("vic", SHOP_CHANNEL, "show " + hash.substring(0, 2)))
                .contains("Fix the door");
    }

    @Test
    void anAmbiguousIdIsAnsweredWithWhatItMayBe() {
        town.write(tx -> {
            tx.create(Bead.fresh(new BeadId("sh-ab1"), Bead.TASK, "one", tx.actor(), tx.now()));
            tx.create(Bead.fresh(new BeadId("sh-ab2"), Bead.TASK, "two", tx.actor(), tx.now()));
        });

        assertThat(town.answer("vic", SHOP_CHANNEL, "show ab"))
                .startsWith("BAD_INPUT")
                .contains("'ab' may be sh-ab1, sh-ab2");
        assertThat(town.answer("vic", SHOP_CHANNEL, "show ab2")).contains("two");
    }

    @Test
    void theIdOfAnotherRigIsSentThere() {
        town.write(tx ->
                tx.create(
                        Bead.fresh(new BeadId("bo-1"), Bead.TASK, "box it", tx.actor(), tx.now())));

        assertThat(town.answer("ada", SHOP_CHANNEL, "show bo-1"))
                .startsWith("BAD_INPUT")
                .contains("bo-1 belongs to rig box")
                .contains("Say it in #box");
    }

    @Test
    void anUnknownIdRigOrConvoyIsSaidToBeUnknown() {
        assertThat(town.answer("ada", SHOP_CHANNEL, "show sh-zzz")).startsWith("NOT_FOUND");
        assertThat(town.answer("ada", inbox("ada"), "ready nowhere"))
                .startsWith("NOT_FOUND")
                .contains("There is no rig 'nowhere'");
        assertThat(town.answer("ada", thread(new BeadId("hq-cv-none")), "status"))
                .startsWith("NOT_FOUND");
        assertThat(town.answer("ada", SHOP_CHANNEL, "show ../../etc/passwd"))
                .startsWith("BAD_INPUT");
    }

    @Test
    void anInboxNeedsTheRigsName() {
        assertThat(town.answer("ada", inbox("ada"), "- a")).contains("Which rig? Name one of");
        assertThat(town.answer("ada", inbox("ada"), "plan box\n- a")).contains("rig: box");
    }

    @Test
    void theTerminalGetsItsAnswerWithoutAPost() {
        Reception.Reply reply =
                town.reception().receive(new Inbound("cli", "1", "ada", inbox("ada"), "rigs"));

        assertThat(reply).isInstanceOf(Reception.Reply.Said.class);
        assertThat(town.posts(inbox("ada"))).isEmpty();
    }

    @Test
    void readingVerbsAnswerInPlace() {
        BeadId convoy = town.plan(PLAN);

        assertThat(town.answer("vic", SHOP_CHANNEL, "rigs")).contains("box", "shop", "prefix sh");
        assertThat(town.answer("vic", SHOP_CHANNEL, "/gt status")).contains("1 convoy under way");
        assertThat(town.answer("vic", thread(convoy), "status")).contains("Wave 1");
        assertThat(town.answer("vic", SHOP_CHANNEL, "convoy list")).contains(convoy.text());
        assertThat(town.answer("vic", SHOP_CHANNEL, "ready"))
                .isEqualTo("No work is ready on shop.");
        assertThat(town.answer("vic", SHOP_CHANNEL, "mq")).isEqualTo("The merge queue is empty.");
        assertThat(town.answer("vic", SHOP_CHANNEL, "agents"))
                .isEqualTo("Nobody has worked here yet.");
        assertThat(town.answer("vic", inbox("vic"), "inbox")).isEqualTo("Nothing waits for you.");
        assertThat(town.answer("vic", inbox("vic"), "whoami")).isEqualTo("You are vic: viewer.");
    }

    @Test
    void aFailureOfTheStoreIsNotDressedUpAsAnAnswer() {
        town.memoryLedger().plant(dev.townhall.core.ledger.MemoryLedger.Fault.DISK_FULL);

        org.assertj.core.api.Assertions.assertThatThrownBy(
                        () -> town.say("ada", SHOP_CHANNEL, PLAN))
                .isInstanceOf(dev.townhall.core.foundation.check.TownException.class)
                .extracting(e -> ((dev.townhall.core.foundation.check.TownException) e).code())
                .isEqualTo(ErrorCode.UNAVAILABLE);
        assertThat(town.read(Convoys::list)).isEqualTo(List.of());
    }

    @Test
    void anyMessageAnywhereIsAnsweredAndLeavesTheLedgerSound() {
        BeadId convoy = town.plan(PLAN);
        List<dev.townhall.core.chat.Conversation> places =
                List.of(SHOP_CHANNEL, BOX_CHANNEL, thread(convoy), inbox("ada"), inbox("oli"));
        Gen<String> verb = Gen.values(VerbParser.WORDS);
        Gen<String> text = Gen.hostileText(12);
        Property.holds(
                500,
                dice ->
                        List.of(
                                dice.oneOf(List.of("ada", "ann", "oli", "vic", "mallory")),
                                String.valueOf(dice.below(places.size())),
                                dice.chance(60)
                                        ? verb.from(dice) + " " + text.from(dice)
                                        : text.from(dice)),
                said -> {
                    int index = Integer.parseInt(said.get(1));
                    Reception.Reply reply = town.say(said.get(0), places.get(index), said.get(2));
                    assertThat(reply).isNotInstanceOf(Reception.Reply.Duplicate.class);
                    if (reply instanceof Reception.Reply.Refused refused) {
                        assertThat(refused.text()).isNotBlank().hasSizeLessThan(5_000);
                    }
                });
        assertThat(town.ledger().check()).isEmpty();
    }

    private int beads() {
        return town.read(view -> view.beadCount());
    }
}
