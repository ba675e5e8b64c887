package dev.townhall.core.reservation;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.hook.Hook;
import java.time.Instant;
import java.util.Optional;

/// An agent's word that it is about to change these files for the bead on its hook, or, where people
/// talk with it, for that conversation. It keeps nobody from anything.
///
/// ```
///   nothing --reserve--> held --given back | its time is over | the bead left the hook--> nothing
/// ```
///
/// @param loaded when the bead came onto the hook: it holds no longer than the bead stays there,
///     whatever becomes of sessions; empty for a conversation
public record Reservation(
        Actor agent,
        RigName rig,
        BeadId bead,
        Optional<Instant> loaded,
        PathPattern paths,
        Instant since,
        Instant until) {
    /// Whether the agent still has the work on its hook that this is for.
    boolean isFor(Hook hook) {
        return switch (hook) {
            case Hook.Loaded now ->
                    now.bead().equals(bead) && Optional.of(now.since()).equals(loaded);
            case Hook.Empty _ -> loaded.isEmpty();
        };
    }
}
