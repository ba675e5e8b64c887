package dev.townhall.core.chat;

import static dev.townhall.core.testing.TalkingTown.BOX;
import static dev.townhall.core.testing.TalkingTown.SHOP;
import static dev.townhall.core.testing.TalkingTown.SHOP_CHANNEL;
import static dev.townhall.core.testing.TalkingTown.inbox;
import static dev.townhall.core.testing.TalkingTown.thread;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.approval.Approval;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.hook.Hooks;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.person.People;
import dev.townhall.core.person.Role;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.TalkingTown;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ProjectionTest {
    private static final String PLAN =
            "- One\n  ```sh\n  echo 1\n  ```\n- Two after: 1\n  ```sh\n  echo 2\n  ```";

    private final TalkingTown town = new TalkingTown();
    private final BeadId convoy = town.plan(PLAN);
    private final BeadId one = town.convoy(convoy).beads().getFirst();
    private final BeadId two = town.convoy(convoy).beads().getLast();

    private void launch() {
        town.write(tx -> Convoys.launch(tx, convoy));
    }

    private Card card() {
        return town.card(ConvoyCard.key(convoy));
    }

    private String field(String name) {
        return card().fields().stream()
                .filter(field -> field.name().equals(name))
                .map(Card.Field::value)
                .findFirst()
                .orElse("");
    }

    private void merged(BeadId bead) {
        town.write(tx -> {
            Events.emit(
                    tx,
                    new TownEvent.Merged(
                            bead,
                            Optional.of(convoy),
                            new BeadId("hq-mr-1"),
                            Actor.polecat(SHOP, "nux"),
                            "0123456789abcdef",
                            3,
                            10,
                            2,
                            Duration.ofSeconds(41)));
            Works.merged(tx, bead, "0123456789abcdef");
        });
    }

    private BeadId ask() {
        return town.ledger()
                .write(
                        Actor.refinery(SHOP),
                        tx ->
                                Approvals.ask(
                                        tx,
                                        Approval.pending(
                                                SHOP,
                                                one,
                                                Optional.of(convoy),
                                                new Approval.Merge(
                                                        new BeadId("hq-mr-1"),
                                                        "polecat/nux/one",
                                                        "abcdef0123456789",
                                                        "0123",
                                                        "ff",
                                                        2,
                                                        7,
                                                        1,
                                                        List.of("src/A.java", "src/B.java"),
                                                        List.of(
                                                                new Approval.FileChange(
                                                                        "src/A.java", 4, 1),
                                                                new Approval.FileChange(
                                                                        "src/B.java", 3, 0)),
                                                        "+int a;"),
                                                tx.now(),
                                                tx.now().plus(Duration.ofHours(24)))));
    }

    @Test
    void theCardFollowsTheWorkAndSlingsAreNotPosted() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Hooks.sling(tx, one, 100));

        assertThat(field("working")).contains(" on " + one);
        assertThat(field("wave")).isEqualTo("1 of 2");
        assertThat(card().progress()).contains(new Card.Progress(0, 2));
        assertThat(card().actions()).extracting(Action::label).containsExactly("Pause", "Drop");
        assertThat(town.said(thread(convoy))).hasSize(2);

        merged(one);
        assertThat(field("wave")).isEqualTo("2 of 2");
        assertThat(card().progress()).contains(new Card.Progress(1, 2));
    }

    @Test
    void anUnchangedCardIsNoRevision() {
        launch();
        Post before = town.post(ConvoyCard.key(convoy));

        town.write(tx -> tx.update(tx.get(one).withPriority(1)));

        assertThat(town.post(ConvoyCard.key(convoy))).isEqualTo(before);
    }

    @Test
    void aMergeIsReportedOnce() {
        launch();
        merged(one);

        assertThat(town.said(thread(convoy)).getLast())
                .isEqualTo(
                        "Merged "
                                + one
                                + " One\ncommit: 01234567 · by: nux · changes: 3 files, +10 -2 · gates: green in 41 s");
        assertThat(town.said(thread(convoy)).stream().filter(it -> it.contains("0123"))).hasSize(2);
    }

    @Test
    void workClosedWithoutAMergeIsToldToo() {
        launch();
        town.write(tx -> Works.verified(tx, one, "its verification passed"));

        assertThat(town.said(thread(convoy)).getLast())
                .isEqualTo("Done " + one + " One: its verification passed");
    }

    @Test
    void aReworkIsOneLineAndItsCause() {
        launch();
        town.write(tx ->
                Works.sendBack(
                        tx,
                        one,
                        Works.rework(ReworkCause.CONFLICT, List.of("a.txt", "b.txt"), "")));
        town.write(tx ->
                Works.sendBack(
                        tx, one, Works.rework(ReworkCause.GATE_RED, List.of(), "gate-1:\nboom")));

        List<String> said = town.said(thread(convoy));
        assertThat(said.get(2))
                .isEqualTo(
                        "Sent back over a conflict\n  ○ "
                                + one
                                + " One - it conflicts in a.txt, b.txt. Try 2 comes next.");
        assertThat(said.get(3))
                .startsWith("Sent back " + one + ": a gate is red. Try 3 comes next.")
                .endsWith("end of the log:\n    gate-1:\n    boom");
        assertThat(PlainText.of(card())).contains("sent back, try 3");
    }

    private void conflicts(BeadId bead, String... files) {
        town.write(tx ->
                Works.sendBack(tx, bead, Works.rework(ReworkCause.CONFLICT, List.of(files), "")));
    }

    @Test
    void manyConflictsAreOnePostThatIsEdited() {
        String plan =
                IntStream.rangeClosed(1, 24)
                        .mapToObj("- Step %s\n  ```sh\n  echo\n  ```\n"::formatted)
                        .collect(Collectors.joining());
        BeadId many = town.plan(plan);
        town.write(tx -> Convoys.launch(tx, many));
        int before = town.said(thread(many)).size();

        town.convoy(many).beads().forEach(bead -> conflicts(bead, "list.txt"));
        conflicts(town.convoy(many).beads().getFirst(), "list.txt", "other.txt");

        List<String> said = town.said(thread(many));
        assertThat(said).hasSize(before + 1);
        assertThat(said.getLast())
                .startsWith("Sent back over a conflict: 24 beads\n")
                .endsWith("Step 1 - it conflicts in list.txt, other.txt. Try 3 comes next.")
                .hasLineCount(25);
        Post post = town.posts(thread(many)).getLast();
        assertThat(post.revision()).isEqualTo(25);
        assertThat(CardJson.read(post.content()).fallback())
                .startsWith("Sent back over a conflict: 24 beads. Last sh-");
    }

    @Test
    void ofVeryManyConflictsTheNewestAreShown() {
        String plan =
                IntStream.rangeClosed(1, 40)
                        .mapToObj("- Step %s\n  ```sh\n  echo\n  ```\n"::formatted)
                        .collect(Collectors.joining());
        BeadId many = town.plan(plan);
        town.write(tx -> Convoys.launch(tx, many));

        town.convoy(many).beads().forEach(bead -> conflicts(bead, "list.txt"));

        assertThat(town.said(thread(many)).getLast())
                .startsWith("Sent back over a conflict: more than 30 beads\n")
                .contains("and 10 more before\n", " Step 11 - ", " Step 40 - ")
                .doesNotContain(" Step 10 - ")
                .hasLineCount(32);
    }

    @Test
    void aConflictMuchLaterIsToldAnew() {
        launch();
        conflicts(one, "a.txt");
        town.pass(Conflicts.TOGETHER);
        conflicts(two, "a.txt");

        assertThat(town.said(thread(convoy)))
                .filteredOn(it -> it.startsWith("Sent back"))
                .hasSize(2)
                .noneMatch(it -> it.contains("2 beads"));
    }

    @Test
    void ofManyFilesInConflictTheFirstAreNamed() {
        launch();
        conflicts(one, "1", "2", "3", "4", "5", "6", "7", "8", "9", "10");

        assertThat(town.said(thread(convoy)).getLast())
                .contains("it conflicts in 1, 2, 3, 4, 5, 6, 7, 8 and 2 more. Try 2 comes next.");
    }

    @Test
    void anApprovalIsAskedOfEveryApproverAndClosedForAll() {
        launch();
        BeadId approval = ask();

        assertThat(town.said(inbox("ada"))).hasSize(1);
        assertThat(town.said(inbox("ann")).getFirst())
                .startsWith("Approve merge of " + one + " into main?")
                .contains("commit: abcdef01", "changes: 2 files, +7 -1", "expires: ")
                .contains("    src/A.java +4 -1\n    src/B.java +3 -0\ndiff:\n    +int a;")
                .endsWith("[Approve: approve " + approval + "]  [Deny: deny " + approval + "]");
        Post post = town.post(ApprovalCard.key(approval, "ann"));
        assertThat(post.urgency()).isEqualTo(Post.Urgency.DECISION);
        assertThat(CardJson.read(post.content()).fallback().substring(0, 40))
                .startsWith("Approve merge of " + one);
        assertThat(town.said(inbox("oli"))).isEmpty();

        String first = town.answer("ann", inbox("ann"), "approve " + approval);
        String second = town.answer("ada", inbox("ada"), "deny " + approval);

        assertThat(first).contains("approved by ann");
        assertThat(second).startsWith("Too late").contains("approved by ann at ");
        assertThat(town.said(inbox("ada")).getFirst())
                .contains("approved by ann")
                .doesNotContain("[Approve");
        assertThat(town.said(thread(convoy)).getLast())
                .startsWith("Merge of " + one + ": approved by ann at ");
        assertThat(town.read(view -> Approvals.get(view, approval)).state())
                .isEqualTo(Approval.State.APPROVED);
    }

    @Test
    void anExpiredApprovalIsNotGivenAnyMore() {
        launch();
        BeadId approval = ask();
        town.pass(Duration.ofHours(25));

        String answer = town.answer("ann", inbox("ann"), "approve " + approval);

        assertThat(answer).startsWith("Too late").contains("expired");
        assertThat(town.read(view -> Approvals.get(view, approval)).state())
                .isEqualTo(Approval.State.EXPIRED);
    }

    @Test
    void anApprovalIsFoundByItsBeadOrWhenItIsTheOnlyOne() {
        launch();
        ask();

        assertThat(town.answer("oli", SHOP_CHANNEL, "approve " + one)).startsWith("FORBIDDEN");
        assertThat(town.answer("ann", thread(convoy), "approve")).contains("approved by ann");
        assertThat(town.answer("ann", thread(convoy), "approve")).contains("Nothing waits");
    }

    @Test
    void aSupersededApprovalLosesItsButtons() {
        launch();
        BeadId approval = ask();

        town.writeAs(Actor.TOWN, tx -> Approvals.decide(tx, approval, Decision.SUPERSEDED));

        assertThat(town.card(ApprovalCard.key(approval, "ann")).actions()).isEmpty();
    }

    @Test
    void anEscalationIsPutBeforeApproversAndSettledOnce() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Works.escalate(tx, one, "It was tried 4 times.", "boom"));
        BeadId id = town.read(view -> Escalations.openAbout(view, one)).orElseThrow();

        assertThat(town.said(inbox("ann")).getFirst())
                .startsWith(one + " needs a decision")
                .contains("It was tried 4 times.", "    boom", "[Retry: retry " + id + "]");
        assertThat(card().tone()).isEqualTo(Card.Tone.BAD);

        town.say("ann", inbox("ann"), "ack " + id);
        assertThat(town.said(inbox("ada")).getFirst()).contains("seen by: ann");

        assertThat(town.answer("ann", inbox("ann"), "retry " + id)).contains("is tried again");
        assertThat(town.answer("ada", inbox("ada"), "drop " + id))
                .startsWith("WRONG_STATE")
                .contains("retried by overseer/ann");
        assertThat(town.said(inbox("ada")).getFirst()).doesNotContain("[Retry");
        assertThat(town.said(thread(convoy)).getLast()).isEqualTo(one + " was retried by ann.");
    }

    @Test
    void anEscalatedBeadThatWasPutRightShowsItsOldReasonAsOld() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Works.escalate(tx, one, "It failed twice.", "boom"));
        assertThat(town.said(inbox("ann")).getFirst()).contains("boom", "edit " + one);

        town.say("ada", thread(convoy), "edit " + one + "\n```sh\necho right\n```");

        assertThat(town.said(inbox("ann")).getFirst())
                .contains("ada changed its commands, and it was not tried again yet")
                .contains("Before that: It failed twice.")
                .doesNotContain("boom");
        assertThat(town.answer("ann", inbox("ann"), "inbox")).contains("ada changed its commands");
    }

    @Test
    void whoHasSeenAnEscalationIsToldThatItStillWaits() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Works.escalate(tx, one, "It failed twice.", ""));

        assertThat(town.answer("ann", inbox("ann"), "ack " + one))
                .contains("That settles nothing", "retry hq-esc-", "drop hq-esc-");
    }

    @Test
    void aDenialSaysWhatFollows() {
        launch();

        assertThat(town.answer("ann", inbox("ann"), "deny " + ask()))
                .contains("denied by ann", "Nothing is merged", "retry, edit or drop");
    }

    @Test
    void aLandingIsToldInTheThreadAndToTheOwner() {
        launch();
        merged(one);
        merged(two);
        town.pass(Duration.ofSeconds(90));
        new dev.townhall.core.convoy.ConvoyReconciler(town.ledger(), 100).reconcile(convoy.text());

        assertThat(town.said(thread(convoy)).getLast())
                .startsWith("Landed: One and 1 more")
                .contains("took: 1 min 30 s", one + " One - 01234567");
        assertThat(town.said(inbox("ada"))).singleElement().asString().startsWith("Landed: ");
        assertThat(town.said(inbox("ann"))).isEmpty();
        assertThat(card().tone()).isEqualTo(Card.Tone.GOOD);
        assertThat(card().actions()).isEmpty();
    }

    @Test
    void pauseResumeAndDropAreToldWithWhoDidIt() {
        launch();
        town.say("oli", thread(convoy), "pause");
        assertThat(card().actions()).extracting(Action::label).contains("Resume");
        town.say("oli", thread(convoy), "resume");
        town.say("oli", thread(convoy), "drop");

        assertThat(town.said(thread(convoy)).subList(2, 5))
                .containsExactly(
                        "Paused by oli: what runs goes on, nothing new is begun.",
                        "Resumed by oli.",
                        "Dropped by oli.");
        assertThat(card().actions()).isEmpty();
    }

    @Test
    void pausingTwiceIsToldTwiceBecauseItHappenedTwice() {
        launch();
        for (int i = 0; i < 2; i++) {
            town.write(tx -> Convoys.pause(tx, convoy));
            town.write(tx -> Convoys.resume(tx, convoy));
        }

        assertThat(town.said(thread(convoy)).stream().filter(it -> it.startsWith("Paused")))
                .hasSize(2);
    }

    @Test
    void openConvoysAreToldOnceOfAnOutage() {
        launch();
        BeadId staged = town.plan("- Other");
        var since = town.now();
        town.pass(Duration.ofMinutes(29));

        for (int i = 0; i < 2; i++) {
            town.writeAs(
                    Actor.TOWN,
                    tx -> Events.emit(tx, new TownEvent.TownOpened(Optional.of(since))));
        }

        assertThat(town.said(thread(convoy)).stream().filter(it -> it.contains("offline")))
                .containsExactly("The town was offline 00:00-00:29 UTC. Work goes on.");
        assertThat(town.said(thread(staged))).hasSize(1);
    }

    @Test
    void aRigsStatesAreToldInItsChannel() {
        town.write(tx -> Rigs.park(tx, SHOP));
        town.write(tx -> Rigs.unpark(tx, SHOP));

        assertThat(town.said(SHOP_CHANNEL))
                .containsExactly(
                        "Rig shop is ready; work is merged into main.",
                        "Rig shop is parked: nothing new is begun.",
                        "Rig shop works again.");
    }

    @Test
    void aFindingIsToldWhereItBelongs() {
        town.writeAs(
                Actor.TOWN,
                tx -> {
                    Events.emit(tx, new TownEvent.FindingRaised("failing", "refinery/box", "x"));
                    Events.emit(tx, new TownEvent.FindingRaised("stuck", one.text(), "y"));
                    Events.emit(tx, new TownEvent.FindingRaised("disk", "town", "it is full"));
                });

        assertThat(town.said(new Conversation.Channel(BOX)).getLast())
                .isEqualTo("Finding about refinery/box: x");
        assertThat(town.said(SHOP_CHANNEL).getLast()).endsWith(": y");
        assertThat(town.said(inbox("ada"))).containsExactly("Finding about town: it is full");
        assertThat(town.said(inbox("ann"))).isEmpty();
    }

    @Test
    void hinderedWorkSaysWhyOnItsCardAndInTheOwnersInboxUntilItIsOver() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Hooks.sling(tx, one, 20));
        Patrol patrol = new Patrol(town.ledger());
        String about =
                "polecat/"
                        + town.read(view -> Hooks.holder(view, one)).orElseThrow().beadId().text();

        patrol.raised("hindered", about, "its agent cannot be started.\nNo such file");

        assertThat(field("hindered")).isEqualTo("its agent cannot be started. No such file");
        assertThat(field("working")).isEmpty();
        assertThat(card().tone()).isEqualTo(Card.Tone.BAD);
        assertThat(town.answer("ada", thread(convoy), "show " + one)).contains("cannot be started");
        assertThat(town.answer("ann", inbox("ann"), "inbox"))
                .contains("cannot be started", "goes on by itself");
        assertThat(town.said(inbox("ada"))).last().asString().contains("cannot be started");
        assertThat(town.said(inbox("ann"))).last().asString().contains("cannot be started");

        patrol.raised("hindered", about, "its rig has no agent");
        assertThat(town.said(inbox("ada"))).last().asString().contains("its rig has no agent");

        patrol.cleared("hindered", about);
        assertThat(field("hindered")).isEmpty();
        assertThat(field("working")).contains(one.text());
        assertThat(town.said(inbox("ada"))).last().asString().endsWith(" is over.");
        assertThat(town.answer("ann", inbox("ann"), "inbox")).contains("Nothing waits for you");
    }

    @Test
    void whatComesUnderAFindingLaterIsAskedAboutAndWhatLeavesItIsNot() {
        launch();
        Patrol patrol = new Patrol(town.ledger());
        patrol.raised("failing", "convoy/" + convoy, "broken");
        assertThat(town.said(inbox("ada"))).last().asString().startsWith("2 beads are hindered");

        town.write(tx -> Works.dropBecause(tx, one, ""));
        assertThat(town.said(inbox("ada"))).last().asString().startsWith("\"Two\" is hindered");

        town.write(tx -> Works.dropBecause(tx, two, ""));
        assertThat(town.said(inbox("ada"))).last().asString().endsWith(" is over.");
    }

    @Test
    void aStartOfTheTownForgetsWhatHinderedAndTheCardWithIt() {
        launch();
        town.writeAs(Actor.TOWN, tx -> Hooks.sling(tx, one, 20));
        Patrol patrol = new Patrol(town.ledger());
        String agent = town.read(view -> Hooks.holder(view, one)).orElseThrow().beadId().text();
        patrol.raised("hindered", "polecat/" + agent, "no sandbox");

        patrol.opened();

        assertThat(field("hindered")).isEmpty();
    }

    @Test
    void whatAgentsPrintedIsMadeHarmless() {
        launch();
        town.write(tx ->
                Works.sendBack(
                        tx,
                        one,
                        Works.rework(
                                ReworkCause.FAILED,
                                List.of(),
                                "\u001b[31m@everyone\u202e password=hunter22 AKIAABCDEFGHIJKLMNOP")));

        String stored = town.posts(thread(convoy)).getLast().content().toString();
        assertThat(stored)
                .contains("password=[secret removed] [secret removed]")
                .doesNotContain("hunter22", "AKIA", "\u202e", "\\u001b");
    }

    @Test
    void aTransactionThatFailsSaysNothing() {
        int before = town.posts(thread(convoy)).size();

        org.assertj.core.api.Assertions.assertThatThrownBy(() ->
                        town.write(tx -> {
                            Convoys.launch(tx, convoy);
                            throw new IllegalStateException("after all");
                        }))
                .isInstanceOf(IllegalStateException.class);

        assertThat(town.posts(thread(convoy))).hasSize(before);
    }

    @Test
    void whoBecomesAnApproverIsAskedWhatWaits() {
        launch();
        BeadId approval = ask();

        town.write(tx -> People.grant(tx, "oli", SHOP, Role.APPROVER));
        assertThat(town.card(ApprovalCard.key(approval, "oli")).actions()).hasSize(2);

        town.write(tx -> People.grant(tx, "oli", SHOP, Role.VIEWER));
        town.say("ada", inbox("ada"), "approve");
        assertThat(town.card(ApprovalCard.key(approval, "oli")).actions()).isEmpty();
    }

    @Test
    void theLongestCommandIsShownWhole() {
        BeadId long1 =
                town.plan(
                        "- Long\n  ```sh\n"
                                + "  echo 12345678901234567890\n".repeat(1_900)
                                + "  ```");

        String code =
                ((Card.Rows) town.card(ConvoyCard.key(long1)).body().getFirst())
                        .rows()
                        .getFirst()
                        .code();
        assertThat(code.lines().count()).isEqualTo(1_900);
    }
}
