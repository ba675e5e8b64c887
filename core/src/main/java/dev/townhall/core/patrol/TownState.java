package dev.townhall.core.patrol;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.List;

/// What the town knows of itself. Stored on the bead `hq-town`.
///
/// @param lastSign when it last said that it lives
/// @param findings what is wrong now, oldest first
public record TownState(Instant lastSign, List<Finding> findings) {
    public static final Aspect<TownState> ASPECT = new Aspect<>("town", TownState.class);
    public static final BeadId BEAD = new BeadId("hq-town");

    public TownState {
        findings = List.copyOf(findings);
    }

    /// Something that is wrong now.
    public record Finding(String kind, String about, String text, Instant since) {}
}
