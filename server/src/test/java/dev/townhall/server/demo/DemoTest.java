package dev.townhall.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.command.Commands;
import dev.townhall.server.command.TestTown;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The demo on small repositories of all kinds.
@Tag("slow")
final class DemoTest {
    @TempDir private Path folder;

    private final Recorded view = new Recorded();

    /// Keeps what the demo shows.
    private static final class Recorded implements DemoView {
        private final List<String> notes = new ArrayList<>();
        private final List<Seen> posts = new ArrayList<>();
        private final List<DemoResult> results = new ArrayList<>();
        private int done;

        @Override
        public void note(String text) {
            notes.add(text);
        }

        @Override
        public void post(Seen post) {
            posts.add(post);
        }

        @Override
        public void progress(int now, int total, String what) {
            done = Math.max(done, now);
        }

        @Override
        public void finished(DemoResult result) {
            results.add(result);
        }
    }

    private boolean demo(Optional<String> repository, Path here) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        return new Demo(
                        new DemoRequest(here, repository, DemoRequest.After.STOP),
                        view,
                        Commands::in,
                        pause -> LockSupport.parkNanos(pause.toNanos()),
                        environment)
                .run();
    }

    private DemoResult landed(String repository) {
        assertThat(demo(Optional.of(repository), folder))
                .as(() -> view.results.toString())
                .isTrue();
        return view.results.getFirst();
    }

    @Test
    void aPlanTypedIntoTheChatBecomesMergedCommits() {
        Path remote = TestTown.remoteIn(folder, "shop");
        String before = TestTown.git(remote, "for-each-ref");

        DemoResult result = landed(remote.toString());

        assertThat(result.beads()).isGreaterThanOrEqualTo(8);
        assertThat(result.waves()).isEqualTo(3);
        assertThat(result.commits()).hasSize(result.beads());
        assertThat(result.commits())
                .extracting(DemoResult.Commit::bead)
                .doesNotHaveDuplicates()
                .allMatch(bead -> bead.matches("sh-.+"));
        assertThat(result.commits())
                .extracting(DemoResult.Commit::author)
                .allMatch(author -> !author.isBlank());
        assertThat(result.rework())
                .extracting(DemoResult.Rework::cause)
                .contains("conflict", "gate_red");
        assertThat(result.approvals()).hasSize(1);
        assertThat(view.done).isEqualTo(result.beads());
        assertThat(view.posts.stream().map(DemoView.Seen::text))
                .anyMatch(text -> text.contains("Sent back"))
                .anyMatch(text -> text.contains("approved"))
                .anyMatch(text -> text.startsWith("Landed"));
        assertThat(TestTown.git(Path.of(result.remote()), "log", "--format=%s", "main"))
                .contains("Begin a changelog entry");
        assertThat(TestTown.git(remote, "for-each-ref")).isEqualTo(before);
        assertThat(TestTown.without(Path.of(result.town()), folder, "doctor").code()).isZero();
    }

    @Test
    void aDirtyRepositoryWorksAndALineSaysWhatTheCloneLacks() throws IOException {
        TestTown.remoteIn(folder, "shop");
        Path dirty = folder.resolve("shop-work");
        Files.writeString(dirty.resolve("README.md"), "changed");

        DemoResult result = landed(dirty.toString());

        assertThat(result.notes()).anyMatch(note -> note.contains("Uncommitted"));
        assertThat(dirty.resolve("README.md")).hasContent("changed");
        assertThat(TestTown.git(dirty, "log", "--oneline").lines()).hasSize(1);
    }

    @Test
    void aShallowRepositoryWorksAndALineSaysWhatTheCloneLacks() {
        Path remote = TestTown.remoteIn(folder, "shop");
        Path shallow = folder.resolve("shallow");
        Path work = folder.resolve("shop-work");
        TestTown.git(
                work,
                "-c",
                "user.name=a",
                "-c",
                "user.email=a@b.c",
                "commit",
                "-q",
                "--allow-empty",
                "-m",
                "more");
        TestTown.git(work, "push", "-q", remote.toString(), "main");
        TestTown.git(folder, "clone", "-q", "--depth", "1", "file://" + remote, shallow.toString());

        DemoResult result = landed(shallow.toString());

        assertThat(result.notes()).anyMatch(note -> note.contains("shallow"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "empty", "nogit", "file", "unreadable"})
    void aRepositoryThatCannotBeUsedIsOneLineAndLeavesNothing(String kind) throws IOException {
        TestTown.git(folder, "init", "-q", "empty");
        Files.createDirectories(folder.resolve("nogit"));
        Files.writeString(folder.resolve("file"), "text");
        Files.createDirectories(folder.resolve("unreadable/.git"));

        assertThatThrownBy(() -> demo(Optional.of(kind), folder))
                .isInstanceOfSatisfying(
                        TownException.class,
                        e -> {
                            assertThat(e.code()).isEqualTo(ErrorCode.BAD_INPUT);
                            assertThat(e.getMessage()).contains(kind).hasLineCount(1);
                        });
        assertThat(folder.resolve("cache/townhall")).isEmptyDirectory();
        assertThat(view.results).isEmpty();
    }

    @Test
    void outsideOfARepositoryItAsksForOne() throws IOException {
        Path here = Files.createDirectories(folder.resolve("nogit"));
        assertThatThrownBy(() -> demo(Optional.empty(), here))
                .hasMessageContaining("is in no git repository")
                .hasMessageContaining("--repo");
    }

    @Test
    void onlyTheNewestDemosAreKept() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache/townhall"));
        for (int i = 1; i <= 5; i++) {
            Files.createDirectories(cache.resolve("demo-" + i));
        }
        Files.createDirectories(cache.resolve("jdk-25"));
        Leftovers.forget(cache, "demo-");
        assertThat(cache.toFile().list()).hasSize(3).contains("jdk-25");
    }
}
