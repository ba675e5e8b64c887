package dev.townhall.core.simulation.git;

import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.worktree.CommitId;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The repository a rig is cloned from and pushed to: outlives every town, and others push to it.
public final class Remote {
    private final Objects objects;
    private CommitId head;
    private Consumer<Move> watcher = move -> {};

    /// The target went from one commit to another.
    ///
    /// @param byTown whether the town pushed it
    public record Move(CommitId from, CommitId to, boolean byTown) {}

    Remote(Objects objects, Instant at) {
        this.objects = objects;
        Map<String, String> files = new TreeMap<>();
        files.put("README", "a simulated repository");
        files.put("shared", "first line\n");
        Snapshot first =
                Snapshot.of(Optional.empty(), files, "outsider", "Begin", Optional.empty(), at);
        head = objects.add(first).id();
    }

    /// Told of every move, after it.
    public void watch(Consumer<Move> newWatcher) {
        watcher = newWatcher;
    }

    public CommitId head() {
        return head;
    }

    public boolean contains(CommitId commit) {
        return objects.reaches(head, commit);
    }

    void push(CommitId to) {
        Violation.unless(
                objects.reaches(to, head),
                "the target was moved back or aside: %s to %s",
                head,
                to);
        move(to, true);
    }

    /// Somebody who knows nothing of the town pushes.
    public void outsiderPushes(String path, String text, Instant at) {
        Map<String, String> files = new TreeMap<>(objects.get(head).files());
        files.merge(path, text, String::concat);
        Snapshot commit =
                Snapshot.of(Optional.of(head), files, "outsider", "Outside", Optional.empty(), at);
        move(objects.add(commit).id(), false);
    }

    private void move(CommitId to, boolean byTown) {
        CommitId from = head;
        head = to;
        watcher.accept(new Move(from, to, byTown));
    }
}
