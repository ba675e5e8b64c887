package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Trees of workers with all that files can be.
class WorkTreeTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final BeadId BEAD = new BeadId("sh-1");
    private static final String BRANCH = "polecat/nux/sh-1";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static RigRepository cloned(RealScene scene) {
        scene.repositories().clone(SHOP, scene.remote());
        return scene.repositories().open(SHOP);
    }

    private static CommitId save(RigRepository shop, CommitId base) {
        return shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();
    }

    private static String list(RealScene scene, CommitId commit) {
        return new Git(scene.store(SHOP)).run("ls-tree", "-r", "-z", commit.text());
    }

    @Test
    void theAgentSeesACleanTreeOnItsBranchInItsName() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            Path tree = shop.prepare(NUX, BRANCH, shop.targetHead());
            Git git = new Git(tree);

            assertThat(git.run("status", "--porcelain=v1", "--branch"))
                    .isEqualTo("## " + BRANCH + "\n");
            assertThat(git.line("log", "-1", "--format=%s")).isEqualTo("Start");
            assertThat(git.line("config", "user.name")).isEqualTo("nux");
            assertThat(git.line("config", "user.email"))
                    .isEqualTo("shop/polecats/nux@townhall.localhost");
            assertThat(git.line("rev-parse", "origin/main")).isEqualTo(shop.targetHead().text());
            assertThat(git.run("diff-files", "--name-only")).isEmpty();
            assertThat(git.run("fsck", "--connectivity-only")).doesNotContain("missing");
        }
    }

    @Test
    void modesLinksAndOddNamesSurvive() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path run = tree.resolve("run.sh");
            Files.writeString(run, "#!/bin/sh\n");
            Files.setPosixFilePermissions(run, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.createSymbolicLink(tree.resolve("link"), Path.of("src/a.txt"));
            Files.createSymbolicLink(tree.resolve("dangling"), Path.of("../nowhere"));
            for (String name :
                    List.of(
                            "a b",
                            "tab\there",
                            "line\nbreak",
                            "quote\"s'",
                            "-dash",
                            "*?[x]",
                            "\\")) {
                scene.write(tree, "odd/" + name, name);
            }
            String latin = "caf\u00e9"; // one byte for the last letter: no UTF-8
            Files.writeString(RawNames.resolve(tree, latin), "latin");
            String utf = RawNames.ofText("naïve \u65e5\u672c.txt");
            Files.writeString(RawNames.resolve(tree, utf), "utf");

            CommitId head = save(shop, base);
            String listed = list(scene, head);
            assertThat(listed).contains("100755 blob").contains("120000 blob");
            shop.prepare(NUX, BRANCH, base);
            shop.prepare(NUX, BRANCH, head);

            assertThat(shop.rescues()).isEmpty();
            assertThat(Files.isExecutable(run)).isTrue();
            assertThat(Files.readSymbolicLink(tree.resolve("link"))).hasToString("src/a.txt");
            assertThat(Files.readSymbolicLink(tree.resolve("dangling"))).hasToString("../nowhere");
            assertThat(scene.read(tree, "odd/line\nbreak")).contains("line\nbreak");
            assertThat(Files.readString(RawNames.resolve(tree, latin))).isEqualTo("latin");
            assertThat(Files.readString(RawNames.resolve(tree, utf))).isEqualTo("utf");
            assertThat(new Git(tree).run("status", "--porcelain")).isEmpty();
        }
    }

    @Test
    void ignoredFilesStayAndAreNotSaved() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, ".gitignore", "target/\n*.log\n!keep.log\n");
            scene.write(tree, "target/classes/A.class", "a");
            scene.write(tree, "x.log", "x");
            scene.write(tree, "keep.log", "k");
            scene.write(tree, "src/.gitignore", "secret\n");
            scene.write(tree, "src/secret", "s");
            Files.createDirectories(tree.resolve(".git/info"));
            Files.writeString(tree.resolve(".git/info/exclude"), "scratch\n");
            scene.write(tree, "scratch", "z");

            CommitId head = save(shop, base);
            shop.prepare(NUX, BRANCH, head);

            assertThat(list(scene, head).split("\0"))
                    .extracting(line -> line.substring(line.indexOf('\t') + 1))
                    .containsExactly(
                            ".gitignore", "README", "keep.log", "src/.gitignore", "src/a.txt");
            assertThat(tree.resolve("target/classes/A.class")).exists();
            assertThat(tree.resolve("x.log")).exists();
            assertThat(tree.resolve("src/secret")).exists();
        }
    }

    @Test
    void aTrackedFileIsSavedEvenWhenItIsIgnored() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, ".gitignore", "out/\n");
            scene.write(tree, "out/forced.txt", "1\n");
            Git git = new Git(tree);
            git.run("add", "-f", "out/forced.txt", ".gitignore");
            git.run("commit", "--quiet", "-m", "Forced");
            scene.write(tree, "out/forced.txt", "2\n");
            scene.write(tree, "out/ignored.txt", "i\n");

            CommitId head = save(shop, base);

            assertThat(scene.stored(head, "out/forced.txt")).contains("2\n");
            assertThat(scene.stored(head, "out/ignored.txt")).isEmpty();
        }
    }

    @Test
    void anIgnoredFileInTheWayOfTheNewBaseIsRescued() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            scene.outsiderCommits(".gitignore", "build\n");
            CommitId ignoring = shop.fetch();
            Path tree = shop.prepare(NUX, BRANCH, ignoring);
            scene.write(tree, "build/precious.txt", "p\n");
            scene.outsider.run("rm", "--quiet", ".gitignore");
            scene.outsider.run("commit", "--quiet", "-m", "No rules");
            scene.outsider.run("push", "--quiet", "origin", "main");
            scene.outsiderCommits("build", "a file\n");

            shop.prepare(NUX, BRANCH, shop.fetch());

            assertThat(scene.read(tree, "build")).contains("a file\n");
            assertThat(shop.rescues()).hasSize(1);
            assertThat(scene.stored(shop.rescues().getFirst().commit(), "build/precious.txt"))
                    .contains("p\n");
            assertThat(base).isNotEqualTo(ignoring);
        }
    }

    @Test
    void filesBecomeFoldersAndFoldersFiles() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Files.delete(tree.resolve("README"));
            scene.write(tree, "README/part.txt", "p\n");
            Disk.deleteAll(tree.resolve("src"));
            scene.write(tree, "src", "now a file\n");

            CommitId head = save(shop, base);
            shop.prepare(NUX, BRANCH, base);
            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt");
            shop.prepare(NUX, BRANCH, head);

            assertThat(scene.files(tree)).containsExactly("README/part.txt", "src");
        }
    }

    @Test
    void emptyFoldersAndThoseWithoutRightsAreCleaned() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Files.createDirectories(tree.resolve("empty/deep/er"));
            scene.write(tree, "locked/file.txt", "l\n");
            Files.setPosixFilePermissions(
                    tree.resolve("locked"), PosixFilePermissions.fromString("r-x------"));
            Files.setPosixFilePermissions(
                    tree.resolve("src"), PosixFilePermissions.fromString("r-x------"));

            shop.prepare(NUX, BRANCH, base);

            assertThat(scene.files(tree)).containsExactly("README", "src/a.txt");
            assertThat(tree.resolve("empty")).doesNotExist();
            assertThat(tree.resolve("locked")).doesNotExist();
            assertThat(shop.rescues()).hasSize(1);
        }
    }

    @Test
    void aChangeThatHidesBehindTheOldTimeAndSizeIsSeen() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path readme = tree.resolve("README");
            FileTime before = Files.getLastModifiedTime(readme, LinkOption.NOFOLLOW_LINKS);
            Files.writeString(readme, "HELLO\n");
            Files.setLastModifiedTime(readme, before);

            assertThat(scene.stored(save(shop, base), "README")).contains("HELLO\n");

            shop.checkoutForGates(base);
            Path gates = shop.checkoutForGates(base).resolve("README");
            FileTime gatesBefore = Files.getLastModifiedTime(gates);
            Files.writeString(gates, "HELLO\n");
            Files.setLastModifiedTime(gates, gatesBefore);
            shop.checkoutForGates(base);
            assertThat(gates).hasContent("hello\n");
        }
    }

    @Test
    void aHundredMegabytesAreSavedAndRestored() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            byte[] block = new byte[1 << 20];
            try (OutputStream out = Files.newOutputStream(tree.resolve("big.bin"))) {
                for (int i = 0; i < 100; i++) {
                    block[i] = (byte) i;
                    out.write(block);
                }
            }

            CommitId head = save(shop, base);
            shop.prepare(NUX, BRANCH, base);
            assertThat(tree.resolve("big.bin")).doesNotExist();
            shop.prepare(NUX, BRANCH, head);

            assertThat(tree.resolve("big.bin")).hasSize(100L << 20);
            assertThat(shop.rescues()).isEmpty();
        }
    }

    @Test
    void lineEndsAndFiltersOfAttributesChangeNothing() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, ".gitattributes", "*.txt text eol=crlf\n*.bin filter=lfs -text\n");
            scene.write(tree, "unix.txt", "a\nb\n");
            scene.write(tree, "large.bin", "version https://git-lfs.github.com/spec/v1\n");

            CommitId head = save(shop, base);
            shop.prepare(NUX, BRANCH, base);
            shop.prepare(NUX, BRANCH, head);

            assertThat(scene.read(tree, "unix.txt")).contains("a\nb\n");
            assertThat(new Git(tree).run("status", "--porcelain")).isEmpty();
        }
    }

    @Test
    void aHalfWrittenTreeIsMendedAndNotTakenForWork() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path making = scene.rigs.resolve("shop/making/polecats");
            Files.createDirectories(making);
            Files.writeString(making.resolve("nux.writing"), "");
            scene.write(tree, "README", "half written\n");
            Disk.deleteAll(tree.resolve(".git"));
            assertThat(shop.check()).singleElement().asString().contains("half written");

            shop.prepare(NUX, BRANCH, base);

            assertThat(scene.read(tree, "README")).contains("hello\n");
            assertThat(shop.rescues()).isEmpty();
            assertThat(shop.check()).isEmpty();
        }
    }

    @Test
    void amendedAndDroppedCommitsAreRescuedToo() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Git git = new Git(tree);
            scene.write(tree, "a.txt", "first\n");
            CommitId first = scene.agentCommits(tree, "First version");
            scene.write(tree, "a.txt", "second\n");
            git.run("commit", "--quiet", "--amend", "-a", "-m", "Second version");
            scene.write(tree, "b.txt", "stashed\n");
            git.run("add", ".");
            git.run("stash", "--quiet");
            git.run("stash", "drop", "--quiet");
            git.run("checkout", "--quiet", "-b", "aside");
            scene.write(tree, "c.txt", "aside\n");
            scene.agentCommits(tree, "On another branch");
            git.run("checkout", "--quiet", "--detach", base.text());
            git.run("branch", "--quiet", "-D", "aside");

            shop.prepare(NUX, BRANCH, base);

            assertThat(shop.rescues())
                    .extracting(RigRepository.Rescue::what)
                    .anySatisfy(what -> assertThat(what).isEqualTo("First version"))
                    .anySatisfy(what -> assertThat(what).startsWith("stash: WIP on"))
                    .anySatisfy(what -> assertThat(what).isEqualTo("On another branch"));
            assertThat(scene.stored(first, "a.txt")).contains("first\n");
        }
    }

    @Test
    void workInPacksIsSavedToo() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            for (int i = 0; i < 5; i++) {
                scene.write(tree, "a" + i + ".txt", "text ".repeat(i * 100));
                scene.agentCommits(tree, "Commit " + i);
            }
            Git git = new Git(tree);
            git.run("gc", "--quiet");
            git.run("pack-refs", "--all");

            CommitId head = save(shop, base);

            assertThat(head.text()).isEqualTo(git.line("rev-parse", "HEAD"));
            assertThat(new Git(scene.store(SHOP)).run("fsck", "--connectivity-only"))
                    .doesNotContain("missing");
            shop.prepare(NUX, BRANCH, base);
            assertThat(shop.rescues()).isEmpty();
        }
    }

    @Test
    void manyLooseEndsAreGatheredUnderOneRef() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Git git = new Git(tree);
            CommitId last = base;
            for (int i = 0; i < 20; i++) {
                scene.write(tree, "a.txt", "version " + i);
                last = scene.agentCommits(tree, "Version " + i);
                git.run("reset", "--quiet", "--hard", base.text());
            }

            shop.prepare(NUX, BRANCH, base);

            assertThat(shop.rescues()).hasSize(1);
            assertThat(shop.rescues().getFirst().what()).startsWith("20 commits found");
            assertThat(scene.stored(last, "a.txt")).contains("version 19");
        }
    }

    @Test
    void workOnTheBranchCountsWhenTheAgentWentElsewhere() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "a\n");
            CommitId work = scene.agentCommits(tree, "Work");
            new Git(tree).run("checkout", "--quiet", "--detach", base.text());

            assertThat(shop.save(NUX, BRANCH, base, BEAD, "Work", NOON)).contains(work);
        }
    }

    @Test
    void anEarlierAttemptStaysInTheStore() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "first\n");
            CommitId first = save(shop, base);
            shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "second\n");

            CommitId second = save(shop, base);

            assertThat(shop.branchHead(BRANCH)).contains(second);
            assertThat(new Git(scene.store(SHOP)).run("for-each-ref", "refs/superseded"))
                    .contains(first.text());
            assertThat(shop.rescues()).isEmpty();
        }
    }

    @Test
    void theSavedCommitIsTheWorkersAndNamesTheBead() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "a\n");

            CommitId head = save(shop, base);

            assertThat(
                            new Git(scene.store(SHOP))
                                    .line("log", "-1", "--format=%an|%ae|%cn|%aI|%B", head.text()))
                    .isEqualTo(
                            "nux|shop/polecats/nux@townhall.localhost|nux"
                                    + "|2026-11-21T12:00:00+00:00|Work\n\nBead: sh-1");
        }
    }

    @Test
    void submodulesStayAsTheyAre() throws IOException {
        try (RealScene scene = new RealScene()) {
            String commit = scene.remoteHead().text();
            scene.outsider.run(
                    "update-index", "--add", "--cacheinfo", "160000," + commit + ",lib/sub");
            scene.outsider.run("commit", "--quiet", "-m", "Submodule");
            scene.outsider.run("push", "--quiet", "origin", "main");
            Repositories.Cloned cloned = scene.repositories().clone(SHOP, scene.remote());
            RigRepository shop = scene.repositories().open(SHOP);
            Path tree = shop.prepare(NUX, BRANCH, cloned.head());
            scene.write(tree, "a.txt", "a\n");
            scene.write(tree, "lib/sub/inside.txt", "i\n");

            CommitId head = save(shop, cloned.head());

            assertThat(cloned.notes()).contains("Files of submodules: lib/sub.");
            assertThat(list(scene, head)).contains("160000 commit " + commit + "\tlib/sub");
            assertThat(scene.stored(head, "a.txt")).contains("a\n");
            assertThat(Files.isDirectory(tree.resolve("lib/sub"))).isTrue();
            assertThat(Optional.of(tree.resolve("lib/sub/inside.txt")))
                    .get()
                    .matches(Files::exists);
        }
    }
}
