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
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What can be a rig, what cannot, and what a clone says it left out.
class CloningTest {
    private static final RigName SHOP = new RigName("shop");

    private static void refused(RealScene scene, String remote, String why) {
        assertThatThrownBy(() -> scene.repositories().clone(SHOP, remote))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
                            assertThat(e.getMessage()).contains(why).doesNotContain("\n");
                        });
        assertThat(scene.rigs.resolve("shop")).doesNotExist();
        assertThat(scene.rigs.resolve(".making-shop")).doesNotExist();
    }

    private static Path repository(RealScene scene, String name) throws IOException {
        Path folder = scene.root.resolve(name);
        Files.createDirectories(folder);
        Git git = new Git(folder);
        git.run("init", "--quiet", "-b", "trunk");
        scene.write(folder, "a.txt", "a\n");
        git.run("add", ".");
        git.run("commit", "--quiet", "-m", "Start");
        return folder;
    }

    @Test
    void whatIsNoRepositoryIsRefusedInOneLine() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path plain = Files.createDirectories(scene.root.resolve("plain"));
            Path file = Files.writeString(scene.root.resolve("file"), "x");
            Path unborn = Files.createDirectories(scene.root.resolve("unborn"));
            new Git(unborn).run("init", "--quiet");
            Path inside = repository(scene, "outer").resolve("sub");
            Files.createDirectories(inside);
            Path broken = Files.createDirectories(scene.root.resolve("broken/.git"));

            refused(scene, scene.root.resolve("nowhere").toString(), "there is no such folder");
            refused(scene, file.toString(), "it is a file, not a folder");
            refused(scene, plain.toString(), "it is not a git repository");
            refused(scene, unborn.toString(), "it has no commit yet");
            refused(scene, inside.toString(), "it lies inside " + scene.root.resolve("outer"));
            refused(scene, Disk.parent(broken).toString(), "it is not a git repository");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "--upload-pack=touch /tmp/pwned",
                "ext::sh -c 'touch /tmp/pwned'",
                "fd::17",
                "a\nb"
            })
    void whatIsNeitherAPathNorAUrlIsRefused(String remote) {
        try (RealScene scene = new RealScene()) {
            refused(scene, remote, "cannot be a rig");
        }
    }

    @Test
    void aUrlsPasswordIsNeverShown() {
        try (RealScene scene = new RealScene()) {
            assertThatThrownBy(() ->
                            scene.repositories()
                                    .clone(SHOP, "http://ada:hunter2@127.0.0.1:9/x.git"))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE))
                    .hasMessageContaining("127.0.0.1:9/x.git")
                    .message()
                    .doesNotContain("hunter2");
            assertThat(scene.rigs.resolve("shop")).doesNotExist();
        }
    }

    @Test
    void aDirtyRepositoryIsClonedWithoutItsChangesAndSaysSo() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = repository(scene, "dirty");
            Git git = new Git(source);
            scene.write(source, "a.txt", "stashed\n");
            git.run("stash", "--quiet");
            scene.write(source, "a.txt", "changed\n");
            scene.write(source, "new folder/b.txt", "b\n");
            scene.write(source, ".git/info/exclude", "ignored\n");
            scene.write(source, "ignored", "i\n");
            byte[] index = Files.readAllBytes(source.resolve(".git/index"));

            Repositories.Cloned cloned = scene.repositories().clone(SHOP, source.toString());

            assertThat(cloned.defaultBranch()).isEqualTo("trunk");
            assertThat(cloned.notes())
                    .containsExactly(
                            "Uncommitted changes in 2 files: commit them to have them in the rig.",
                            "Stashes: 1.");
            RigRepository shop = scene.repositories().open(SHOP);
            Path tree = shop.prepare(Actor.polecat(SHOP, "nux"), "polecat/nux/x", cloned.head());
            assertThat(scene.files(tree)).containsExactly("a.txt");
            assertThat(scene.read(tree, "a.txt")).contains("a\n");
            assertThat(source.resolve("a.txt")).hasContent("changed\n");
            assertThat(source.resolve(".git/index")).hasBinaryContent(index);
        }
    }

    @Test
    void aSourcesOwnSettingsRunNothing() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = repository(scene, "evil");
            Git git = new Git(source);
            Path marker = scene.root.resolve("marker");
            Path script = scene.root.resolve("evil.sh");
            Files.writeString(script, "#!/bin/sh\ntouch " + marker + "\ncat\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
            git.run("config", "core.fsmonitor", script.toString());
            git.run("config", "filter.evil.clean", script.toString());
            git.run("config", "filter.evil.required", "true");
            git.run("config", "filter.deep.er.process", script.toString());
            git.run("config", "uploadpack.packObjectsHook", script.toString());
            git.run("config", "core.hooksPath", scene.root.toString());
            scene.write(source, ".gitattributes", "a.txt filter=evil\n*.md filter=deep.er\n");
            scene.write(source, "a.txt", "b\n");
            scene.write(source, "x.md", "x\n");
            Files.copy(script, scene.root.resolve("post-index-change"));
            Files.copy(script, scene.root.resolve("reference-transaction"));

            Repositories.Cloned cloned = scene.repositories().clone(SHOP, source.toString());

            assertThat(marker).doesNotExist();
            assertThat(cloned.notes()).singleElement().asString().contains("3 files");
        }
    }

    @Test
    void aBareShallowRepositoryIsClonedAndSaysItsHistoryIsCutOff() throws IOException {
        try (RealScene scene = new RealScene()) {
            scene.outsiderCommits("b.txt", "b\n");
            scene.outsiderCommits("c.txt", "c\n");
            Path shallow = scene.root.resolve("shallow.git");
            new Git(scene.root)
                    .run(
                            "clone",
                            "--quiet",
                            "--bare",
                            "--depth=1",
                            "file://" + scene.remote,
                            shallow.toString());

            Repositories.Cloned cloned = scene.repositories().clone(SHOP, shallow.toString());

            assertThat(cloned.notes())
                    .containsExactly(
                            "Older history: the repository is a shallow clone, its history is cut off.");
            RigRepository shop = scene.repositories().open(SHOP);
            CommitId base = cloned.head();
            Actor nux = Actor.polecat(SHOP, "nux");
            Path tree = shop.prepare(nux, "polecat/nux/x", base);
            assertThat(new Git(tree).run("log", "--format=%s")).isEqualTo("Outside: c.txt\n");
            scene.write(tree, "d.txt", "d\n");
            RealBench bench = new RealBench(shop, nux, base);
            assertThat(shop.push(base, bench.stacked())).isEqualTo(new RigRepository.Pushed());
            assertThat(shop.check()).isEmpty();
            assertThat(new Git(shallow).line("log", "-1", "--format=%s")).isEqualTo("Work");
        }
    }

    record RealBench(RigRepository shop, Actor worker, CommitId base) {
        CommitId stacked() {
            var bead = new dev.townhall.core.bead.BeadId("sh-1");
            CommitId head =
                    shop.save(worker, "polecat/nux/x", base, bead, "Work", java.time.Instant.EPOCH)
                            .orElseThrow();
            return shop.stack(
                            base,
                            java.util.List.of(
                                    new RigRepository.Candidate(
                                            "polecat/nux/x", base, head, worker, bead)))
                    .tip();
        }
    }

    @Test
    void aDetachedHeadTakesTheBranchThatStandsThere() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = repository(scene, "detached");
            Git git = new Git(source);
            git.run("branch", "older");
            scene.write(source, "b.txt", "b\n");
            git.run("add", ".");
            git.run("commit", "--quiet", "-m", "Next");
            git.run("checkout", "--quiet", "--detach", "older");

            assertThat(scene.repositories().clone(SHOP, source.toString()).defaultBranch())
                    .isEqualTo("older");
        }
    }

    @Test
    void aDetachedHeadWithoutAnyBranchIsRefusedWithTheWayOut() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = repository(scene, "headless");
            Git git = new Git(source);
            git.run("checkout", "--quiet", "--detach");
            git.run("branch", "-D", "trunk");

            refused(scene, source.toString(), "git switch -c main");
        }
    }

    @Test
    void aHeadThatNamesNoBranchFallsBackToOneThatExists() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = repository(scene, "unborn");
            Git git = new Git(source);
            git.run("branch", "main");
            git.run("symbolic-ref", "HEAD", "refs/heads/nothing");

            assertThat(scene.repositories().clone(SHOP, source.toString()).defaultBranch())
                    .isEqualTo("main");
        }
    }

    @Test
    void aRepositoryOfSha256ObjectsIsRefused() throws IOException {
        try (RealScene scene = new RealScene()) {
            Path source = Files.createDirectories(scene.root.resolve("sha256"));
            Git git = new Git(source);
            git.run("init", "--quiet", "--object-format=sha256");
            scene.write(source, "a.txt", "a\n");
            git.run("add", ".");
            git.run("commit", "--quiet", "-m", "Start");

            refused(scene, source.toString(), "SHA-256");
        }
    }

    @Test
    void aRigIsNotClonedOverByAnotherRemote() throws IOException {
        try (RealScene scene = new RealScene()) {
            scene.repositories().clone(SHOP, scene.remote());
            Path other = repository(scene, "other");

            assertThatThrownBy(() -> scene.repositories().clone(SHOP, other.toString()))
                    .isInstanceOfSatisfying(
                            TownException.class,
                            e -> assertThat(e.code()).isEqualTo(ErrorCode.WRONG_STATE));
            assertThat(scene.repositories().open(SHOP).targetHead()).isEqualTo(scene.remoteHead());
        }
    }

    @Test
    void leftoversOfACloneThatDiedAreClearedAway() throws IOException {
        try (RealScene scene = new RealScene()) {
            scene.write(scene.rigs, ".making-shop/repo.git/HEAD", "half");

            scene.repositories().clone(SHOP, scene.remote());

            assertThat(scene.rigs.resolve(".making-shop")).doesNotExist();
            assertThat(scene.repositories().open(SHOP).check()).isEmpty();
        }
    }
}
