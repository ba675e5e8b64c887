package dev.townhall.core.permission;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Where a session works and what holds it there.
///
/// @param worktree absolute and normalised
/// @param sandboxed whether the operating system keeps the session in its worktree
/// @param network whether the sandbox lets it reach the network
/// @param writable whether what is in the worktree may be changed at all
public record Place(Path worktree, boolean sandboxed, boolean network, boolean writable) {
    /// A worktree to work in.
    public Place(Path worktree, boolean sandboxed, boolean network) {
        this(worktree, sandboxed, network, true);
    }

    /// Whether `path` names something in the worktree. What cannot be told counts as outside.
    boolean holds(String path) {
        if (path.startsWith("~")) {
            return false;
        }
        try {
            return resolve(path).startsWith(worktree);
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /// Whether `path` names git's own files, by which a tree's history and hooks are kept.
    boolean isGit(String path) {
        try {
            for (Path part : resolve(path)) {
                if (part.toString().equals(".git")) {
                    return true;
                }
            }
            return false;
        } catch (InvalidPathException e) {
            return true;
        }
    }

    private Path resolve(String path) {
        return worktree.resolve(path).normalize();
    }
}
