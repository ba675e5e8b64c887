package dev.townhall.core.simulation.git;

import dev.townhall.core.worktree.CommitId;
import java.util.Map;
import java.util.TreeMap;

/// A folder somebody works in: its files, and the commit its own git directory stands at.
public final class WorkTree {
    private final Objects objects;
    private CommitId head;
    private final Map<String, String> files = new TreeMap<>();

    WorkTree(Objects objects, CommitId head) {
        this.objects = objects;
        this.head = head;
        files.putAll(objects.get(head).files());
    }

    public CommitId head() {
        return head;
    }

    public Map<String, String> files() {
        return files;
    }

    boolean isChanged() {
        return !files.equals(objects.get(head).files());
    }

    /// Its files as a commit on top of where it stands.
    Snapshot snapshot(
            String author,
            String message,
            java.util.Optional<dev.townhall.core.bead.BeadId> bead,
            java.time.Instant at) {
        return objects.add(
                Snapshot.of(java.util.Optional.of(head), files, author, message, bead, at));
    }

    /// A commit made here by the worker itself.
    public void commit(String author, String message, java.time.Instant at) {
        if (isChanged()) {
            head = snapshot(author, message, java.util.Optional.empty(), at).id();
        }
    }

    void standAt(CommitId commit) {
        head = commit;
        files.clear();
        files.putAll(objects.get(commit).files());
    }
}
