package dev.townhall.core.transcript;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A session of which a transcript is or was kept; it may still be going on.
///
/// @param fence the fencing number of its hook, which tells apart an agent's sessions
/// @param preset which kind of agent it was
/// @param origin what it takes to go on with it; empty where that was not kept
/// @param swept whether its transcript made room for others: only that there was one is known
public record Past(
        Actor agent,
        BeadId bead,
        long fence,
        Instant began,
        String preset,
        Optional<Origin> origin,
        boolean swept) {
    /// Where a session took place.
    ///
    /// @param account which paid for it, and so which home of its agent holds its memory
    /// @param nativeId what its agent calls it; empty until it came up
    public record Origin(String account, Path folder, Optional<String> nativeId) {
        public Origin(String account, Path folder) {
            this(account, folder, Optional.empty());
        }

        Origin named(String id) {
            return new Origin(account, folder, Optional.of(id));
        }
    }

    public Past(Actor agent, BeadId bead, long fence, Instant began, String preset) {
        this(agent, bead, fence, began, preset, Optional.empty());
    }

    public Past(
            Actor agent,
            BeadId bead,
            long fence,
            Instant began,
            String preset,
            Optional<Origin> origin) {
        this(agent, bead, fence, began, preset, origin, false);
    }

    Past named(String nativeId) {
        return new Past(
                agent, bead, fence, began, preset, origin.map(it -> it.named(nativeId)), swept);
    }

    Past asSwept() {
        return new Past(agent, bead, fence, began, preset, Optional.empty(), true);
    }
}
