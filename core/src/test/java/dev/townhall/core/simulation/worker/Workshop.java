package dev.townhall.core.simulation.worker;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.worktree.CommitId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which verifications the simulated agents saw pass, and which results the simulated witness was
/// about to accept, over all lives of the town.
public final class Workshop {
    private final Set<BeadId> verified = new LinkedHashSet<>();

    private final Set<String> accepted = new LinkedHashSet<>();

    void accepts(BeadId bead, CommitId head) {
        accepted.add(bead + " " + head);
    }

    /// Whether a witness that had `head` before it accepted it as the work of `bead`.
    public boolean hasAccepted(BeadId bead, String head) {
        return accepted.contains(bead + " " + head);
    }

    void passed(BeadId bead) {
        verified.add(bead);
    }

    /// Whether a verification of `bead` ever passed.
    public boolean hasPassed(BeadId bead) {
        return verified.contains(bead);
    }
}
