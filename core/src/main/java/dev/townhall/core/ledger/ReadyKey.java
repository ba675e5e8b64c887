package dev.townhall.core.ledger;

import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A place in the ready set: by priority, then newest first, then id.
///
/// @param wake until when the bead, or one above it, is put off
record ReadyKey(int priority, Instant createdAt, BeadId id, @Nullable Instant wake)
        implements Comparable<ReadyKey> {
    boolean isAwake(Instant now) {
        return wake == null || !wake.isAfter(now);
    }

    @Override
    public int compareTo(ReadyKey other) {
        int byPriority = Integer.compare(priority, other.priority);
        if (byPriority != 0) {
            return byPriority;
        }
        int newestFirst = other.createdAt.compareTo(createdAt);
        return newestFirst != 0 ? newestFirst : id.compareTo(other.id);
    }
}
