package dev.townhall.core.simulation.worker;

import dev.townhall.core.bead.BeadId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which verifications the simulated agents saw pass, over all lives of the town.
public final class Workshop {
    private final Set<BeadId> verified = new LinkedHashSet<>();

    void passed(BeadId bead) {
        verified.add(bead);
    }

    /// Whether a verification of `bead` ever passed.
    public boolean hasPassed(BeadId bead) {
        return verified.contains(bead);
    }
}
