package dev.townhall.core.convoy;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.hook.Works;
import dev.townhall.core.ledger.LedgerView;

/// How far a convoy is. What was dropped is over, but is no work done.
///
/// @param closed by evidence
public record Tally(int total, int closed, int dropped) {
    public static Tally of(LedgerView view, Convoy convoy) {
        int closed = 0;
        int dropped = 0;
        for (BeadId id : convoy.beads()) {
            Bead bead = view.get(id);
            if (Works.isDropped(bead)) {
                dropped++;
            } else if (bead.isClosed()) {
                closed++;
            }
        }
        return new Tally(convoy.beads().size(), closed, dropped);
    }

    /// `3/5`, `3/5, 1 dropped`.
    @Override
    public String toString() {
        return closed + "/" + total + (dropped == 0 ? "" : ", " + dropped + " dropped");
    }
}
