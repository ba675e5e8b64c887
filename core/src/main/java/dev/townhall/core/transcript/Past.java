package dev.townhall.core.transcript;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/// A session of which a transcript is kept; it may still be going on.
///
/// @param fence the fencing number of its hook, which tells apart an agent's sessions
/// @param preset which kind of agent it was
/// @param origin what it takes to go on with it; empty where that was not kept
public record Past(
        Actor agent,
        BeadId bead,
        long fence,
        Instant began,
        String preset,
        Optional<Origin> origin) {
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

    Past named(String nativeId) {
        return new Past(agent, bead, fence, began, preset, origin.map(it -> it.named(nativeId)));
    }
}
