package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.worktree.RigRepository.Candidate;
import dev.townhall.core.worktree.RigRepository.Clean;
import dev.townhall.core.worktree.RigRepository.Conflict;
import dev.townhall.core.worktree.RigRepository.Empty;
import dev.townhall.core.worktree.RigRepository.Entry;
import dev.townhall.core.worktree.RigRepository.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the refinery makes of branches, with real git.
class StackingTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final Actor FURIOSA = Actor.polecat(SHOP, "furiosa");
    private static final BeadId ONE = new BeadId("sh-1");
    private static final BeadId TWO = new BeadId("sh-2");
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final String LINES = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n";

    private interface Edit {
        void in(Path tree) throws IOException;
    }

    /// A rig with `lines.txt` and what a test adds.
    private static final class Bench implements AutoCloseable {
        final RealScene scene = new RealScene();
        final RigRepository shop;
        final CommitId base;
        final Git store;

        Bench() {
            scene.outsiderCommits("lines.txt", LINES);
            scene.repositories().clone(SHOP, scene.remote());
            shop = scene.repositories().open(SHOP);
            base = shop.targetHead();
            store = new Git(scene.store(SHOP));
        }

        Candidate work(Actor worker, BeadId bead, Edit edit) throws IOException {
            String branch = "polecat/" + worker.shortName() + "/" + bead;
            Path tree = shop.prepare(worker, branch, base);
            edit.in(tree);
            CommitId head = shop.save(worker, branch, base, bead, "Work", NOON).orElseThrow();
            return new Candidate(branch, base, head, worker, bead);
        }

        Entry second(Candidate first, Candidate second) {
            Stack stack = shop.stack(base, List.of(first, second));
            assertThat(stack.entries().getFirst()).isInstanceOf(Clean.class);
            return stack.entries().getLast();
        }

        String show(Entry entry, String file) {
            return store.run("show", ((Clean) entry).commit() + ":" + file);
        }

        @Override
        public void close() {
            scene.close();
        }
    }

    private static Edit write(String file, String content) {
        return tree -> {
            Files.createDirectories(Disk.parent(tree.resolve(file)));
            Files.writeString(tree.resolve(file), content);
        };
    }

    private static Edit delete(String file) {
        return tree -> Files.delete(tree.resolve(file));
    }

    private static Edit move(String from, String to) {
        return tree -> {
            Files.createDirectories(Disk.parent(tree.resolve(to)));
            Files.move(tree.resolve(from), tree.resolve(to));
        };
    }

    @Test
    void changesInDifferentPlacesOfAFileMerge() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate one = bench.work(NUX, ONE, write("lines.txt", LINES.replace("2\n", "two\n")));
            Candidate two =
                    bench.work(FURIOSA, TWO, write("lines.txt", LINES.replace("9\n", "nine\n")));

            Entry entry = bench.second(one, two);

            assertThat(bench.show(entry, "lines.txt"))
                    .isEqualTo("1\ntwo\n3\n4\n5\n6\n7\n8\nnine\n10\n");
        }
    }

    @Test
    void aChangeFollowsAFileThatWasRenamedBelowIt() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate renamed = bench.work(NUX, ONE, move("lines.txt", "doc/numbers.txt"));
            Candidate changed =
                    bench.work(FURIOSA, TWO, write("lines.txt", LINES.replace("9\n", "nine\n")));

            Entry entry = bench.second(renamed, changed);

            assertThat(bench.show(entry, "doc/numbers.txt")).contains("nine\n");
            assertThat(bench.store.run("ls-tree", "-r", "--name-only", commit(entry)))
                    .doesNotContain("lines.txt");
        }
    }

    @Test
    void aRenameFollowsAChangeThatWasThereFirst() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate changed =
                    bench.work(NUX, ONE, write("lines.txt", LINES.replace("9\n", "nine\n")));
            Candidate renamed = bench.work(FURIOSA, TWO, move("lines.txt", "doc/numbers.txt"));

            Entry entry = bench.second(changed, renamed);

            assertThat(bench.show(entry, "doc/numbers.txt")).contains("nine\n");
        }
    }

    @Test
    void aChangeAgainstADeletionConflicts() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate gone = bench.work(NUX, ONE, delete("lines.txt"));
            Candidate changed = bench.work(FURIOSA, TWO, write("lines.txt", LINES + "11\n"));

            assertThat(bench.second(gone, changed))
                    .isEqualTo(new Conflict(changed, List.of("lines.txt")));
            assertThat(bench.second(changed, gone))
                    .isEqualTo(new Conflict(gone, List.of("lines.txt")));
        }
    }

    @Test
    void bothDeletingIsNoConflict() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate one = bench.work(NUX, ONE, delete("lines.txt"));
            Candidate two = bench.work(FURIOSA, TWO, delete("lines.txt"));

            assertThat(bench.second(one, two)).isEqualTo(new Empty(two));
        }
    }

    @Test
    void aModeAndAContentChangeMerge() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate mode =
                    bench.work(
                            NUX,
                            ONE,
                            tree ->
                                    Files.setPosixFilePermissions(
                                            tree.resolve("lines.txt"),
                                            PosixFilePermissions.fromString("rwxr-xr-x")));
            Candidate content = bench.work(FURIOSA, TWO, write("lines.txt", LINES + "11\n"));

            Entry entry = bench.second(mode, content);

            assertThat(bench.store.run("ls-tree", commit(entry), "lines.txt")).startsWith("100755");
            assertThat(bench.show(entry, "lines.txt")).endsWith("11\n");
        }
    }

    @Test
    void binaryFilesChangedTwiceConflict() throws IOException {
        try (Bench bench = new Bench()) {
            Edit first = tree -> Files.write(tree.resolve("lines.txt"), new byte[] {0, 1, 2});
            Edit second = tree -> Files.write(tree.resolve("lines.txt"), new byte[] {0, 1, 3});
            Candidate one = bench.work(NUX, ONE, first);
            Candidate two = bench.work(FURIOSA, TWO, second);

            assertThat(bench.second(one, two)).isEqualTo(new Conflict(two, List.of("lines.txt")));
        }
    }

    @Test
    void filesAgainstFoldersConflict() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate file = bench.work(NUX, ONE, write("thing", "file\n"));
            Candidate folder = bench.work(FURIOSA, TWO, write("thing/part", "part\n"));

            assertThat(bench.second(file, folder))
                    .isEqualTo(new Conflict(folder, List.of("thing")));
        }
    }

    @Test
    void everyConflictingFileIsNamed() throws IOException {
        try (Bench bench = new Bench()) {
            Edit ours =
                    tree -> {
                        write("lines.txt", "ours\n").in(tree);
                        write("new/n\u00e4me.txt", "ours\n").in(tree);
                        write("README", "ours\n").in(tree);
                    };
            Edit theirs =
                    tree -> {
                        write("lines.txt", "theirs\n").in(tree);
                        write("new/n\u00e4me.txt", "theirs\n").in(tree);
                        write("other.txt", "theirs\n").in(tree);
                    };
            Candidate one = bench.work(NUX, ONE, ours);
            Candidate two = bench.work(FURIOSA, TWO, theirs);

            assertThat(bench.second(one, two))
                    .isEqualTo(new Conflict(two, List.of("lines.txt", "new/n\u00e4me.txt")));
        }
    }

    @Test
    void commitsKeepAuthorTimeAndMessageAndNameTheirBeadOnce() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate work =
                    bench.work(
                            NUX,
                            ONE,
                            tree -> {
                                Git git = new Git(tree);
                                write("a.txt", "a\n").in(tree);
                                git.run("add", ".");
                                git.run(
                                        "commit",
                                        "--quiet",
                                        "--author=Ada <ada@example.org>",
                                        "--date=2020-02-02T02:02:02+05:00",
                                        "-m",
                                        "First",
                                        "-m",
                                        "Because.",
                                        "-m",
                                        "Signed-off-by: Ada <ada@example.org>");
                                write("b.txt", "b\n").in(tree);
                                git.run("add", ".");
                                git.run("commit", "--quiet", "-m", "Second\n\nBead: sh-1");
                            });

            Stack stack = bench.shop.stack(bench.base, List.of(work));

            String tip = stack.tip().text();
            assertThat(bench.store.line("log", "-1", "--format=%B", tip))
                    .isEqualTo("Second\n\nBead: sh-1");
            assertThat(
                            bench.store.line(
                                    "log", "-1", "--format=%an <%ae> %aI|%cn <%ce>|%B", tip + "^"))
                    .isEqualTo(
                            "Ada <ada@example.org> 2020-02-02T02:02:02+05:00"
                                    + "|shop/refinery <shop/refinery@townhall.localhost>"
                                    + "|First\n\nBecause.\n\nSigned-off-by: Ada <ada@example.org>\nBead: sh-1");
            assertThat(bench.store.line("rev-parse", tip + "^^")).isEqualTo(bench.base.text());
        }
    }

    @Test
    void commitsThatChangeNothingAnyMoreAreDropped() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate work =
                    bench.work(
                            NUX,
                            ONE,
                            tree -> {
                                write("a.txt", "a\n").in(tree);
                                bench.scene.agentCommits(tree, "A");
                                new Git(tree)
                                        .run("commit", "--quiet", "--allow-empty", "-m", "Nothing");
                                write("b.txt", "b\n").in(tree);
                                bench.scene.agentCommits(tree, "B");
                            });
            bench.scene.outsiderCommits("a.txt", "a\n");
            CommitId onto = bench.shop.fetch();

            Stack stack = bench.shop.stack(onto, List.of(work));

            assertThat(bench.store.run("log", "--format=%s", onto + ".." + stack.tip()))
                    .isEqualTo("B\n");
        }
    }

    @Test
    void aHistoryWithMergesBecomesOneCommit() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate work =
                    bench.work(
                            NUX,
                            ONE,
                            tree -> {
                                Git git = new Git(tree);
                                git.run("checkout", "--quiet", "-b", "side");
                                write("side.txt", "s\n").in(tree);
                                bench.scene.agentCommits(tree, "Side work");
                                git.run("checkout", "--quiet", "-");
                                write("main.txt", "m\n").in(tree);
                                bench.scene.agentCommits(tree, "Main work");
                                git.run("merge", "--quiet", "--no-edit", "side");
                            });

            Stack stack = bench.shop.stack(bench.base, List.of(work));

            String tip = stack.tip().text();
            assertThat(bench.store.line("rev-parse", tip + "^")).isEqualTo(bench.base.text());
            assertThat(bench.store.run("ls-tree", "--name-only", tip))
                    .contains("side.txt", "main.txt");
            assertThat(bench.store.line("log", "-1", "--format=%an <%ae>", tip))
                    .isEqualTo("nux <shop/polecats/nux@townhall.localhost>");
            assertThat(bench.store.run("log", "-1", "--format=%B", tip))
                    .contains("Side work", "Main work")
                    .containsOnlyOnce("Bead: sh-1");
        }
    }

    @Test
    void workThatTookOverTheNewTargetIsPutOnItWithoutRepeatingIt() throws IOException {
        try (Bench bench = new Bench()) {
            Path tree = bench.shop.prepare(NUX, "polecat/nux/sh-1", bench.base);
            write("mine.txt", "m\n").in(tree);
            bench.scene.agentCommits(tree, "Mine");
            bench.scene.outsiderCommits("lines.txt", LINES + "outside\n");
            CommitId onto = bench.shop.fetch();
            new Git(tree).run("merge", "--quiet", "-m", "Take over", onto.text());
            write("lines.txt", LINES + "outside\nmine\n").in(tree);
            CommitId head =
                    bench.shop
                            .save(NUX, "polecat/nux/sh-1", bench.base, ONE, "More", NOON)
                            .orElseThrow();

            Stack stack =
                    bench.shop.stack(
                            onto,
                            List.of(new Candidate("polecat/nux/sh-1", bench.base, head, NUX, ONE)));

            assertThat(stack.entries().getFirst()).isInstanceOf(Clean.class);
            assertThat(bench.store.run("diff", "--stat", onto + ".." + stack.tip()))
                    .contains("lines.txt", "mine.txt", "2 files changed, 2 insertions(+)");
        }
    }

    @Test
    void anUnrelatedHistoryIsPutOnAsOneChange() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate work =
                    bench.work(
                            NUX,
                            ONE,
                            tree -> {
                                Git git = new Git(tree);
                                git.run("checkout", "--quiet", "--orphan", "fresh");
                                write("fresh.txt", "f\n").in(tree);
                                bench.scene.agentCommits(tree, "Fresh start");
                            });

            Stack stack = bench.shop.stack(bench.base, List.of(work));

            assertThat(stack.entries().getFirst()).isInstanceOf(Clean.class);
            assertThat(bench.store.run("diff", "--name-only", bench.base + ".." + stack.tip()))
                    .isEqualTo("fresh.txt\n");
        }
    }

    @Test
    void theCandidatesThatFitAreStackedAroundTheOneThatDoesNot() throws IOException {
        try (Bench bench = new Bench()) {
            Candidate one = bench.work(NUX, ONE, write("lines.txt", "ours\n"));
            Candidate two = bench.work(FURIOSA, TWO, write("lines.txt", "theirs\n"));
            Candidate three =
                    bench.work(
                            Actor.polecat(SHOP, "slit"), new BeadId("sh-3"), write("c.txt", "c\n"));

            Stack stack = bench.shop.stack(bench.base, List.of(one, two, three));

            assertThat(stack.entries().get(1)).isInstanceOf(Conflict.class);
            assertThat(stack.entries().get(2)).isEqualTo(new Clean(three, stack.tip()));
            assertThat(
                            bench.store.run(
                                    "log",
                                    "--format=%s%n%(trailers:key=Bead)",
                                    bench.base + ".." + stack.tip()))
                    .contains("sh-1", "sh-3")
                    .doesNotContain("sh-2");
        }
    }

    private static String commit(Entry entry) {
        return ((Clean) entry).commit().text();
    }
}
