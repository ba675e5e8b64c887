package dev.townhall.core.simulation.worker;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.simulation.check.Violation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/// What the simulated agents did: who works where now, and which verifications passed.
public final class Workshop {
    private final Set<BeadId> verified = new LinkedHashSet<>();
    private final Map<Path, SimulatedSession> working = new LinkedHashMap<>();

    void begins(Path folder, SimulatedSession session) {
        SimulatedSession other = working.put(folder, session);
        Violation.unless(
                other == null || !other.isAlive(), "two sessions work in %s at once", folder);
    }

    void passed(BeadId bead) {
        verified.add(bead);
    }

    /// Whether a verification of `bead` ever passed.
    public boolean hasPassed(BeadId bead) {
        return verified.contains(bead);
    }
}
