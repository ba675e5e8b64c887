package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.SystemProcesses;
import dev.townhall.core.foundation.time.SystemTime;
import dev.townhall.core.worktree.RigRepository.Candidate;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a store needs over time: after crashes, many merges and odd calls.
class UpkeepTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final BeadId BEAD = new BeadId("sh-1");
    private static final String BRANCH = "polecat/nux/sh-1";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static RigRepository cloned(RealScene scene) {
        scene.repositories().clone(SHOP, scene.remote());
        return scene.repositories().open(SHOP);
    }

    @Test
    void locksOfATownThatDiedAreNoObstacle() throws IOException {
        try (RealScene scene = new RealScene()) {
            scene.repositories().clone(SHOP, scene.remote());
            for (String lock :
                    List.of(
                            "refs/heads/polecat/nux/sh-1.lock",
                            "refs/remotes/origin/main.lock",
                            "packed-refs.lock",
                            "config.lock",
                            "shallow.lock")) {
                scene.write(scene.store(SHOP), lock, "");
            }
            scene.outsiderCommits("b.txt", "b\n");

            RigRepository shop = scene.repositories().open(SHOP);

            CommitId base = shop.fetch();
            assertThat(base).isEqualTo(scene.remoteHead());
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "a\n");
            assertThat(shop.save(NUX, BRANCH, base, BEAD, "Work", NOON)).isPresent();
        }
    }

    @Test
    void savingATreeThatIsNotThereIsNothing() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();

            assertThat(shop.save(NUX, BRANCH, base, BEAD, "Work", NOON)).isEmpty();

            Path tree = shop.prepare(NUX, BRANCH, base);
            Disk.deleteAll(tree);
            assertThat(shop.save(NUX, BRANCH, base, BEAD, "Work", NOON)).isEmpty();
            shop.prepare(NUX, BRANCH, base);
            scene.write(scene.rigs.resolve("shop/making/polecats"), "nux.writing", "");
            scene.write(tree, "README", "half\n");
            assertThat(shop.save(NUX, BRANCH, base, BEAD, "Work", NOON)).isEmpty();
        }
    }

    @Test
    void scatteredObjectsBecomeOnePackAndNothingIsLost() throws IOException {
        try (RealScene scene = new RealScene();
                SystemProcesses processes = SystemProcesses.grouped()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "a\n");
            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();
            CommitId tip =
                    shop.stack(base, List.of(new Candidate(BRANCH, base, head, NUX, BEAD))).tip();
            Store store = Store.open(scene.store(SHOP));

            new RemoteBranch(store, new GitProgram(processes, System.getenv()), new SystemTime())
                    .packIfScattered(1000, -1);

            assertThat(new Git(scene.store(SHOP)).run("count-objects", "-v"))
                    .contains("packs: 1\n", "in-pack: 8\n");
            store.close();
            assertThat(shop.check()).isEmpty();
            assertThat(scene.stored(tip, "a.txt")).contains("a\n");
            assertThat(shop.push(base, tip)).isEqualTo(new RigRepository.Pushed());
        }
    }

    @Test
    void aFileTooLargeToKeepIsPutAsideNotDeleted() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            try (RandomAccessFile big = new RandomAccessFile(tree.resolve("big").toFile(), "rw")) {
                big.setLength(TreeScan.FILE_BYTES_MAX + 1);
            }
            scene.write(tree, "a.txt", "a\n");

            assertThatThrownBy(() -> shop.save(NUX, BRANCH, base, BEAD, "Work", NOON))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.LIMIT))
                    .hasMessageContaining("big is larger than 1024 MB");
            shop.prepare(NUX, BRANCH, base);

            assertThat(tree.resolve("big")).doesNotExist();
            try (Stream<Path> kept = Files.walk(scene.rigs.resolve("shop/aside"))) {
                assertThat(kept).anyMatch(p -> p.endsWith("big"));
            }
            assertThat(shop.rescues()).hasSize(1);
            assertThat(shop.notSafeElsewhere()).anyMatch(line -> line.contains("too large"));
        }
    }

    @Test
    void commitsTheStoreDoesNotHaveAreNamed() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId unknown = new CommitId("0123456789012345678901234567890123456789");

            assertThatThrownBy(() -> shop.prepare(NUX, BRANCH, unknown))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND))
                    .hasMessageContaining("01234567");
            assertThatThrownBy(() -> shop.stack(unknown, List.of()))
                    .isInstanceOf(TownException.class);
            assertThat(shop.targetContains(unknown)).isFalse();
        }
    }
}
