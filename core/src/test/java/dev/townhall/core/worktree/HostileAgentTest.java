package dev.townhall.core.worktree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.worktree.RigRepository.Candidate;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jgit.util.SystemReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What an agent can put into its tree to make the town run, read or lose something.
class HostileAgentTest {
    private static final RigName SHOP = new RigName("shop");
    private static final Actor NUX = Actor.polecat(SHOP, "nux");
    private static final BeadId BEAD = new BeadId("sh-1");
    private static final String BRANCH = "polecat/nux/sh-1";
    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

    private static RigRepository cloned(RealScene scene) {
        scene.repositories().clone(SHOP, scene.remote());
        return scene.repositories().open(SHOP);
    }

    /// Everything the town ever does with a worker's tree.
    private static void everything(RealScene scene, RigRepository shop, CommitId base) {
        Optional<CommitId> head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON);
        shop.notSafeElsewhere();
        shop.check();
        shop.fetch();
        head.ifPresent(id -> {
            shop.diff(base, id, 10);
            CommitId tip =
                    shop.stack(base, List.of(new Candidate(BRANCH, base, id, NUX, BEAD))).tip();
            shop.checkoutForGates(tip);
            shop.push(base, tip);
        });
        shop.prepare(NUX, BRANCH, shop.targetHead());
        shop.rescues();
        scene.repositories().clone(SHOP, scene.remote());
    }

    @Test
    void noSettingOfTheAgentsRunsAnything() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path marker = scene.root.resolve("marker");
            Path script = scene.root.resolve("evil.sh");
            script(script, "touch " + marker + "; cat");
            Path included = scene.root.resolve("included");
            Files.writeString(included, "[core]\n\tfsmonitor = " + script + "\n");
            Git git = new Git(tree);
            for (String setting :
                    List.of(
                            "core.fsmonitor",
                            "core.sshCommand",
                            "core.editor",
                            "core.pager",
                            "core.askPass",
                            "core.gitProxy",
                            "gpg.program",
                            "filter.evil.clean",
                            "filter.evil.smudge",
                            "filter.evil.process",
                            "diff.evil.command",
                            "diff.evil.textconv",
                            "diff.external",
                            "merge.evil.driver",
                            "uploadpack.packObjectsHook",
                            "remote.origin.uploadpack",
                            "remote.origin.receivepack",
                            "credential.helper",
                            "alias.status",
                            "alias.rev-parse",
                            "sequence.editor")) {
                git.run("config", setting, script.toString());
            }
            git.run("config", "core.hooksPath", scene.root.resolve("hooks").toString());
            git.run("config", "include.path", included.toString());
            git.run("config", "commit.gpgSign", "true");
            git.run("config", "protocol.ext.allow", "always");
            git.run("config", "remote.origin.url", "ext::" + script);
            git.run("config", "core.worktree", scene.root.toString());
            for (Path hooks : List.of(tree.resolve(".git/hooks"), scene.root.resolve("hooks"))) {
                for (String hook :
                        List.of(
                                "pre-commit",
                                "post-checkout",
                                "post-commit",
                                "pre-push",
                                "reference-transaction",
                                "post-index-change",
                                "post-rewrite")) {
                    Files.createDirectories(hooks);
                    script(hooks.resolve(hook), "touch " + marker);
                }
            }
            Files.createDirectories(tree.resolve(".git/info"));
            Files.writeString(
                    tree.resolve(".git/info/attributes"), "* filter=evil diff=evil merge=evil\n");
            scene.write(tree, ".gitattributes", "* filter=evil diff=evil merge=evil\n");
            scene.write(tree, "README", "changed by the agent\n");
            scene.write(tree, "more.txt", "more\n");

            assertThat(shop.planted(NUX))
                    .contains(
                            "a hook",
                            "config sets core.fsmonitor",
                            "config sets core.sshcommand",
                            "config sets filter.*.process");
            everything(scene, shop, base);

            assertThat(marker).doesNotExist();
            assertThat(shop.planted(NUX)).as("a fresh tree").isEmpty();
            assertThat(scene.remoteFile("README")).contains("changed by the agent\n");
            assertThat(scene.remoteFile("more.txt")).contains("more\n");
        }
    }

    /// Gates run code that agents wrote, in the refinery's tree.
    @Test
    void noSettingAGateLeavesRunsAnything() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.checkoutForGates(base);
            Path marker = scene.root.resolve("marker");
            Path script = scene.root.resolve("evil.sh");
            script(script, "touch " + marker + "; cat");
            Git git = new Git(tree);
            for (String setting :
                    List.of(
                            "core.fsmonitor",
                            "core.sshCommand",
                            "filter.evil.clean",
                            "filter.evil.smudge",
                            "merge.evil.driver",
                            "diff.external",
                            "credential.helper")) {
                git.run("config", setting, script.toString());
            }
            Files.createDirectories(tree.resolve(".git/hooks"));
            for (String hook : List.of("post-checkout", "pre-push", "reference-transaction")) {
                script(tree.resolve(".git/hooks").resolve(hook), "touch " + marker);
            }
            Files.createDirectories(tree.resolve(".git/info"));
            Files.writeString(tree.resolve(".git/info/attributes"), "* filter=evil merge=evil\n");
            scene.write(shop.prepare(NUX, BRANCH, base), "README", "work\n");

            everything(scene, shop, base);

            assertThat(marker).doesNotExist();
            assertThat(scene.remoteFile("README")).contains("work\n");
        }
    }

    /// Other names under which git finds settings, objects and other repositories.
    @Test
    void neitherSubmodulesNorRedirectionsRunOrReadAnything() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path marker = scene.root.resolve("marker");
            assertThat(shop.planted(NUX)).isEmpty();
            Path script = scene.root.resolve("evil.sh");
            script(script, "touch " + marker);
            Git git = new Git(tree);
            git.run("config", "submodule.lib.update", "!" + script);
            git.run("config", "submodule.lib.url", "ext::" + script);
            git.run("config", "extensions.worktreeConfig", "true");
            git.run("config", "extensions.partialClone", "origin");
            git.run("config", "core.alternateRefsCommand", script.toString());
            git.run("update-index", "--add", "--cacheinfo", "160000," + base + ",lib");
            git.run("commit", "--quiet", "-m", "A submodule");
            Files.writeString(
                    tree.resolve(".git/config.worktree"), "[core]\n\tfsmonitor = " + script + "\n");
            Files.createDirectories(tree.resolve(".git/modules/lib/hooks"));
            script(tree.resolve(".git/modules/lib/hooks/post-checkout"), "touch " + marker);
            scene.write(
                    tree,
                    ".gitmodules",
                    "[submodule \"lib\"]\n\tpath = lib\n\turl = ext::"
                            + script
                            + "\n\tupdate = !"
                            + script
                            + "\n");
            scene.write(tree, ".lfsconfig", "[lfs]\n\turl = ext::" + script + "\n");
            scene.write(tree, "README", "work\n");
            Files.writeString(tree.resolve(".git/commondir"), scene.root.resolve("x") + "\n");

            everything(scene, shop, base);

            assertThat(marker).doesNotExist();
            assertThat(scene.remoteFile("README")).contains("work\n");
        }
    }

    @Test
    void aDeletedGitFolderCostsNothing() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Disk.deleteAll(tree.resolve(".git"));
            scene.write(tree, "README", "work\n");

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();

            assertThat(scene.stored(head, "README")).contains("work\n");
            shop.prepare(NUX, BRANCH, base);
            assertThat(new Git(tree).run("status", "--porcelain")).isEmpty();
        }
    }

    @Test
    void aGitFileThatPointsElsewhereIsNotFollowed() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path other = scene.root.resolve("other");
            Files.move(tree.resolve(".git"), other);
            scene.write(tree, "README", "work\n");
            Files.writeString(tree.resolve(".git"), "gitdir: " + other + "\n");

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();

            assertThat(scene.stored(head, "README")).contains("work\n");
            assertThat(scene.stored(head, ".git.kept")).isEmpty();
            shop.prepare(NUX, BRANCH, base);
            assertThat(Disk.isFolder(tree.resolve(".git"))).isTrue();
            assertThat(shop.rescues())
                    .anySatisfy(r ->
                            assertThat(scene.stored(r.commit(), ".hidden/.git.kept"))
                                    .contains("gitdir: " + other + "\n"));
        }
    }

    @Test
    void aGitFolderThatIsALinkIsNotFollowed() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path other = scene.root.resolve("other");
            Files.move(tree.resolve(".git"), other);
            Files.createSymbolicLink(tree.resolve(".git"), other);
            scene.write(tree, "README", "work\n");

            everything(scene, shop, base);

            assertThat(scene.remoteFile("README")).contains("work\n");
            assertThat(Disk.isFolder(tree.resolve(".git"))).isTrue();
            assertThat(other.resolve("HEAD")).exists();
        }
    }

    @Test
    void objectsOfAnotherRepositoryAreNotReadThroughTheAgents() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path secret = scene.root.resolve("secret");
            Files.createDirectories(secret);
            Git other = new Git(secret);
            other.run("init", "--quiet", "-b", "main");
            scene.write(secret, "password", "hunter2\n");
            other.run("add", ".");
            other.run("commit", "--quiet", "-m", "Secret");
            CommitId stolen = new CommitId(other.line("rev-parse", "HEAD"));
            Path objects = secret.resolve(".git/objects");
            Files.writeString(
                    tree.resolve(".git/objects/info/alternates"),
                    objects + "\n",
                    StandardCharsets.UTF_8);
            String folder = stolen.text().substring(0, 2);
            Files.createSymbolicLink(
                    tree.resolve(".git/objects").resolve(folder), objects.resolve(folder));
            Files.writeString(tree.resolve(".git/HEAD"), stolen + "\n");
            scene.write(tree, "README", "work\n");

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();

            assertThat(scene.stored(head, "password")).isEmpty();
            assertThat(new Git(scene.store(SHOP)).line("cat-file", "-t", head.text()))
                    .isEqualTo("commit");
            assertThatThrownBy(
                            () -> new Git(scene.store(SHOP)).run("cat-file", "-t", stolen.text()))
                    .isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void linksOutOfTheTreeAreKeptAsLinksAndNeverWrittenThrough() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path outside = scene.root.resolve("outside");
            Files.createDirectories(outside);
            Files.writeString(outside.resolve("a.txt"), "outside\n");
            Disk.deleteAll(tree.resolve("src"));
            Files.createSymbolicLink(tree.resolve("src"), outside);
            Files.delete(tree.resolve("README"));
            Files.createSymbolicLink(tree.resolve("README"), outside.resolve("a.txt"));

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();
            shop.prepare(NUX, BRANCH, base);

            assertThat(new Git(scene.store(SHOP)).run("ls-tree", "-r", head.text()))
                    .contains("120000 blob")
                    .doesNotContain("src/a.txt");
            assertThat(scene.stored(head, "src")).contains(outside.toString());
            assertThat(outside.resolve("a.txt")).hasContent("outside\n");
            assertThat(outside).isDirectoryNotContaining(p -> p.endsWith("README"));
            assertThat(Files.isRegularFile(tree.resolve("src/a.txt"), LinkOption.NOFOLLOW_LINKS))
                    .isTrue();
            assertThat(scene.read(tree, "src/a.txt")).contains("one\ntwo\nthree\n");
        }
    }

    @Test
    void hardLinksAreCutNotWrittenThrough() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path outside = scene.root.resolve("outside.txt");
            Files.writeString(outside, "precious\n");
            Files.delete(tree.resolve("README"));
            Files.createLink(tree.resolve("README"), outside);

            shop.prepare(NUX, BRANCH, base);

            assertThat(outside).hasContent("precious\n");
            assertThat(tree.resolve("README")).hasContent("hello\n");
        }
    }

    @Test
    void pipesAndSocketsHangNothing() throws IOException, InterruptedException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            for (Path pipe :
                    List.of(
                            tree.resolve("pipe"),
                            tree.resolve(".gitignore"),
                            tree.resolve(".git/HEAD2"),
                            tree.resolve(".git/packed-refs"),
                            tree.resolve(".git/info/exclude"))) {
                Files.deleteIfExists(pipe);
                Files.createDirectories(Disk.parent(pipe));
                assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                        .isZero();
            }
            Files.delete(tree.resolve(".git/HEAD"));
            Files.move(tree.resolve(".git/HEAD2"), tree.resolve(".git/HEAD"));
            scene.write(tree, "README", "work\n");

            everything(scene, shop, base);

            assertThat(scene.remoteFile("README")).contains("work\n");
            assertThat(tree.resolve("pipe")).doesNotExist();
        }
    }

    @Test
    void nestedRepositoriesAreSavedAsFilesAndTheirHistoryIsKept() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path nested = tree.resolve("vendor/lib");
            Files.createDirectories(nested);
            Git lib = new Git(nested);
            lib.run("init", "--quiet", "-b", "main");
            scene.write(nested, "lib.txt", "lib\n");
            lib.run("add", ".");
            lib.run("commit", "--quiet", "-m", "Nested");
            String nestedHead = lib.line("rev-parse", "HEAD");
            Path marker = scene.root.resolve("marker");
            Path script = scene.root.resolve("evil.sh");
            script(script, "touch " + marker);
            lib.run("config", "core.fsmonitor", script.toString());

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();
            shop.prepare(NUX, BRANCH, base);

            assertThat(scene.stored(head, "vendor/lib/lib.txt")).contains("lib\n");
            assertThat(marker).doesNotExist();
            assertThat(tree.resolve("vendor")).doesNotExist();
            assertThat(shop.rescues()).hasSize(1);
            String kept = ".hidden/vendor/lib/.git.kept/refs/heads/main";
            assertThat(scene.stored(shop.rescues().getFirst().commit(), kept))
                    .contains(nestedHead + "\n");
        }
    }

    @ParameterizedTest
    @MethodSource("treesThatCannotBeWritten")
    void aCommitWhoseFilesCannotBeWrittenIsNotBuiltOn(String name, String mode, String content)
            throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Git git = new Git(tree);
            Path blobFile = scene.root.resolve("blob");
            Files.writeString(blobFile, content);
            String blob = git.line("hash-object", "-w", "--no-filters", blobFile.toString());
            Path evilTree = scene.root.resolve("tree-object");
            Files.write(evilTree, treeOf(mode, name, blob));
            String id =
                    git.line("hash-object", "-w", "-t", "tree", "--literally", evilTree.toString());
            String commit = git.line("commit-tree", "-m", "Evil", "-p", base.text(), id);
            Files.writeString(tree.resolve(".git/HEAD"), commit + "\n");
            scene.write(tree, "README", "work\n");

            everything(scene, shop, base);

            assertThat(scene.remoteFile("README")).contains("work\n");
            assertThat(scene.remoteTitles()).containsExactly("Work", "Start");
        }
    }

    static Stream<Arguments> treesThatCannotBeWritten() {
        return Stream.of(
                Arguments.of(".git", "100644", "x"),
                Arguments.of(".GiT", "100644", "x"),
                Arguments.of("git~1", "100644", "x"),
                Arguments.of("..", "100644", "x"),
                Arguments.of("n".repeat(300), "100644", "x"),
                Arguments.of("link", "120000", "a\0b"),
                Arguments.of("link", "120000", ""));
    }

    @Test
    void aGitFolderTooLargeToTakeOverIsPutAside() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            Path pack = tree.resolve(".git/objects/pack/pack-" + "1".repeat(40) + ".pack");
            try (RandomAccessFile big = new RandomAccessFile(pack.toFile(), "rw")) {
                big.setLength(Intake.BYTES_MAX + 1);
            }

            assertThatThrownBy(() -> shop.save(NUX, BRANCH, base, BEAD, "Work", NOON))
                    .hasMessageContaining("more than 4096 MB");
            shop.prepare(NUX, BRANCH, base);

            assertThat(new Git(tree).run("status", "--porcelain")).isEmpty();
            assertThat(shop.notSafeElsewhere()).anyMatch(line -> line.contains("too large"));
        }
    }

    @Test
    void brokenObjectsAndRefsAreLeftOut() throws IOException {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);
            CommitId base = shop.targetHead();
            Path tree = shop.prepare(NUX, BRANCH, base);
            scene.write(tree, "a.txt", "a\n");
            scene.agentCommits(tree, "First");
            scene.write(tree, "b.txt", "b\n");
            CommitId second = scene.agentCommits(tree, "Second");
            Path object =
                    tree.resolve(".git/objects")
                            .resolve(second.text().substring(0, 2))
                            .resolve(second.text().substring(2));
            Files.setPosixFilePermissions(object, PosixFilePermissions.fromString("rw-r--r--"));
            Files.writeString(object, "garbage");
            Files.writeString(
                    tree.resolve(".git/objects/pack/pack-" + "0".repeat(40) + ".pack"), "x");
            Files.writeString(
                    tree.resolve(".git/objects/pack/pack-" + "0".repeat(40) + ".idx"), "y");

            CommitId head = shop.save(NUX, BRANCH, base, BEAD, "Work", NOON).orElseThrow();

            assertThat(scene.stored(head, "a.txt")).contains("a\n");
            assertThat(scene.stored(head, "b.txt")).contains("b\n");
            shop.prepare(NUX, BRANCH, base);
            assertThat(shop.rescues()).anySatisfy(r -> assertThat(r.what()).isEqualTo("First"));
        }
    }

    @Test
    void aWorkerCannotBeNamedOutOfItsFolder() {
        try (RealScene scene = new RealScene()) {
            RigRepository shop = cloned(scene);

            assertThatThrownBy(() ->
                            shop.prepare(new Actor("shop/../../x"), BRANCH, shop.targetHead()))
                    .isInstanceOf(TownException.class)
                    .hasMessageContaining("no name for a folder");
            assertThatThrownBy(() -> shop.prepare(NUX, "../../evil", shop.targetHead()))
                    .isInstanceOf(TownException.class)
                    .hasMessageContaining("no name for a branch");
        }
    }

    @Test
    void jgitReadsNoConfigurationOfTheUser() throws Exception {
        try (RealScene scene = new RealScene()) {
            cloned(scene);

            assertThat(SystemReader.getInstance().getUserConfig().getSections()).isEmpty();
            assertThat(SystemReader.getInstance().getSystemConfig().getSections()).isEmpty();
            try (Stream<Path> files = Files.walk(scene.store(SHOP))) {
                assertThat(files).noneMatch(f -> f.getFileName().toString().startsWith(".probe"));
            }
        }
    }

    private static void script(Path file, String body) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static byte[] treeOf(String mode, String name, String blob) {
        byte[] head = (mode + " " + name + "\0").getBytes(StandardCharsets.ISO_8859_1);
        byte[] id = java.util.HexFormat.of().parseHex(blob);
        byte[] tree = java.util.Arrays.copyOf(head, head.length + id.length);
        System.arraycopy(id, 0, tree, head.length, id.length);
        return tree;
    }
}
