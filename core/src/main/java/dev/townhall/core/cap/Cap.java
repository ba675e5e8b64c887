package dev.townhall.core.cap;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cost.Amount;
import java.util.Optional;

/// A cap in force.
///
/// @param on what it is for: a convoy, or the bead of a day's sum
/// @param what the same for people: `convoy hq-cv-1`, `rig shop on 2026-11-21`
/// @param rig whose work reaches it; empty for talk that is about none
/// @param ofTown whether the whole town counts
/// @param amount as the settings say
public record Cap(
        BeadId on,
        String what,
        Optional<RigName> rig,
        Optional<BeadId> convoy,
        boolean ofTown,
        Amount amount) {
    static Cap ofConvoy(BeadId convoy, Optional<RigName> rig, Amount amount) {
        return new Cap(convoy, "convoy " + convoy, rig, Optional.of(convoy), false, amount);
    }

    static Cap ofRig(RigName rig, String day, BeadId on, Amount amount) {
        return new Cap(
                on, "rig " + rig + " on " + day, Optional.of(rig), Optional.empty(), false, amount);
    }

    static Cap ofTown(Optional<RigName> rig, String day, BeadId on, Amount amount) {
        return new Cap(on, "the town on " + day, rig, Optional.empty(), true, amount);
    }
}
