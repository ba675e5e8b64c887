package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A merge into the folder that a person works in.
class CheckoutTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final int MERGES = 5;
    private static final int TRIES_MAX = 40;
    private static final Duration BETWEEN = Duration.ofMillis(700);

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
    void whatAKilledTownLeftIsClearedAway() throws IOException {
        CommitId base = shop.targetHead();
        CommitId tip = work(base, "n.txt");
        Files.copy(folder.resolve(".git/index"), folder.resolve(".git/index.lock"));
        Files.writeString(folder.resolve(".git/townhall-moves"), tip.text() + "\n");

        assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());

        assertThat(scene.read(folder, "n.txt")).contains("by nux\n");
        assertThat(git.run("status", "--porcelain")).isEmpty();
        assertThat(folder.resolve(".git/townhall-moves")).doesNotExist();
    }

    @Test
    void aPersonWhoCommitsAllTheTimeLosesNothing() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger commits = new AtomicInteger();
        Thread person =
                Thread.ofPlatform()
                        .start(() -> {
                            while (!over.get()) {
                                commit("mine-" + commits.get() + ".txt", commits);
                                LockSupport.parkNanos(BETWEEN.toNanos());
                            }
                        });
        List<String> merged = new ArrayList<>();
        int tries = 0;
        while (merged.size() < MERGES && tries++ < TRIES_MAX) {
            String file = "n" + tries + ".txt";
            if (merged(file)) {
                merged.add(file);
            }
        }
        over.set(true);
        person.join();

        assertThat(merged).as("tried %s times beside %s commits", tries, commits).isNotEmpty();
        assertThat(git.run("status", "--porcelain")).isEmpty();
        List<String> files = git.run("ls-tree", "--name-only", "HEAD").lines().toList();
        assertThat(files).containsAll(merged);
        for (int commit = 0; commit < commits.get(); commit++) {
            assertThat(files).contains("mine-" + commit + ".txt");
        }
        assertThat(git.run("log", "--diff-filter=D", "--name-only", "--format=%h")).isEmpty();
    }

    private boolean merged(String file) throws IOException {
        CommitId base = shop.fetch();
        CommitId tip = work(base, file);
        try {
            return shop.push(base, tip) instanceof RigRepository.Pushed;
        } catch (TownException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
            return false;
        }
    }

    /// As people do it; where git says that another one is at work they do it again.
    private void commit(String file, AtomicInteger commits) {
        scene.write(folder, file, "mine\n");
        while (git.run("ls-tree", "--name-only", "HEAD").lines().noneMatch(file::equals)) {
            git.runOn(folder.resolve("a.txt"), "add", file);
            git.runOn(folder.resolve("a.txt"), "commit", "--quiet", "-m", "Mine", file);
        }
        commits.incrementAndGet();
    }
}
