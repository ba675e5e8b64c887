package dev.townhall.core.bead;

import java.util.Set;

/// Which beads are work that an agent can be given. The others are records of the town and of the
/// tracker; an epic is a heading over work, and closes with its children.
public final class WorkTypes {
    private static final Set<String> NOT_WORK =
            Set.of(
                    Bead.EPIC,
                    Bead.CONVOY,
                    Bead.AGENT,
                    Bead.RIG,
                    Bead.PERSON,
                    Bead.MERGE_REQUEST,
                    Bead.GATE,
                    Bead.MESSAGE,
                    Bead.ESCALATION,
                    Bead.MEMORY,
                    Bead.ACCOUNT,
                    Bead.TALK,
                    "cost-day",
                    "rules",
                    "settings",
                    "town",
                    "event",
                    "molecule",
                    "queue",
                    "role",
                    "slot");

    private WorkTypes() {}

    /// Open, not pinned, not ephemeral and of a type that is work.
    public static boolean isOpenWork(Bead bead) {
        return bead.status().equals(BeadStatus.OPEN)
                && !bead.pinned()
                && !bead.ephemeral()
                && isWork(bead);
    }

    /// Whether its type is work: every type is that the town or the tracker does not keep records in.
    public static boolean isWork(Bead bead) {
        return !NOT_WORK.contains(bead.type());
    }
}
