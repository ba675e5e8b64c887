package dev.townhall.core.permission;

import java.util.List;
import java.util.Optional;

/// What an agent wants to do with one of its own tools, as its request says.
///
/// @param kind what sort of act it is
/// @param tool the tool's name or title, for people
/// @param paths the files it touches; relative ones are meant from the worktree
/// @param command the command line, where it runs one
/// @param arguments everything the request says, as JSON text, for people
public record ToolUse(
        Kind kind, String tool, List<String> paths, Optional<String> command, String arguments) {
    public ToolUse {
        paths = List.copyOf(paths);
    }

    /// The kinds of the Agent Client Protocol, and TOWN for the town's own tools.
    public enum Kind {
        READ,
        SEARCH,
        THINK,
        EDIT,
        DELETE,
        MOVE,
        EXECUTE,
        FETCH,
        TOWN,
        OTHER
    }

    /// Whether it leaves everything as it is.
    boolean onlyLooks() {
        return kind == Kind.READ || kind == Kind.SEARCH || kind == Kind.THINK;
    }
}
