package dev.townhall.core.reservation;

import dev.townhall.core.bead.Aspect;
import dev.townhall.core.bead.Bead;
import java.util.List;
import java.util.function.Predicate;

/// All that one agent holds, oldest first. Stored on the agent's bead, or on that of
/// the conversation.
record Held(List<Reservation> all) {
    static final Aspect<Held> ASPECT = new Aspect<>("files", Held.class);
    private static final Held NOTHING = new Held(List.of());

    Held {
        all = List.copyOf(all);
    }

    static Held of(Bead agentBead) {
        return ASPECT.of(agentBead).orElse(NOTHING);
    }

    List<Reservation> those(Predicate<Reservation> wanted) {
        return all.stream().filter(wanted).toList();
    }
}
