package dev.townhall.core.worktree;

import dev.townhall.core.bead.RigName;

/// The repositories of the town's rigs, as a port.
public interface Repositories {
    /// Clones `remote` (a path or URL) for the rig, unless that is done already, and tells what was
    /// found. Leaves nothing behind when it fails: BAD_INPUT when the remote is missing, no
    /// repository, unreadable or without a commit.
    Cloned clone(RigName rig, String remote);

    /// The rig's repository; NOT_FOUND when it was not cloned.
    RigRepository open(RigName rig);

    /// Removes the rig's folder. The caller has made sure that nothing in it is needed.
    void remove(RigName rig);

    /// What a clone found.
    ///
    /// @param notes what the clone does not contain (uncommitted changes, history cut off), a line each
    record Cloned(String defaultBranch, CommitId head, java.util.List<String> notes) {}
}
