package dev.townhall.core.mergequeue;

import static dev.townhall.core.testing.SmallTown.SHOP;
import static dev.townhall.core.testing.SmallTown.item;
import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.agent.AgentChoice;
import dev.townhall.core.agent.AgentChoices;
import dev.townhall.core.approval.Approvals;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.convoy.Plan;
import dev.townhall.core.escalation.Escalation;
import dev.townhall.core.escalation.Escalations;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.event.TownEvent.Decision;
import dev.townhall.core.event.TownEvent.ReworkCause;
import dev.townhall.core.hook.Work;
import dev.townhall.core.hook.Works;
import dev.townhall.core.mergequeue.GateRunner.GateResult;
import dev.townhall.core.mergequeue.GateRunner.Verdict;
import dev.townhall.core.patrol.Patrol;
import dev.townhall.core.reconcile.Outcome;
import dev.townhall.core.rig.Gate;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import dev.townhall.core.testing.SmallTown;
import dev.townhall.core.worktree.CommitId;
import dev.townhall.core.worktree.RigRepository;
import dev.townhall.core.worktree.SimulatedGit;
import dev.townhall.core.worktree.SimulatedRepositories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefineryTest {
    private static final String REMOTE = "/srv/shop.git";

    private final SmallTown town = new SmallTown();
    private final SimulatedGit git = new SimulatedGit();
    private final SimulatedRepositories repositories = repositories();
    private String poison = "";
    private Verdict onPoison = Verdict.RED;
    private final Refinery refinery =
            new Refinery(
                    town.ledger(),
                    repositories,
                    this::prove,
                    Duration.ofHours(1),
                    new Patrol(town.ledger()),
                    rig -> {});

    @Test
    void provedWorkIsOnTheTargetAndItsBeadIsClosed() {
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");

        runUntilSettled();

        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(Works.get(town.bead(bead)).commit()).isEqualTo(git.remoteHead(REMOTE).text());
    }

    @Test
    void workThatConflictsWithUnmergedWorkIsSentBackOnlyOnceThatIsOnTheTarget() {
        List<BeadId> beads = beads(item(1), item(2));
        submit(beads.get(0), "a.txt", "mine");
        submit(beads.get(1), "a.txt", "theirs");

        runUntilSettled();

        assertThat(town.bead(beads.get(0)).isClosed()).isTrue();
        assertThat(rework(beads.get(1)).cause()).isEqualTo(ReworkCause.CONFLICT);
        assertThat(rework(beads.get(1)).files()).containsExactly("a.txt");
        List<TownEvent> events = town.events();
        assertThat(indexOf(events, TownEvent.Merged.class))
                .isLessThan(indexOf(events, TownEvent.ReworkAsked.class));
    }

    @Test
    void aRedBatchIsHalvedUntilOnlyTheCulpritIsSentBack() {
        rigWithGate();
        List<BeadId> beads = beads(item(1), item(2), item(3), item(4), item(5));
        for (int i = 0; i < beads.size(); i++) {
            submit(beads.get(i), "f" + i + ".txt", "work");
        }
        poison = "f2.txt";

        runUntilSettled();

        assertThat(beads.stream().filter(bead -> !town.bead(bead).isClosed()))
                .containsExactly(beads.get(2));
        assertThat(rework(beads.get(2)).cause()).isEqualTo(ReworkCause.GATE_RED);
        assertThat(rework(beads.get(2)).detail()).isEqualTo("gate-1: make test\nthe log");
    }

    @Test
    void workThatIsOnTheTargetAlreadySaysWhichCommitBroughtItThere() {
        rigWithGate();
        List<BeadId> beads = beads(item(1), item(2));
        submit(beads.get(0), "a.txt", "the same");
        submit(beads.get(1), "a.txt", "the same");
        runUntilSettled();

        String commit = Works.get(town.bead(beads.get(0))).commit();
        assertThat(town.bead(beads.get(1)).closeReason())
                .isEqualTo(
                        "nothing was left to merge, its work was on the target already: commit "
                                + commit.substring(0, 8)
                                + " of "
                                + beads.get(0));
        assertThat(Works.get(town.bead(beads.get(1))).commit()).isEqualTo(commit);
    }

    @Test
    void aGateThatCannotRunMergesNothingAndIsAPersonsToMendAtOnce() {
        rigWithGate();
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");
        poison = "a.txt";
        onPoison = Verdict.COULD_NOT_RUN;
        CommitId before = git.remoteHead(REMOTE);

        runUntilSettled();

        assertThat(git.remoteHead(REMOTE)).isEqualTo(before);
        assertThat(Works.get(town.bead(bead)).attempt()).isEqualTo(1);
        Escalation told = escalation(bead);
        assertThat(told.isByBrokenGate()).isTrue();
        assertThat(told.reason()).contains("gate-1: make test", "gt rig set shop --gate CMD");
        assertThat(told.log()).isEqualTo("gate-1: make test\nthe log");
    }

    @Test
    void aGateThatDoesNotEndInTimeSendsTheWorkBack() {
        rigWithGate();
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");
        poison = "a.txt";
        onPoison = Verdict.NOT_ENDED;

        runUntilSettled();

        assertThat(rework(bead).cause()).isEqualTo(ReworkCause.GATE_COULD_NOT_RUN);
        assertThat(rework(bead).base()).isEmpty();
    }

    @Test
    void aGateThatIsRedTwiceInTheSameWayOnWhatCommandsMadeIsAPersonsToSettle() {
        rigWithGate();
        BeadId bead = beads(item(1)).getFirst();
        poison = "a.txt";
        submit(bead, "a.txt", "new");
        runUntilSettled();
        assertThat(Works.get(town.bead(bead)).attempt()).isEqualTo(2);

        submit(bead, "a.txt", "new");
        runUntilSettled();

        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
        assertThat(escalation(bead).reason()).contains("twice in the same way", "a gate is red");
    }

    @Test
    void aGateThatIsRedOnAnotherTargetOrOnAnAgentsWorkHasAllItsTries() {
        rigWithGate();
        town.write(tx ->
                AgentChoices.keep(
                        tx,
                        new AgentChoice(
                                Optional.of("qwen"), Map.of(), Map.of(), Map.of(), Map.of())));
        List<BeadId> beads = beads(item(1), withoutCommands());
        poison = "a.txt";
        for (int i = 0; i < 2; i++) {
            submit(beads.get(0), "a.txt", "new");
            runUntilSettled();
            git.outsiderCommits(REMOTE, "other.txt", "outside " + i);
            repositories.open(SHOP).fetch();
        }
        for (int i = 0; i < 2; i++) {
            submit(beads.get(1), "a.txt", "new");
            runUntilSettled();
        }

        assertThat(town.bead(beads.get(0)).status()).isEqualTo(BeadStatus.OPEN);
        assertThat(town.bead(beads.get(1)).status()).isEqualTo(BeadStatus.OPEN);
    }

    @Test
    void exactlyTheSameChangeOfABeadIsNotAskedAboutAgain() {
        rigWithGate();
        BeadId bead = beads(needingApproval()).getFirst();
        poison = "a.txt";
        submit(bead, "a.txt", "new");
        runUntilSettled();
        decide(Decision.APPROVED);
        runUntilSettled();
        poison = "";

        submit(bead, "a.txt", "new");
        runUntilSettled();

        assertThat(town.bead(bead).isClosed()).isTrue();
        long asked =
                town.events().stream().filter(TownEvent.ApprovalAsked.class::isInstance).count();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    void anotherChangeOrTheSameOneOfAnotherBeadIsAskedAbout() {
        rigWithGate();
        List<BeadId> beads = beads(needingApproval(), item(2));
        poison = "a.txt";
        submit(beads.getFirst(), "a.txt", "new");
        runUntilSettled();
        decide(Decision.APPROVED);
        runUntilSettled();
        poison = "";

        submit(beads.getFirst(), "a.txt", "something else");
        submit(beads.getLast(), "a.txt", "new", Optional.empty(), true);
        runUntilSettled();

        assertThat(town.<List<dev.townhall.core.bead.Bead>>read(Approvals::pending)).hasSize(2);
    }

    @Test
    void aTargetThatMovedIsPlannedOnAgainAndNeverForced() {
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");
        CommitId outside = git.outsiderCommits(REMOTE, "b.txt", "outside");

        runUntilSettled();

        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(git.log(REMOTE).stream().map(commit -> commit.id())).contains(outside);
    }

    @Test
    void aRefusedPushLeavesTheWorkInTheQueueAndSaysWhy() {
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");
        git.refusePushes(REMOTE, Optional.of("protected branch"));

        Outcome refused = refinery.reconcile(SHOP.text());
        git.refusePushes(REMOTE, Optional.empty());
        runUntilSettled();

        assertThat(refused)
                .isInstanceOfSatisfying(
                        Outcome.Hindered.class,
                        hindered -> assertThat(hindered.reason()).contains("protected branch"));
        assertThat(town.bead(bead).isClosed()).isTrue();
    }

    @Test
    void aRefusedPushIsGotByOnlyWhenOneGetsThrough() {
        BeadId bead = beads(item(1)).getFirst();
        submit(bead, "a.txt", "new");
        git.refusePushes(REMOTE, Optional.of("protected branch"));
        refinery.reconcile(SHOP.text());
        git.refusePushes(REMOTE, Optional.empty());

        Outcome through = refinery.reconcile(SHOP.text());

        assertThat(town.bead(bead).isClosed()).isTrue();
        assertThat(through).isInstanceOf(Outcome.UnderWay.class);
    }

    @Test
    void aMergeThatNeedsAPersonWaitsForOne() {
        BeadId bead = beads(needingApproval()).getFirst();
        submit(bead, "a.txt", "new");
        CommitId before = git.remoteHead(REMOTE);

        runUntilSettled();
        CommitId waiting = git.remoteHead(REMOTE);
        decide(Decision.APPROVED);
        runUntilSettled();

        assertThat(waiting).isEqualTo(before);
        assertThat(town.bead(bead).isClosed()).isTrue();
    }

    @Test
    void aDeniedMergeIsAPersonsToSettle() {
        BeadId bead = beads(needingApproval()).getFirst();
        submit(bead, "a.txt", "new");
        CommitId before = git.remoteHead(REMOTE);
        runUntilSettled();

        decide(Decision.DENIED);
        runUntilSettled();

        assertThat(git.remoteHead(REMOTE)).isEqualTo(before);
        assertThat(town.bead(bead).status()).isEqualTo(BeadStatus.BLOCKED);
    }

    @Test
    void anApprovalOfAnotherHeadCountsForNothing() {
        BeadId bead = beads(needingApproval()).getFirst();
        submit(bead, "a.txt", "new");
        runUntilSettled();
        CommitId before = git.remoteHead(REMOTE);

        save(bead, "a.txt", "slipped in later");
        decide(Decision.APPROVED);
        runUntilSettled();

        assertThat(git.remoteHead(REMOTE)).isEqualTo(before);
        List<dev.townhall.core.bead.Bead> pending = town.read(Approvals::pending);
        assertThat(pending).hasSize(1);
    }

    /// The witness accepted the head that was submitted, and nothing else.
    @Test
    void aBranchThatMovedSinceItWasAcceptedIsJudgedAnewBeforeAPersonIsAsked() {
        BeadId bead = beads(needingApproval()).getFirst();
        BeadId request = submit(bead, "a.txt", "new", Optional.of(accepted()));
        runUntilSettled();
        CommitId before = git.remoteHead(REMOTE);

        CommitId moved = save(bead, "a.txt", "slipped in\nlater");
        decide(Decision.APPROVED);
        runUntilSettled();

        MergeRequest judgedAnew = town.read(view -> MergeRequests.get(view, request));
        assertThat(git.remoteHead(REMOTE)).isEqualTo(before);
        assertThat(judgedAnew.phase()).isEqualTo(MergeRequest.Phase.WITNESSING);
        assertThat(judgedAnew.head()).isEqualTo(moved.text());
        assertThat(judgedAnew.testimony()).isEmpty();
        assertThat(judgedAnew.witnessing().orElseThrow().changes()).containsExactly("a.txt +2 -1");
        assertThat(judgedAnew.approved()).isFalse();
        assertThat(town.<List<dev.townhall.core.bead.Bead>>read(Approvals::pending)).isEmpty();

        town.write(
                tx -> MergeRequests.testify(tx, request, Witnessing.Verdict.ACCEPTED, "this too"));
        town.write(tx -> MergeRequests.conclude(tx, request));
        runUntilSettled();
        decide(Decision.APPROVED);
        runUntilSettled();
        assertThat(town.bead(bead).isClosed()).isTrue();
    }

    @Test
    void aBranchThatMovesWhileAPersonIsAskedTakesTheQuestionBackUntilItIsJudged() {
        BeadId bead = beads(needingApproval()).getFirst();
        BeadId request = submit(bead, "a.txt", "new", Optional.of(accepted()));
        runUntilSettled();

        save(bead, "a.txt", "slipped in later");
        runUntilSettled();

        assertThat(town.<List<dev.townhall.core.bead.Bead>>read(Approvals::pending)).isEmpty();
        assertThat(town.<MergeRequest>read(view -> MergeRequests.get(view, request)).phase())
                .isEqualTo(MergeRequest.Phase.WITNESSING);
    }

    private static Witnessing accepted() {
        return new Witnessing(
                "did it",
                1,
                1,
                1,
                List.of("a.txt +1 -1"),
                Optional.of(
                        new Witnessing.Testimony(
                                Witnessing.Verdict.ACCEPTED,
                                Actor.witness(SHOP),
                                "fine",
                                Instant.EPOCH)));
    }

    private SimulatedRepositories repositories() {
        git.addRemote(REMOTE, Map.of("a.txt", "old"));
        SimulatedRepositories made =
                new SimulatedRepositories(git, town, SimulatedRepositories.Boundary.NONE);
        made.clone(SHOP, REMOTE);
        return made;
    }

    private GateRunner.Job prove(
            Path tree,
            List<Gate> gates,
            dev.townhall.core.foundation.process.Confinement confinement,
            java.util.function.Consumer<GateResult> onResult) {
        boolean bad = !poison.isEmpty() && "work new".contains(contentOf(tree, poison));
        onResult.accept(
                new GateResult(bad ? onPoison : Verdict.GREEN, "gate-1", "the log", Duration.ZERO));
        return () -> {};
    }

    /// The content of a file in a tree, or a text that no file has.
    private String contentOf(Path tree, String file) {
        return git.tree(tree).read(file).orElse("(missing)");
    }

    private void rigWithGate() {
        town.write(tx -> {
            Rig rig = Rigs.get(tx, SHOP);
            Rigs.configure(
                    tx,
                    new Rig(
                            rig.name(),
                            rig.prefix(),
                            rig.remote(),
                            rig.target(),
                            List.of(Gate.of(1, "make test")),
                            true,
                            false,
                            rig.polecatsMax(),
                            rig.state(),
                            "",
                            List.of()));
        });
    }

    private List<BeadId> beads(Plan.Item... items) {
        BeadId convoy = town.stage(items);
        town.write(tx -> Convoys.launch(tx, convoy));
        return town.convoy(convoy).beads();
    }

    private static Plan.Item withoutCommands() {
        return new Plan.Item(2, 2, "t", "An agent's.", List.of(), 0, false, false, false);
    }

    private static Plan.Item needingApproval() {
        return new Plan.Item(1, 1, "t", "```sh\ntrue\n```\n", List.of(), 0, false, true, false);
    }

    /// Saves a worker's change and submits it.
    private BeadId submit(BeadId bead, String file, String content) {
        return submit(bead, file, content, Optional.empty());
    }

    private BeadId submit(
            BeadId bead, String file, String content, Optional<Witnessing> witnessing) {
        boolean approval = town.bead(bead).labels().contains(MergeRequests.APPROVAL_LABEL);
        return submit(bead, file, content, witnessing, approval);
    }

    private BeadId submit(
            BeadId bead,
            String file,
            String content,
            Optional<Witnessing> witnessing,
            boolean approval) {
        CommitId base = repositories.open(SHOP).targetHead();
        CommitId head = save(bead, file, content);
        Work work = Works.get(town.bead(bead));
        BeadId request =
                town.change(tx ->
                        MergeRequests.submit(
                                tx,
                                new MergeRequest(
                                        MergeRequest.Phase.READY,
                                        SHOP,
                                        bead,
                                        work.convoy(),
                                        worker(bead),
                                        branch(bead),
                                        base.text(),
                                        head.text(),
                                        approval,
                                        Optional.empty(),
                                        false,
                                        "",
                                        tx.now(),
                                        witnessing,
                                        Optional.empty())));
        town.pass(Duration.ofSeconds(1));
        return request;
    }

    private CommitId save(BeadId bead, String file, String content) {
        RigRepository repository = repositories.open(SHOP);
        CommitId base = repository.targetHead();
        Path tree = repository.prepare(worker(bead), branch(bead), base);
        git.tree(tree).write(file, content);
        return repository
                .save(worker(bead), branch(bead), base, bead, "work", town.now())
                .orElseThrow();
    }

    private void decide(Decision decision) {
        BeadId asked = town.read(Approvals::pending).getFirst().id();
        town.change(tx -> Approvals.decide(tx, asked, decision));
    }

    private void runUntilSettled() {
        int passes = 0;
        while (!(refinery.reconcile(SHOP.text()) instanceof Outcome.Settled)) {
            assertThat(++passes).as("passes until the queue is settled").isLessThan(50);
        }
    }

    private Escalation escalation(BeadId bead) {
        return town.read(
                view -> Escalations.get(view, Escalations.openAbout(view, bead).orElseThrow()));
    }

    private Work.Rework rework(BeadId bead) {
        return Works.get(town.bead(bead)).rework().orElseThrow();
    }

    private static int indexOf(List<TownEvent> events, Class<? extends TownEvent> type) {
        for (int i = 0; i < events.size(); i++) {
            if (type.isInstance(events.get(i))) {
                return i;
            }
        }
        throw new AssertionError("no " + type.getSimpleName() + " in " + events);
    }

    private static Actor worker(BeadId bead) {
        return Actor.polecat(SHOP, "w" + Integer.toHexString(bead.hashCode()));
    }

    private static String branch(BeadId bead) {
        return "polecat/w/" + bead;
    }
}
