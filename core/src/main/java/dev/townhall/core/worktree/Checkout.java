package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import dev.townhall.core.worktree.RigRepository.Push;
import dev.townhall.core.worktree.RigRepository.Pushed;
import dev.townhall.core.worktree.RigRepository.Refused;
import dev.townhall.core.worktree.RigRepository.TargetMoved;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.jgit.lib.ObjectId;

/// A person's own folder that has the rig's target checked out: its files are moved along with the
/// branch. What the person changed there and did not commit stays as it is; where it is in the way
/// nothing is moved.
///
/// Git does the whole of it in one command: it locks the branch (and with it HEAD), finds it where
/// it is expected, and calls the [#HOOK], which moves files and index under git's own index lock;
/// only then the branch moves. So no commit, switch or stash of the person's comes in between, and
/// a town that is killed meanwhile has no part in it any more. What git itself leaves when it is
/// killed is undone by [HalfMove].
final class Checkout {
    private static final Duration WITHIN = Duration.ofMinutes(5);

    /// Named in the hook's output when the folder has another branch by now.
    private static final String SWITCHED = "townhall: switched";

    /// Git's `reference-transaction` hook: from `prepared` until it returns, the branch is locked.
    private static final String HOOK =
            """
            #!/bin/sh
            [ "$1" = prepared ] || exit 0
            cd -- "$TOWNHALL_FOLDER" || exit 1
            unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GIT_PREFIX
            if [ "$(git symbolic-ref -q HEAD)" != "$TOWNHALL_BRANCH" ]; then
                echo 'SWITCHED'
                exit 1
            fi
            git update-index -q --refresh >/dev/null 2>&1
            exec git read-tree -u -m "$TOWNHALL_OLD" "$TOWNHALL_NEW"
            """
                    .replace("SWITCHED", SWITCHED);

    private static final Pattern VERSION = Pattern.compile("git version ([0-9]+)\\.([0-9]+)");

    private static final List<String> PERSONS_OWN =
            List.of(
                    " not uptodate. Cannot merge.",
                    " would be overwritten by merge. Cannot merge.",
                    " would be removed by merge. Cannot merge.",
                    " would lose untracked files in it",
                    " would be overwritten by merge",
                    "you need to resolve your current index first");

    private final GitProgram git;
    private final Store store;
    private final Path folder;
    private final String branch;
    private final HalfMove halfMove;

    private Checkout(GitProgram git, Store store, Path folder, String branch, Path gitFolder) {
        this.git = git;
        this.store = store;
        this.folder = folder;
        this.branch = branch;
        this.halfMove = new HalfMove(git, store, folder, branch, gitFolder);
    }

    /// The folder, the remote itself or a worktree of it, if there is one.
    static Optional<Checkout> of(GitProgram git, Store store) throws IOException {
        Optional<Path> remote = Remotes.folder(store.remote()).filter(Files::isDirectory);
        if (remote.isEmpty()) {
            return Optional.empty();
        }
        Processes.Exit listed =
                git.inside(remote.get(), WITHIN, List.of("worktree", "list", "--porcelain"));
        require(listed, remote.get(), "could not be asked for its worktrees");
        String branch = "refs/heads/" + store.target();
        Path worktree = remote.get();
        for (String line : listed.output().lines().toList()) {
            if (line.startsWith("worktree ")) {
                worktree = Path.of(line.substring("worktree ".length()));
            } else if (line.equals("branch " + branch) && Files.isDirectory(worktree)) {
                return Optional.of(
                        new Checkout(git, store, worktree, branch, gitFolder(git, worktree)));
            }
        }
        return Optional.empty();
    }

    private static Path gitFolder(GitProgram git, Path worktree) {
        Processes.Exit exit =
                git.inside(worktree, WITHIN, List.of("rev-parse", "--absolute-git-dir"));
        require(exit, worktree, "could not be asked where its git folder is");
        return Path.of(exit.output().strip());
    }

    /// The hook is older than every git that a supported system brings; an older one would not call it,
    /// and would move the branch without the files.
    private void requireHooks() {
        Processes.Exit exit = git.inside(folder, WITHIN, List.of("version"));
        require(exit, folder, "could not be asked for its version of git");
        Matcher version = VERSION.matcher(exit.output());
        if (version.find()
                && Integer.parseInt(version.group(1)) * 1_000 + Integer.parseInt(version.group(2))
                        < 2_028) {
            throw TownException.unavailable(
                    "Merging into a folder that people work in needs git 2.28 or newer; found %s"
                            .formatted(exit.output().strip()),
                    new IOException(exit.output()));
        }
    }

    private static void require(Processes.Exit exit, Path folder, String what) {
        if (!exit.isSuccess()) {
            throw TownException.unavailable(
                    "%s %s: %s".formatted(folder, what, GitProgram.reason(exit)),
                    new IOException(exit.output()));
        }
    }

    /// Moves branch and files from `expected` to `commit`, or nothing.
    Push move(ObjectId expected, ObjectId commit) throws IOException {
        requireHooks();
        halfMove.undo();
        bring(commit);
        Optional<String> inTheWay = inTheWay(expected, commit);
        if (inTheWay.isPresent()) {
            return refused("%s is in the way".formatted(inTheWay.get()));
        }
        halfMove.begin(expected, commit);
        Processes.Exit exit = moveAll(expected, commit);
        ObjectId head = head();
        if (head.equals(commit)) {
            halfMove.over();
            return new Pushed();
        }
        if (exit.how() != Processes.How.EXITED) {
            throw TownException.unavailable(
                    "The files of %s could not be moved along: %s."
                            .formatted(folder, GitProgram.reason(exit)),
                    new IOException(exit.output()));
        }
        if (!head.equals(expected)) {
            halfMove.over();
            return new TargetMoved(new CommitId(head.name()));
        }
        return notMoved(exit);
    }

    private Push notMoved(Processes.Exit exit) throws IOException {
        Optional<String> own = persons(exit.output());
        if (own.isPresent()) {
            halfMove.over();
            return refused(own.get());
        }
        boolean switched = exit.output().contains(SWITCHED);
        if (switched || HalfMove.isLocked(exit)) {
            halfMove.over();
            throw switched
                    ? TownException.unavailable(
                            "%s has another branch checked out by now.".formatted(folder),
                            new IOException(exit.output()))
                    : HalfMove.locked(folder, exit);
        }
        halfMove.undo();
        return new Refused(
                "The files of %s could not be moved along: %s"
                        .formatted(folder, GitProgram.reason(exit)));
    }

    private Refused refused(String why) {
        return new Refused(
                "%s has %s checked out, and there %s. Commit, stash or move it."
                        .formatted(folder, branch.substring("refs/heads/".length()), why));
    }

    /// What git says of changes of the person's that are in the way.
    private static Optional<String> persons(String output) {
        return output.lines()
                .filter(line -> PERSONS_OWN.stream().anyMatch(line::contains))
                .map(line -> line.replaceFirst("^(error|fatal): ", ""))
                .map(line -> line.replaceFirst("\\.? Cannot merge\\.$", ""))
                .findFirst();
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
                                store.folder().toString(),
                                commit.name()));
        require(exit, folder, "could not take over " + commit.name());
    }

    /// What stands where `commit` has something new. Git looks after what it would show as untracked,
    /// and overwrites what it ignores: a file, a file where a folder must be, a folder with all that
    /// is in it where a file must be.
    private Optional<String> inTheWay(ObjectId expected, ObjectId commit) throws IOException {
        List<TreeChange> changes = TreeChange.between(store, expected, commit);
        Set<Path> goes = new HashSet<>();
        for (TreeChange change : changes) {
            if (!change.isNew()) {
                goes.add(change.in(folder));
            }
        }
        for (TreeChange change : changes) {
            if (change.isNew()) {
                Optional<Path> found = inTheWay(change, goes);
                if (found.isPresent()) {
                    return Optional.of(folder.relativize(found.get()).toString());
                }
            }
        }
        return Optional.empty();
    }

    /// @param goes what git knows and looks after itself
    private Optional<Path> inTheWay(TreeChange change, Set<Path> goes) throws IOException {
        Path place = change.in(folder);
        for (Path above = Disk.parent(place); !above.equals(folder); above = Disk.parent(above)) {
            if (isFile(above)) {
                return goes.contains(above) ? Optional.empty() : Optional.of(above);
            }
        }
        if (isFile(place)) {
            return Optional.of(place);
        }
        if (change.isFolder() || !Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        try (Stream<Path> below = Files.walk(place)) {
            return below.filter(file -> isFile(file) && !goes.contains(file)).findFirst();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static boolean isFile(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && !Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private Processes.Exit moveAll(ObjectId expected, ObjectId commit) throws IOException {
        return git.onItsOwn(
                folder,
                hooks(),
                Map.of(
                        "TOWNHALL_FOLDER",
                        folder.toString(),
                        "TOWNHALL_BRANCH",
                        branch,
                        "TOWNHALL_OLD",
                        expected.name(),
                        "TOWNHALL_NEW",
                        commit.name()),
                WITHIN,
                List.of(
                        "update-ref",
                        "-m",
                        "townhall: merged",
                        branch,
                        commit.name(),
                        expected.name()));
    }

    /// A folder of the town's with the hook in it.
    private Path hooks() throws IOException {
        Path hooks = store.folder().resolve("town-hooks");
        Path hook = hooks.resolve("reference-transaction");
        byte[] wanted = HOOK.getBytes(StandardCharsets.UTF_8);
        if (!Files.exists(hook) || !Arrays.equals(Files.readAllBytes(hook), wanted)) {
            Disk.replace(hook, wanted);
        }
        Files.setPosixFilePermissions(hook, PosixFilePermissions.fromString("rwx------"));
        // Git passes over a hook that cannot be run, and would move the branch without the files.
        if (!Files.isExecutable(hook)) {
            throw TownException.unavailable(
                    "%s cannot be run: is its file system mounted with noexec?".formatted(hook),
                    new IOException("not executable"));
        }
        return hooks;
    }

    private ObjectId head() {
        Processes.Exit exit = git.inside(folder, WITHIN, List.of("rev-parse", "--verify", branch));
        require(exit, folder, "could not be asked for the head of " + branch);
        return ObjectId.fromString(exit.output().strip());
    }
}
