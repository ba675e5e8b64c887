package dev.townhall.core.cost;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import java.util.Optional;

/// A turn that began and was not booked yet. Stored on its agent's bead, so that one that a crash cut
/// off is known of afterwards.
///
/// @param fence of its session
/// @param over whether it is booked by now
public record OpenTurn(
        long fence,
        Optional<BeadId> bead,
        Optional<BeadId> convoy,
        Optional<RigName> rig,
        boolean over) {
    static final Aspect<OpenTurn> ASPECT = new Aspect<>("turn", OpenTurn.class);

    /// A turn that begins now.
    ///
    /// @param bead what it works on; talk works on none
    public static OpenTurn begun(
            long fence, Optional<BeadId> bead, Optional<BeadId> convoy, Optional<RigName> rig) {
        return new OpenTurn(fence, bead, convoy, rig, false);
    }

    OpenTurn booked() {
        return new OpenTurn(fence, bead, convoy, rig, true);
    }
}
