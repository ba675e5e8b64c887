package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.awaitility.Durations.ONE_MINUTE;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A merge into the folder that a person works in.
class CheckoutTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");

    private final RealScene scene = new RealScene();
    private Path folder;
    private Git git;
    private RigRepository shop;

    @BeforeEach
    void makeRig() throws IOException {
        folder = Files.createDirectories(scene.root.resolve("mine"));
        git = new Git(folder);
        git.run("init", "--quiet", "-b", "trunk");
        scene.write(folder, "a.txt", "a\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Start");
        scene.repositories().clone(SHOP, folder.toString());
        shop = scene.repositories().open(SHOP);
    }

    @AfterEach
    void close() throws IOException {
        scene.close();
    }

    private CommitId work(CommitId base, String file) throws IOException {
        Path tree = shop.prepare(NUX, "polecat/nux/x", base);
        scene.write(tree, file, "by nux\n");
        return new CloningTest.RealBench(shop, NUX, base).stacked();
    }

    @Test
    void aCommitOfThePersonsIsNeverUndone() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        scene.write(folder, "mine.txt", "mine\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Mine");

        RigRepository.Push push = shop.push(base, tip);

        assertThat(push).isInstanceOf(RigRepository.TargetMoved.class);
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(folder.resolve("mine.txt")).exists();
        assertThat(folder.resolve("n.txt")).doesNotExist();
    }

    @Test
    void anUntrackedFileInTheWayIsNamedAndKept() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        scene.write(folder, "n.txt", "not committed\n");

        assertThat(shop.push(base, tip))
                .isInstanceOfSatisfying(
                        RigRepository.Refused.class,
                        refused -> assertThat(refused.reason()).contains("n.txt", "mine"));

        assertThat(scene.read(folder, "n.txt")).contains("not committed\n");
        assertThat(git.run("rev-parse", "HEAD").strip()).isEqualTo(base.text());
        assertThat(folder.resolve(".git/index.lock")).doesNotExist();
    }

    @Test
    void whereGitIsAtWorkTheTownWaits() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        Path lock = Files.createFile(folder.resolve(".git/index.lock"));

        assertThatThrownBy(() -> shop.push(base, tip))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("index.lock");

        assertThat(lock).exists();
        Files.delete(lock);
        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    @Test
    void changesOfThePersonsElsewhereStay() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        scene.write(folder, "a.txt", "not committed\n");
        scene.write(folder, "staged.txt", "staged\n");
        git.run("add", "staged.txt");

        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());

        assertThat(scene.read(folder, "n.txt")).contains("by nux\n");
        assertThat(git.run("status", "--porcelain")).isEqualTo(" M a.txt\nA  staged.txt\n");
    }

    @Test
    void aChangeOfTheSameSizeInTheSecondOfTheCommitIsSeen() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "a.txt");
        git.run("reset", "--quiet", "--hard");
        FileTime indexed = Files.getLastModifiedTime(folder.resolve(".git/index"));
        scene.write(folder, "a.txt", "b\n");
        Files.setLastModifiedTime(folder.resolve("a.txt"), indexed);

        assertThat(shop.push(base, tip))
                .isInstanceOfSatisfying(
                        RigRepository.Refused.class,
                        refused -> assertThat(refused.reason()).contains("a.txt", "mine"));

        assertThat(scene.read(folder, "a.txt")).contains("b\n");
        assertThat(git.run("rev-parse", "HEAD").strip()).isEqualTo(base.text());
    }

    @Test
    void aFileThatGitIgnoresIsNotOverwritten() throws IOException {
        scene.write(folder, ".gitignore", "*.env\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Ignore");
        CommitId base = shop.fetch();
        CommitId tip = work(base, "n.txt");
        scene.write(folder, ".git/info/exclude", "n.txt\n");
        scene.write(folder, "n.txt", "a password\n");

        assertThat(shop.push(base, tip))
                .isInstanceOfSatisfying(
                        RigRepository.Refused.class,
                        refused -> assertThat(refused.reason()).contains("n.txt", "mine"));

        assertThat(scene.read(folder, "n.txt")).contains("a password\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"n/hours/of.work", "n"})
    void anIgnoredFileIsNotLostWhereAFileMeetsAFolder(String mine) throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, mine.equals("n") ? "n/a.txt" : "n");
        scene.write(folder, ".git/info/exclude", "/n\n");
        scene.write(folder, mine, "a password\n");

        assertThat(shop.push(base, tip))
                .isInstanceOfSatisfying(
                        RigRepository.Refused.class,
                        refused -> assertThat(refused.reason()).contains(mine, "in the way"));

        assertThat(scene.read(folder, mine)).contains("a password\n");
    }

    @Test
    void aFolderOfTheirsBecomesAFileAndAFileAFolder() throws IOException {
        scene.write(folder, "one/a.txt", "a\n");
        scene.write(folder, "two", "b\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Both");
        CommitId base = shop.fetch();
        Path tree = shop.prepare(NUX, "polecat/nux/x", base);
        Files.delete(tree.resolve("one/a.txt"));
        Files.delete(tree.resolve("one"));
        Files.delete(tree.resolve("two"));
        scene.write(tree, "one", "by nux\n");
        scene.write(tree, "two/b.txt", "by nux\n");
        CommitId tip = new CloningTest.RealBench(shop, NUX, base).stacked();

        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());

        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(scene.read(folder, "one")).contains("by nux\n");
        assertThat(scene.read(folder, "two/b.txt")).contains("by nux\n");
    }

    @Test
    void workBeginsOnWhatThePersonCommittedLast() throws IOException {
        scene.write(folder, "mine.txt", "mine\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Mine");

        assertThat(shop.freshHead().text()).isEqualTo(git.line("rev-parse", "HEAD"));
    }

    @Test
    void aBranchThatIsCheckedOutByNowGetsNoneOfIt() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        git.run("branch", "other");
        Store store = Store.open(scene.store(SHOP));
        Checkout checkout = Checkout.of(scene.gitProgram(), store).orElseThrow();
        git.run("switch", "--quiet", "other");

        assertThatThrownBy(() ->
                        checkout.move(
                                ObjectId.fromString(base.text()), ObjectId.fromString(tip.text())))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                .hasMessageContaining("another branch");

        assertThat(git.run("status", "--porcelain", "--branch")).isEqualTo("## other\n");
        assertThat(git.line("rev-parse", "trunk")).isEqualTo(base.text());
        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());
        assertThat(git.run("status", "--porcelain")).isEmpty();
    }

    /// What is left where git was killed in the middle of a move.
    enum Left {
        NOTE,
        FILES,
        FILES_AND_INDEX,
        ALL
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void whatIsLeftOfAMoveIsUndoneBeforeTheNext(Left left) throws IOException {
        CommitId base = shop.targetHead();
        CommitId first = work(base, "n.txt");
        CommitId other = work(base, "a.txt");
        leave(left, base, first);
        scene.write(folder, "mine.txt", "mine\n");

        CommitId next = left == Left.ALL ? work(shop.fetch(), "a.txt") : other;
        CommitId now = left == Left.ALL ? first : base;
        assertThat(shop.push(now, next)).isEqualTo(new RigRepository.Pushed());

        assertThat(git.run("status", "--porcelain")).isEqualTo("?? mine.txt\n");
        assertThat(scene.read(folder, "a.txt")).contains("by nux\n");
        assertThat(Files.exists(folder.resolve("n.txt"))).isEqualTo(left == Left.ALL);
        assertThat(folder.resolve(".git/townhall-moves")).doesNotExist();
    }

    @ParameterizedTest
    @EnumSource(Left.class)
    void aMoveThatWasCutOffIsDoneAgain(Left left) throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "a.txt");
        leave(left, base, tip);

        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());

        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(scene.read(folder, "a.txt")).contains("by nux\n");
    }

    @Test
    void whatThePersonMadeOfAHalfMovedFileStays() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        leave(Left.FILES, base, tip);
        scene.write(folder, "n.txt", "by nux and me\n");

        assertThat(shop.push(base, tip)).isInstanceOf(RigRepository.Refused.class);

        assertThat(scene.read(folder, "n.txt")).contains("by nux and me\n");
    }

    private void leave(Left left, CommitId base, CommitId tip) {
        scene.write(folder, ".git/townhall-moves", "%s %s\n".formatted(base.text(), tip.text()));
        git.run("fetch", "--quiet", scene.store(SHOP).toString(), tip.text());
        if (left == Left.NOTE) {
            return;
        }
        git.run("read-tree", "-u", "-m", base.text(), tip.text());
        if (left == Left.FILES) {
            git.run("read-tree", base.text());
        } else if (left == Left.ALL) {
            git.run("update-ref", "refs/heads/trunk", tip.text());
        }
    }

    @Test
    void aPersonWhoCommitsMeanwhileIsToldAndLosesNothing() throws Exception {
        CommitId base = shop.targetHead();
        CommitId tip = slowWork(base);
        scene.write(folder, "mine.txt", "mine\n");
        git.run("add", "mine.txt");

        Future<RigRepository.Push> push = pushing(base, tip);
        await().atMost(ONE_MINUTE).until(() -> Files.exists(folder.resolve(".git/HEAD.lock")));
        String said = git.runOn(folder.resolve("mine.txt"), "commit", "--quiet", "-m", "Mine");
        Files.createFile(scene.root.resolve("go-on"));

        assertThat(said).contains(".lock': File exists");
        assertThat(push.get()).isEqualTo(new RigRepository.Pushed());
        assertThat(git.run("status", "--porcelain")).isEqualTo("A  mine.txt\n");
        git.run("commit", "--quiet", "-m", "Mine");
        assertThat(git.run("ls-tree", "--name-only", "HEAD")).isEqualTo("a.txt\nmine.txt\nn.txt\n");
    }

    @Test
    void aMoveGoesOnWhenTheTownIsKilled() throws Exception {
        CommitId base = shop.targetHead();
        CommitId tip = slowWork(base);

        Future<RigRepository.Push> push = pushing(base, tip);
        await().atMost(ONE_MINUTE).until(() -> Files.exists(folder.resolve(".git/HEAD.lock")));
        scene.killProcesses();
        Files.createFile(scene.root.resolve("go-on"));

        assertThatThrownBy(push::get).hasCauseInstanceOf(TownException.class);
        await().atMost(ONE_MINUTE).until(() -> git.line("rev-parse", "HEAD").equals(tip.text()));
        await().atMost(ONE_MINUTE).until(() -> !Files.exists(folder.resolve(".git/HEAD.lock")));
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(scene.read(folder, "n.txt")).contains("by nux\n");
    }

    /// A commit whose file the person's git writes only when it may go on.
    private CommitId slowWork(CommitId base) throws IOException {
        Path goOn = scene.root.resolve("go-on");
        git.run(
                "config",
                "filter.slow.smudge",
                "until [ -e '%s' ]; do sleep 0.05; done; cat".formatted(goOn));
        scene.write(folder, ".git/info/attributes", "n.txt filter=slow\n");
        return work(base, "n.txt");
    }

    private Future<RigRepository.Push> pushing(CommitId base, CommitId tip) {
        FutureTask<RigRepository.Push> push = new FutureTask<>(() -> shop.push(base, tip));
        Thread.ofVirtual().start(push);
        return push;
    }
}
