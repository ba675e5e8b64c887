package dev.townhall.core.worktree;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.process.Processes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.ObjectId;

/// What a move of a person's files leaves when git itself is killed in it, by the machine's end or by
/// hand: noted before the move begins, and undone before the next one.
///
/// A path counts as moved by the town only while it has exactly what the noted commit has there, so
/// that nothing is lost with it. Locks of git's are never removed: whose they are cannot be known.
final class HalfMove {
    private static final Duration WITHIN = Duration.ofMinutes(5);
    private static final Pattern NOTED = Pattern.compile("([0-9a-f]{40}) ([0-9a-f]{40})\n");

    private final GitProgram git;
    private final Store store;
    private final Path folder;
    private final String branch;
    private final Path gitFolder;

    HalfMove(GitProgram git, Store store, Path folder, String branch, Path gitFolder) {
        this.git = git;
        this.store = store;
        this.folder = folder;
        this.branch = branch;
        this.gitFolder = gitFolder;
    }

    private Path note() {
        return gitFolder.resolve("townhall-moves");
    }

    void begin(ObjectId expected, ObjectId commit) throws IOException {
        Disk.replace(
                note(),
                "%s %s\n"
                        .formatted(expected.name(), commit.name())
                        .getBytes(StandardCharsets.US_ASCII));
    }

    void over() throws IOException {
        Files.deleteIfExists(note());
    }

    /// Puts back what was moved without the branch, if anything.
    void undo() throws IOException {
        if (!Files.exists(note())) {
            return;
        }
        Matcher noted = NOTED.matcher(Files.readString(note(), StandardCharsets.ISO_8859_1));
        if (noted.matches()) {
            undo(ObjectId.fromString(noted.group(1)), ObjectId.fromString(noted.group(2)));
        }
        over();
    }

    private void undo(ObjectId expected, ObjectId commit) throws IOException {
        if (Files.exists(gitFolder.resolve("HEAD.lock"))) {
            throw TownException.unavailable(
                    "Another git command is at work in %s (%s is there). If none is, remove that file."
                            .formatted(folder, gitFolder.resolve("HEAD.lock")),
                    new IOException("locked"));
        }
        if (!run("symbolic-ref", "-q", "HEAD").output().strip().equals(branch)
                || run("merge-base", "--is-ancestor", commit.name(), branch).isSuccess()) {
            return;
        }
        indexBack(expected, commit);
        ByteArrayOutputStream back = new ByteArrayOutputStream();
        for (TreeChange change : TreeChange.between(store, expected, commit)) {
            if (!change.isMadeIn(folder)) {
                continue;
            }
            if (change.isNew()) {
                Files.delete(change.in(folder));
            } else {
                back.writeBytes(RawNames.bytes(change.path()));
                back.write(0);
            }
        }
        if (back.size() > 0) {
            checkOut(back.toByteArray());
        }
    }

    /// Where the index was moved, it and its files go back. Where it was not, git finds nothing to do.
    private void indexBack(ObjectId expected, ObjectId commit) {
        Processes.Exit exit = run("read-tree", "-u", "-m", commit.name(), expected.name());
        if (isLocked(exit)) {
            throw locked(folder, exit);
        }
    }

    static boolean isLocked(Processes.Exit exit) {
        return exit.output().contains(".lock': File exists");
    }

    static TownException locked(Path folder, Processes.Exit exit) {
        return TownException.unavailable(
                "Another git command is at work in %s: %s If none is, remove that file."
                        .formatted(folder, GitProgram.reason(exit)),
                new IOException(exit.output()));
    }

    private Processes.Exit run(String... arguments) {
        return git.inside(folder, WITHIN, List.of(arguments));
    }

    private void checkOut(byte[] paths) throws IOException {
        Path list = gitFolder.resolve("townhall-moves.paths");
        Files.write(list, paths);
        try {
            Processes.Exit exit =
                    run(
                            "--literal-pathspecs",
                            "checkout",
                            "--quiet",
                            "--pathspec-from-file=" + list,
                            "--pathspec-file-nul");
            if (!exit.isSuccess()) {
                throw TownException.unavailable(
                        "What was left of a move in %s could not be put back: %s"
                                .formatted(folder, GitProgram.reason(exit)),
                        new IOException(exit.output()));
            }
        } finally {
            Files.delete(list);
        }
    }
}
