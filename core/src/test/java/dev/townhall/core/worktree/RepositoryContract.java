package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Clean;
import dev.townhall.core.worktree.RigRepository.Conflict;
import dev.townhall.core.worktree.RigRepository.Pushed;
import dev.townhall.core.worktree.RigRepository.Refused;
import dev.townhall.core.worktree.RigRepository.Stack;
import dev.townhall.core.worktree.RigRepository.TargetMoved;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What every [Repositories] does, real or simulated.
interface RepositoryContract {
    RigName SHOP = new RigName("shop");
    Actor NUX = Actor.polecat(SHOP, "nux");
    Actor FURIOSA = Actor.polecat(SHOP, "furiosa");
    Actor MAX = Actor.crew(SHOP, "max");
    Actor MAXINE = Actor.crew(SHOP, "maxine");
    BeadId ONE = new BeadId("sh-1");
    BeadId TWO = new BeadId("sh-2");
    String NUX_ONE = "polecat/nux/sh-1";
    String FURIOSA_TWO = "polecat/furiosa/sh-2";
    Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    RepositoryScene scene();

    private static RigRepository cloned(RepositoryScene scene) {
        scene.repositories().clone(SHOP, scene.remote());
        return scene.repositories().open(SHOP);
    }

    private static CommitId work(
            RepositoryScene scene,
            Actor worker,
            String branch,
            CommitId base,
            BeadId bead,
            String file,
            String content) {
        RigRepository shop = scene.repositories().open(SHOP);
        Path tree = shop.prepare(worker, branch, base);
        scene.write(tree, file, content);
        return shop.save(worker, branch, base, bead, "Change " + file, NOON).orElseThrow();
    }

    private static Candidate nux(CommitId base, CommitId head) {
        return new Candidate(NUX_ONE, base, head, NUX, ONE);
    }

    private static Candidate furiosa(CommitId base, CommitId head) {
        return new Candidate(FURIOSA_TWO, base, head, FURIOSA, TWO);
    }

    @Test
    default void aCloneTellsTheDefaultBranchAndItsHead() {
        try (RepositoryScene scene = scene()) {
            Repositories.Cloned cloned = scene.repositories().clone(SHOP, scene.remote());

            assertThat(cloned.defaultBranch()).isEqualTo("main");
            assertThat(cloned.head()).isEqualTo(scene.remoteHead());
            assertThat(scene.repositories().open(SHOP).targetHead()).isEqualTo(scene.remoteHead());
        }
    }

    @Test
    default void cloningTwiceIsCloningOnce() {
        try (RepositoryScene scene = scene()) {
            Repositories.Cloned first = scene.repositories().clone(SHOP, scene.remote());

            assertThat(scene.repositories().clone(SHOP, scene.remote())).isEqualTo(first);
        }
    }

    @Test
    default void aRemoteThatIsNotThereLeavesNothingBehind() {
        try (RepositoryScene scene = scene()) {
            assertThatThrownBy(() -> scene.repositories().clone(SHOP, "/no/such/place"))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT))
                    .hasMessageContaining("/no/such/place");
            assertThatThrownBy(() -> scene.repositories().open(SHOP))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND));
        }
    }

    @Test
    default void aRemovedRigIsGone() {
        try (RepositoryScene scene = scene()) {
            cloned(scene);

            scene.repositories().remove(SHOP);

            assertThatThrownBy(() -> scene.repositories().open(SHOP))
                    .isInstanceOf(TownException.class);
        }
    }

    @Test
    default void fetchingSeesWhatOthersPushed() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId before = shop.targetHead();

            CommitId pushed = scene.outsiderCommits("new.txt", "new\n");

            assertThat(shop.targetHead()).isEqualTo(before);
            assertThat(shop.targetContains(pushed)).isFalse();
            assertThat(shop.fetch()).isEqualTo(pushed);
            assertThat(shop.targetHead()).isEqualTo(pushed);
            assertThat(shop.targetContains(pushed)).isTrue();
            assertThat(shop.targetContains(before)).isTrue();
        }
    }

    @Test
    default void aRemoteThatIsAwayIsUnavailableAndLater() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            scene.unreachable(true);

            assertThatThrownBy(shop::fetch)
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));

            scene.unreachable(false);
            assertThat(shop.fetch()).isEqualTo(scene.remoteHead());
        }
    }

    @Test
    default void aPreparedTreeHoldsTheBase() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);

            Path tree = shop.prepare(NUX, NUX_ONE, shop.targetHead());

            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt");
            assertThat(scene.read(tree, "README")).contains("hello\n");
            assertThat(shop.rescues()).isEmpty();
            assertThat(shop.branchHead(NUX_ONE)).isEmpty();
        }
    }

    @Test
    default void preparingATreeAnewFollowsTheBase() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            shop.prepare(NUX, NUX_ONE, shop.targetHead());
            scene.outsiderCommits("src/b.txt", "b\n");

            Path tree = shop.prepare(NUX, NUX_ONE, shop.fetch());

            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt", "src/b.txt");
            assertThat(shop.rescues()).isEmpty();
        }
    }

    @Test
    default void unsavedFilesAreRescuedBeforeATreeIsReset() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "README", "changed\n");
            scene.write(tree, "fresh/notes.txt", "notes\n");

            shop.prepare(NUX, NUX_ONE, base);

            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt");
            assertThat(scene.read(tree, "README")).contains("hello\n");
            assertThat(shop.rescues()).hasSize(1);
            RigRepository.Rescue rescue = shop.rescues().getFirst();
            assertThat(rescue.worker()).isEqualTo(NUX);
            assertThat(scene.stored(rescue.commit(), "README")).contains("changed\n");
            assertThat(scene.stored(rescue.commit(), "fresh/notes.txt")).contains("notes\n");
            assertThat(scene.stored(rescue.commit(), "src/a.txt")).contains("one\ntwo\nthree\n");
        }
    }

    @Test
    default void unsavedCommitsAndStashesAreRescuedBeforeATreeIsReset() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "committed.txt", "c\n");
            CommitId commit = scene.agentCommits(tree, "Mine");
            scene.write(tree, "README", "stashed\n");
            scene.agentStashes(tree);

            shop.prepare(NUX, NUX_ONE, base);

            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt");
            assertThat(shop.rescues())
                    .anySatisfy(r ->
                            assertThat(scene.stored(r.commit(), "README")).contains("stashed\n"));
            assertThat(scene.stored(commit, "committed.txt")).contains("c\n");
            assertThat(shop.rescues())
                    .anySatisfy(r ->
                            assertThat(scene.stored(r.commit(), "committed.txt")).contains("c\n"));
        }
    }

    @Test
    default void commitsThatWereOnlyLookedAtAreStillRescued() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "mine.txt", "m\n");
            CommitId commit = scene.agentCommits(tree, "Mine");
            assertThat(shop.notSafeElsewhere()).hasSize(1);

            shop.prepare(NUX, NUX_ONE, base);

            assertThat(shop.rescues())
                    .extracting(RigRepository.Rescue::commit)
                    .containsExactly(commit);
            assertThat(shop.notSafeElsewhere()).hasSize(1);
        }
    }

    @Test
    default void preparingTwiceRescuesOnce() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "README", "changed\n");

            shop.prepare(NUX, NUX_ONE, base);
            shop.prepare(NUX, NUX_ONE, base);

            assertThat(shop.rescues()).hasSize(1);
        }
    }

    @Test
    default void savedWorkNeedsNoRescue() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            work(scene, NUX, NUX_ONE, base, ONE, "README", "saved\n");

            Path tree = shop.prepare(NUX, "polecat/nux/sh-9", base);

            assertThat(shop.rescues()).isEmpty();
            assertThat(scene.read(tree, "README")).contains("hello\n");
        }
    }

    @Test
    default void savingTakesChangedNewAndDeletedFiles() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "src/a.txt", "one\n2\nthree\n");
            scene.write(tree, "src/deep/new.txt", "new\n");
            scene.delete(tree, "README");

            CommitId head = shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON).orElseThrow();

            assertThat(shop.branchHead(NUX_ONE)).contains(head);
            assertThat(scene.stored(head, "src/a.txt")).contains("one\n2\nthree\n");
            assertThat(scene.stored(head, "src/deep/new.txt")).contains("new\n");
            assertThat(scene.stored(head, "README")).isEmpty();
        }
    }

    @Test
    default void savingKeepsTheAgentsOwnCommits() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "one.txt", "1\n");
            CommitId own = scene.agentCommits(tree, "Own commit");

            assertThat(shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON)).contains(own);

            scene.write(tree, "two.txt", "2\n");
            CommitId head = shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON).orElseThrow();
            assertThat(head).isNotEqualTo(own);
            assertThat(scene.stored(head, "one.txt")).contains("1\n");
            assertThat(scene.stored(head, "two.txt")).contains("2\n");
        }
    }

    @Test
    default void savingNothingIsNothing() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            shop.prepare(NUX, NUX_ONE, base);

            assertThat(shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON)).isEmpty();
            assertThat(shop.branchHead(NUX_ONE)).isEmpty();
        }
    }

    @Test
    default void savingTwiceGivesTheSameCommit() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "README", "mine\n");

            Optional<CommitId> first = shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON);
            Optional<CommitId> second =
                    shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON.plusSeconds(60));

            assertThat(second).isPresent().isEqualTo(first);
        }
    }

    @Test
    default void whatABranchHeldBeforeIsKept() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId first = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            CommitId second = work(scene, NUX, NUX_ONE, base, ONE, "two.txt", "2\n");

            assertThat(shop.branchHead(NUX_ONE)).contains(second);
            assertThat(shop.diff(base, first, 9).names()).containsExactly("one.txt");
            assertThat(shop.check()).isEmpty();
        }
    }

    @Test
    default void aStackHoldsTheWorkOfAll() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            CommitId two = work(scene, FURIOSA, FURIOSA_TWO, base, TWO, "two.txt", "2\n");

            Stack stack = shop.stack(base, List.of(nux(base, one), furiosa(base, two)));

            assertThat(stack.entries()).hasOnlyElementsOfType(Clean.class);
            assertThat(stack.entries().getLast())
                    .isEqualTo(new Clean(furiosa(base, two), stack.tip()));
            assertThat(scene.stored(stack.tip(), "one.txt")).contains("1\n");
            assertThat(scene.stored(stack.tip(), "two.txt")).contains("2\n");
            assertThat(shop.targetHead()).isEqualTo(base);
        }
    }

    @Test
    default void theSameStackHasTheSameIds() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");

            Stack first = shop.stack(base, List.of(nux(base, one)));

            assertThat(shop.stack(base, List.of(nux(base, one)))).isEqualTo(first);
        }
    }

    @Test
    default void changesOfTheSameLinesConflictAndNameTheFile() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "src/a.txt", "one\nNUX\nthree\n");
            CommitId two =
                    work(scene, FURIOSA, FURIOSA_TWO, base, TWO, "src/a.txt", "one\nFUR\nthree\n");

            Stack stack = shop.stack(base, List.of(nux(base, one), furiosa(base, two)));

            assertThat(stack.entries().getFirst()).isInstanceOf(Clean.class);
            assertThat(stack.entries().getLast())
                    .isEqualTo(new Conflict(furiosa(base, two), List.of("src/a.txt")));
            assertThat(scene.stored(stack.tip(), "src/a.txt")).contains("one\nNUX\nthree\n");
        }
    }

    /// One's change of a file was pushed, two's of the same lines comes after it.
    private static Candidate collides(RepositoryScene scene, RigRepository shop) {
        CommitId base = shop.targetHead();
        CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "src/a.txt", "one\nNUX\nthree\n");
        CommitId two =
                work(scene, FURIOSA, FURIOSA_TWO, base, TWO, "src/a.txt", "one\nFUR\nthree\n");
        Stack stack = shop.stack(base, List.of(nux(base, one)));
        assertThat(shop.push(base, stack.tip())).isInstanceOf(Pushed.class);
        return furiosa(base, two);
    }

    @Test
    default void aMergeIsBegunWithBothSidesBetweenMarkers() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Candidate two = collides(scene, shop);

            RigRepository.Begun begun = shop.begin("refinery/sh-2", shop.targetHead(), two);

            assertThat(begun.marked()).containsExactly("src/a.txt");
            assertThat(begun.unmarked()).isEmpty();
            assertThat(begun.isClean()).isFalse();
            assertThat(scene.stored(begun.commit(), "src/a.txt").orElseThrow())
                    .contains("<<<<<<< the target\n", "NUX", "=======\n", "FUR")
                    .contains(">>>>>>> sh-2\n");
            assertThat(shop.marked(shop.targetHead(), begun.commit(), two))
                    .containsExactly("src/a.txt");
            assertThat(shop.branchHead("refinery/sh-2")).contains(begun.commit());
            assertThat(shop.begin("refinery/sh-2", shop.targetHead(), two)).isEqualTo(begun);
            Path tree = shop.prepare(NUX, "refinery/sh-2", begun.commit());
            assertThat(scene.read(tree, "src/a.txt").orElseThrow()).contains("FUR", "NUX");
        }
    }

    @Test
    default void whatCannotHoldMarkersKeepsTheTargetsSide() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.delete(tree, "README");
            scene.write(tree, "new.txt", "1\n");
            CommitId one = shop.save(NUX, NUX_ONE, base, ONE, "Tidy", NOON).orElseThrow();
            scene.outsiderCommits("README", "hello again\n");

            RigRepository.Begun begun = shop.begin("refinery/sh-1", shop.fetch(), nux(base, one));

            assertThat(begun.marked()).isEmpty();
            assertThat(begun.unmarked()).containsExactly("README");
            assertThat(scene.stored(begun.commit(), "README")).contains("hello again\n");
            assertThat(scene.stored(begun.commit(), "new.txt")).contains("1\n");
        }
    }

    @Test
    default void aFileThatBothMadeIsMarkedToo() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "CHANGES", "nux\n");
            scene.outsiderCommits("CHANGES", "somebody\n");

            RigRepository.Begun begun = shop.begin("refinery/sh-1", shop.fetch(), nux(base, one));

            assertThat(begun.marked()).containsExactly("CHANGES");
            assertThat(scene.stored(begun.commit(), "CHANGES").orElseThrow())
                    .contains("nux\n", "somebody\n", ">>>>>>> sh-1\n");
        }
    }

    @Test
    default void whatWasJoinedIsOneCommitOnTheTargetInTheWorkersName() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Candidate two = collides(scene, shop);
            CommitId target = shop.targetHead();
            CommitId begun = shop.begin("refinery/sh-2", target, two).commit();
            Actor resolver = Actor.resolver(SHOP);
            Path tree = shop.prepare(resolver, "refinery/sh-2", begun);
            scene.write(tree, "src/a.txt", "one\nNUX FUR\nthree\n");
            scene.agentCommits(tree, "own words");
            scene.write(tree, "README", "hello, both\n");
            CommitId head =
                    shop.save(resolver, "refinery/sh-2", begun, TWO, "Join", NOON).orElseThrow();

            CommitId joined = shop.join("refinery/sh-2", target, head, two, resolver);

            assertThat(shop.marked(target, joined, two)).isEmpty();
            assertThat(shop.branchHead("refinery/sh-2")).contains(joined);
            assertThat(shop.join("refinery/sh-2", target, head, two, resolver)).isEqualTo(joined);
            Stack stack =
                    shop.stack(
                            target,
                            List.of(new Candidate("refinery/sh-2", target, joined, FURIOSA, TWO)));
            assertThat(shop.push(target, stack.tip())).isInstanceOf(Pushed.class);
            assertThat(scene.remoteFile("src/a.txt")).contains("one\nNUX FUR\nthree\n");
            assertThat(scene.remoteFile("README")).contains("hello, both\n");
            assertThat(scene.remoteTitles().getFirst()).isEqualTo("Change src/a.txt");
            assertThat(scene.remoteAuthor()).contains("furiosa");
            assertThat(scene.remoteMessage()).contains("Joined-by: shop/resolver\nBead: sh-2");
            assertThat(shop.notSafeElsewhere()).isEmpty();
            assertThat(shop.check()).isEmpty();
        }
    }

    @Test
    default void theHistoryOfFilesNamesCommitsAndTheirBeads() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Candidate two = collides(scene, shop);
            scene.outsiderCommits("README", "hi\n");
            CommitId now = shop.fetch();

            List<RigRepository.Past> past = shop.history(two.base(), now, List.of("src/a.txt"), 10);

            assertThat(past).hasSize(1);
            assertThat(past.getFirst().bead()).contains(ONE);
            assertThat(past.getFirst().title()).isEqualTo("Change src/a.txt");
            assertThat(shop.history(two.base(), now, List.of("README", "src/a.txt"), 10))
                    .extracting(RigRepository.Past::bead)
                    .containsExactly(Optional.empty(), Optional.of(ONE));
            assertThat(shop.history(two.base(), now, List.of("README", "src/a.txt"), 1)).hasSize(1);
            assertThat(shop.history(now, now, List.of("README"), 10)).isEmpty();
        }
    }

    @Test
    default void workThatIsInTheTargetAlreadyIsEmpty() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "README", "same\n");
            scene.outsiderCommits("README", "same\n");
            CommitId onto = shop.fetch();

            Stack stack = shop.stack(onto, List.of(nux(base, one)));

            assertThat(stack.entries()).containsExactly(new RigRepository.Empty(nux(base, one)));
            assertThat(stack.tip()).isEqualTo(onto);
        }
    }

    @Test
    default void aGreenStackIsPushedAndTheTargetMoves() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            Stack stack = shop.stack(base, List.of(nux(base, one)));
            Path gates = shop.checkoutForGates(stack.tip());
            assertThat(scene.files(gates)).containsExactly("README", "one.txt", "src/a.txt");

            assertThat(shop.push(base, stack.tip())).isEqualTo(new Pushed());

            assertThat(scene.remoteHead()).isEqualTo(stack.tip());
            assertThat(shop.targetHead()).isEqualTo(stack.tip());
            assertThat(scene.remoteTitles()).startsWith("Change one.txt");
            assertThat(scene.remoteMessage()).isEqualTo("Change one.txt\n\nBead: sh-1\n");
            assertThat(scene.remoteAuthor())
                    .isEqualTo("nux <shop/polecats/nux@townhall.localhost>");
            assertThat(scene.remoteFile("one.txt")).contains("1\n");
        }
    }

    @Test
    default void pushingTwiceIsPushingOnce() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            Stack stack = shop.stack(base, List.of(nux(base, one)));
            shop.push(base, stack.tip());

            assertThat(shop.push(base, stack.tip())).isEqualTo(new Pushed());

            CommitId later = scene.outsiderCommits("later.txt", "l\n");
            assertThat(shop.push(base, stack.tip())).isEqualTo(new Pushed());
            assertThat(scene.remoteHead()).isEqualTo(later);
        }
    }

    @Test
    default void aMovedTargetIsNotOverwritten() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            Stack stack = shop.stack(base, List.of(nux(base, one)));
            CommitId outside = scene.outsiderCommits("other.txt", "o\n");

            assertThat(shop.push(base, stack.tip())).isEqualTo(new TargetMoved(outside));

            assertThat(scene.remoteHead()).isEqualTo(outside);
            Stack again = shop.stack(outside, List.of(nux(base, one)));
            assertThat(shop.push(outside, again.tip())).isEqualTo(new Pushed());
        }
    }

    @Test
    default void aRefusedPushSaysWhyAndCanBeTriedAgain() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            Stack stack = shop.stack(base, List.of(nux(base, one)));
            scene.refusePushes(Optional.of("not on a Friday"));

            assertThat(shop.push(base, stack.tip()))
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).contains("not on a Friday"));

            assertThat(scene.remoteHead()).isEqualTo(base);
            scene.refusePushes(Optional.empty());
            assertThat(shop.push(base, stack.tip())).isEqualTo(new Pushed());
        }
    }

    @Test
    default void onlyDescendantsOfTheExpectedCommitArePushed() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId before = shop.targetHead();
            scene.outsiderCommits("other.txt", "o\n");
            CommitId now = shop.fetch();

            assertThat(shop.push(now, before)).isInstanceOf(Refused.class);

            assertThat(scene.remoteHead()).isEqualTo(now);
        }
    }

    @Test
    default void theGatesTreeIsCleanedOfWhatGatesLeft() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path gates = shop.checkoutForGates(base);
            scene.write(gates, "left/over.txt", "x\n");
            scene.write(gates, "README", "changed by a gate\n");

            shop.checkoutForGates(base);

            assertThat(scene.files(gates)).containsExactly("README", "src/a.txt");
            assertThat(scene.read(gates, "README")).contains("hello\n");
            assertThat(shop.rescues()).isEmpty();
        }
    }

    @Test
    default void whatAWitnessLeavesInItsCheckoutIsNobodysWork() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            Path judged = shop.checkoutToJudge(one);
            assertThat(scene.files(judged)).containsExactly("README", "one.txt", "src/a.txt");
            assertThat(judged).isNotEqualTo(shop.checkoutForGates(base));
            scene.write(judged, "left/over.txt", "x\n");
            scene.write(judged, "one.txt", "changed by a witness\n");
            assertThat(shop.notSafeElsewhere()).noneMatch(line -> line.contains("witness"));

            shop.checkoutToJudge(one);

            assertThat(scene.files(judged)).containsExactly("README", "one.txt", "src/a.txt");
            assertThat(scene.read(judged, "one.txt")).contains("1\n");
            assertThat(shop.rescues()).isEmpty();
            assertThat(shop.branchHead(NUX_ONE)).contains(one);
        }
    }

    @Test
    default void aDiffCountsFilesAndLines() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, NUX_ONE, base);
            scene.write(tree, "src/a.txt", "one\n2\nthree\nfour\n");
            scene.write(tree, "b.txt", "b\n");
            CommitId head = shop.save(NUX, NUX_ONE, base, ONE, "Work", NOON).orElseThrow();

            RigRepository.DiffSummary diff = shop.diff(base, head, 1);

            assertThat(diff.files()).isEqualTo(2);
            assertThat(diff.added()).isEqualTo(3);
            assertThat(diff.removed()).isEqualTo(1);
            assertThat(diff.names()).containsExactly("b.txt");
            assertThat(shop.diff(base, head, 9).changes().stream().mapToInt(it -> it.added()).sum())
                    .isEqualTo(3);
            assertThat(diff.excerpt())
                    .contains("b.txt", "src/a.txt", "four")
                    .doesNotContain("index ");
            assertThat(diff.hash()).hasSize(64).isNotEqualTo(shop.diff(base, base, 1).hash());
        }
    }

    @Test
    default void whatIsOnlyHereIsNamedAndMergedWorkIsNot() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            assertThat(shop.notSafeElsewhere()).isEmpty();
            CommitId one = work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "1\n");
            assertThat(shop.notSafeElsewhere())
                    .singleElement()
                    .asString()
                    .contains("polecat/nux/sh-1");

            scene.outsiderCommits("other.txt", "o\n");
            CommitId onto = shop.fetch();
            shop.push(onto, shop.stack(onto, List.of(nux(base, one))).tip());

            assertThat(shop.notSafeElsewhere()).isEmpty();
        }
    }

    @Test
    default void anEarlierTryAtAMergedBeadIsNotMissed() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            work(scene, NUX, NUX_ONE, base, ONE, "one.txt", "first try\n");
            CommitId again = work(scene, NUX, NUX_ONE + "-try2", base, ONE, "one.txt", "second\n");
            Candidate candidate = new Candidate(NUX_ONE + "-try2", base, again, NUX, ONE);

            shop.push(base, shop.stack(base, List.of(candidate)).tip());

            assertThat(shop.notSafeElsewhere()).isEmpty();
        }
    }

    @Test
    default void unsavedFilesInATreeAreNamedAsNotSafe() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Path tree = shop.prepare(NUX, NUX_ONE, shop.targetHead());
            scene.write(tree, "draft.txt", "d\n");

            assertThat(shop.notSafeElsewhere())
                    .singleElement()
                    .asString()
                    .contains("shop/polecats/nux");
        }
    }

    @Test
    default void aLastingTreeIsFoundAsItWasLeft() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            assertThat(shop.tree(MAX)).isEmpty();
            Path tree = shop.prepare(MAX, "crew/max", shop.targetHead());
            scene.write(tree, "draft.txt", "d\n");

            assertThat(shop.tree(MAX)).contains(tree);

            assertThat(scene.read(tree, "draft.txt")).contains("d\n");
            assertThat(shop.tree(NUX)).isEmpty();
        }
    }

    @Test
    default void whatOneWorkerHasOnlyHereIsNamedWithoutTheOthers() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Path max = shop.prepare(MAX, "crew/max", shop.targetHead());
            Path nux = shop.prepare(NUX, NUX_ONE, shop.targetHead());
            scene.write(nux, "draft.txt", "d\n");
            assertThat(shop.notSafeElsewhere(MAX)).isEmpty();

            scene.write(max, "one.txt", "1\n");
            scene.agentCommits(max, "One");

            List<String> one = shop.notSafeElsewhere(MAX);
            assertThat(one).singleElement().asString().contains("shop/crew/max");
            assertThat(shop.notSafeElsewhere()).hasSize(2);
            scene.write(max, "two.txt", "2\n");
            assertThat(shop.notSafeElsewhere(MAX)).hasSize(1).isNotEqualTo(one);
        }
    }

    @Test
    default void aRemovedTreeLeavesNothingAndMayBeRemovedTwice() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            Path max = shop.prepare(MAX, "crew/max", shop.targetHead());
            Path maxine = shop.prepare(MAXINE, "crew/maxine", shop.targetHead());
            scene.write(max, "draft.txt", "d\n");
            scene.write(maxine, "draft.txt", "d\n");
            shop.save(MAX, "crew/max", shop.targetHead(), ONE, "One", NOON);

            shop.removeTree(MAX);
            shop.removeTree(MAX);

            assertThat(shop.tree(MAX)).isEmpty();
            assertThat(shop.branchHead("crew/max")).isEmpty();
            assertThat(shop.notSafeElsewhere(MAX)).isEmpty();
            assertThat(shop.notSafeElsewhere())
                    .singleElement()
                    .asString()
                    .contains("shop/crew/maxine");
            Path again = shop.prepare(MAX, "crew/max", shop.targetHead());
            assertThat(scene.read(again, "draft.txt")).isEmpty();
        }
    }

    @Test
    default void aHealthyRigHasNoProblems() {
        try (RepositoryScene scene = scene()) {
            RigRepository shop = cloned(scene);
            shop.prepare(NUX, NUX_ONE, shop.targetHead());
            assertThat(shop.check()).isEmpty();

            work(scene, NUX, NUX_ONE, shop.targetHead(), ONE, "one.txt", "1\n");
            assertThat(shop.check()).isEmpty();
        }
    }
}
