package dev.townhall.core.worktree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Where the folder of a source keeps its repository. A linked work tree (`git worktree add`) has
/// none of its own: what is pushed there is pushed to the repository it was made from.
public final class SourceFolder {
    private static final String GITDIR = "gitdir:";

    private SourceFolder() {}

    /// Whether two remotes are folders of this machine with one repository behind them.
    public static boolean isOne(String one, String other) {
        Optional<Path> repository = repository(one);
        return repository.isPresent() && repository.equals(repository(other));
    }

    private static Optional<Path> repository(String remote) {
        try {
            Optional<Path> folder = Remotes.folder(remote);
            return folder.isPresent() ? Optional.of(common(folder.get())) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // What cannot be read is told when it is cloned.
        }
    }

    private static Path common(Path folder) throws IOException {
        Path git = folder.resolve(".git");
        Path own = Files.isRegularFile(git) ? pointed(git) : Files.isDirectory(git) ? git : folder;
        Path shared = own.resolve("commondir");
        Path common =
                Files.isRegularFile(shared) ? own.resolve(Files.readString(shared).strip()) : own;
        return common.toRealPath();
    }

    private static Path pointed(Path file) throws IOException {
        String text = Files.readString(file).strip();
        return text.startsWith(GITDIR)
                ? file.resolveSibling(text.substring(GITDIR.length()).strip())
                : file;
    }
}
