package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.worktree.RigRepository.Push;
import dev.townhall.core.worktree.RigRepository.Pushed;
import dev.townhall.core.worktree.RigRepository.Refused;
import dev.townhall.core.worktree.RigRepository.TargetMoved;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.lib.ObjectId;

/// A person's own folder that has the rig's target checked out: its files are moved along with the
/// branch, and only while it has no changes of its own.
///
/// Git's own `updateInstead` moves the files first and finds out afterwards that the person
/// committed meanwhile. Here the folder's `index.lock` is held over all of it, so that no commit,
/// checkout or stash of theirs comes in between, and the branch moves by compare-and-set.
final class Checkout {
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final String LOCK = "index.lock";

    /// Beside the lock while files are moved: the lock is the town's.
    private static final String NOTE = "townhall-moves";

    private static final int FILES_NAMED_MAX = 3;

    private final GitProgram git;
    private final Path store;
    private final String target;
    private final Path folder;
    private final Path gitFolder;

    private Checkout(GitProgram git, Path store, String target, Path folder, Path gitFolder) {
        this.git = git;
        this.store = store;
        this.target = target;
        this.folder = folder;
        this.gitFolder = gitFolder;
    }

    /// The folder, the remote itself or a worktree of it, if there is one.
    static Optional<Checkout> of(GitProgram git, Store store) throws IOException {
        Optional<Path> remote = Remotes.folder(store.remote()).filter(Files::isDirectory);
        if (remote.isEmpty()) {
            return Optional.empty();
        }
        String target = store.target();
        Processes.Exit listed =
                git.inside(remote.get(), WITHIN, List.of("worktree", "list", "--porcelain"));
        Path worktree = remote.get();
        for (String line : listed.output().lines().toList()) {
            if (line.startsWith("worktree ")) {
                worktree = Path.of(line.substring("worktree ".length()));
            } else if (line.equals("branch refs/heads/" + target)) {
                return Optional.of(
                        new Checkout(
                                git, store.folder(), target, worktree, gitFolder(git, worktree)));
            }
        }
        return Optional.empty();
    }

    private static Path gitFolder(GitProgram git, Path worktree) {
        return Path.of(
                git.inside(worktree, WITHIN, List.of("rev-parse", "--absolute-git-dir"))
                        .output()
                        .strip());
    }

    /// Moves branch and files from `expected` to `commit`, or nothing.
    Push move(ObjectId expected, ObjectId commit) throws IOException {
        Path lock = gitFolder.resolve(LOCK);
        Path note = gitFolder.resolve(NOTE);
        clearAway(lock, note, commit);
        bring(commit);
        try {
            Files.createFile(lock);
        } catch (FileAlreadyExistsException e) {
            throw TownException.unavailable(
                    "Another git command is at work in %s (%s is there).".formatted(folder, lock),
                    e);
        }
        try {
            Path index = gitFolder.resolve("index");
            if (Files.exists(index)) {
                Files.copy(index, lock, StandardCopyOption.REPLACE_EXISTING);
            }
            Optional<Push> hindered = hindered(lock, expected);
            if (hindered.isPresent()) {
                return hindered.get();
            }
            Files.writeString(note, commit.name() + "\n");
            return moved(lock, index, expected, commit);
        } finally {
            Files.deleteIfExists(lock);
            Files.deleteIfExists(note);
        }
    }

    /// What a town that was killed meanwhile left: its lock, perhaps with the branch moved already.
    private void clearAway(Path lock, Path note, ObjectId commit) throws IOException {
        if (!Files.exists(note)) {
            return;
        }
        if (Files.exists(lock) && head().equals(commit.name())) {
            Files.move(lock, gitFolder.resolve("index"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.deleteIfExists(lock);
        Files.delete(note);
    }

    private void bring(ObjectId commit) {
        Processes.Exit exit =
                git.inside(
                        folder,
                        RemoteBranch.TRANSFER_WITHIN,
                        List.of(
                                "fetch",
                                "--quiet",
                                "--no-tags",
                                "--no-write-fetch-head",
                                "--no-auto-gc",
                                "--upload-pack=git -c uploadpack.allowAnySHA1InWant=true upload-pack",
                                store.toString(),
                                commit.name()));
        if (!exit.isSuccess()) {
            throw TownException.unavailable(
                    "%s could not take over %s: %s"
                            .formatted(folder, commit.name(), GitProgram.reason(exit)),
                    new IOException(exit.output()));
        }
    }

    /// Why nothing may be moved, if so.
    private Optional<Push> hindered(Path lock, ObjectId expected) {
        String head = head();
        if (!head.equals(expected.name())) {
            return Optional.of(new TargetMoved(new CommitId(head)));
        }
        git.withIndex(folder, lock, WITHIN, List.of("update-index", "-q", "--refresh"));
        String changed =
                names(lock, List.of("diff-files", "--name-only"))
                        + names(lock, List.of("diff-index", "--cached", "--name-only", "HEAD"));
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Refused(
                                "%s has %s checked out with changes of its own: %s. Commit or stash them there."
                                        .formatted(
                                                folder,
                                                target,
                                                changed.lines()
                                                        .distinct()
                                                        .limit(FILES_NAMED_MAX)
                                                        .collect(Collectors.joining(", ")))));
    }

    private String names(Path lock, List<String> arguments) {
        return git.withIndex(folder, lock, WITHIN, arguments).output();
    }

    private Push moved(Path lock, Path index, ObjectId expected, ObjectId commit)
            throws IOException {
        Processes.Exit files = readTree(lock, expected, commit);
        if (!files.isSuccess()) {
            return new Refused(
                    "The files of %s could not be moved along: %s"
                            .formatted(folder, files.output().strip()));
        }
        Processes.Exit branch =
                git.inside(
                        folder,
                        WITHIN,
                        List.of(
                                "update-ref",
                                "-m",
                                "townhall: merged",
                                "refs/heads/" + target,
                                commit.name(),
                                expected.name()));
        if (!branch.isSuccess()) {
            readTree(lock, commit, expected);
            String head = head();
            return head.equals(expected.name())
                    ? new Refused(GitProgram.reason(branch))
                    : new TargetMoved(new CommitId(head));
        }
        Files.move(lock, index, StandardCopyOption.ATOMIC_MOVE);
        return new Pushed();
    }

    private Processes.Exit readTree(Path lock, ObjectId from, ObjectId to) {
        return git.withIndex(
                folder, lock, WITHIN, List.of("read-tree", "-u", "-m", from.name(), to.name()));
    }

    private String head() {
        return git.inside(folder, WITHIN, List.of("rev-parse", "--verify", "refs/heads/" + target))
                .output()
                .strip();
    }
}
