package dev.townhall.core.simulation.git;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.worktree.CommitId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Every commit there ever was. Never forgets; what refs reach is asked with [#reaches].
public final class Objects {
    private final Map<CommitId, Snapshot> all = new LinkedHashMap<>();

    Snapshot add(Snapshot snapshot) {
        all.putIfAbsent(snapshot.id(), snapshot);
        return snapshot;
    }

    public Snapshot get(CommitId id) {
        Snapshot found = all.get(id);
        if (found == null) {
            throw TownException.notFound("Commit " + id + " is not in the repository.");
        }
        return found;
    }

    boolean has(CommitId id) {
        return all.containsKey(id);
    }

    /// Whether `wanted` is `from` or an ancestor of it.
    public boolean reaches(CommitId from, CommitId wanted) {
        Optional<CommitId> at = Optional.of(from);
        while (at.isPresent()) {
            if (at.get().equals(wanted)) {
                return true;
            }
            at = get(at.get()).parent();
        }
        return false;
    }

    /// The commits of `head` that are not of `base`, oldest first.
    public List<Snapshot> between(CommitId base, CommitId head) {
        List<Snapshot> found = new ArrayList<>();
        Optional<CommitId> at = Optional.of(head);
        while (at.isPresent() && !reaches(base, at.get())) {
            Snapshot snapshot = get(at.get());
            found.add(snapshot);
            at = snapshot.parent();
        }
        return found.reversed();
    }
}
