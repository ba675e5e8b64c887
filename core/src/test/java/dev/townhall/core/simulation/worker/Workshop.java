package dev.townhall.core.simulation.worker;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.simulation.check.Violation;
import dev.townhall.core.worktree.CommitId;
import java.util.LinkedHashSet;
import java.util.Set;

/// Which verifications the simulated agents saw pass, which results the simulated witness was about to
/// accept, and which nudges were told, over all lives of the town.
public final class Workshop {
    private final Set<BeadId> verified = new LinkedHashSet<>();

    private final Set<String> accepted = new LinkedHashSet<>();

    private final Set<String> nudges = new LinkedHashSet<>();

    void accepts(BeadId bead, CommitId head) {
        accepted.add(bead + " " + head);
    }

    /// Whether a witness that had `head` before it accepted it as the work of `bead`.
    public boolean hasAccepted(BeadId bead, String head) {
        return accepted.contains(bead + " " + head);
    }

    /// An agent with a model hears in a turn what it is nudged for.
    void heard(String nudge) {
        Violation.unless(nudges.add(nudge), "%s was told twice", nudge);
    }

    /// Whether an agent was told of a nudge by its mark.
    public boolean isHeard(String nudge) {
        return nudges.contains(nudge);
    }

    void passed(BeadId bead) {
        verified.add(bead);
    }

    /// Whether a verification of `bead` ever passed.
    public boolean hasPassed(BeadId bead) {
        return verified.contains(bead);
    }
}
