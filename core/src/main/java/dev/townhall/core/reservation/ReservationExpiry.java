package dev.townhall.core.reservation;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.Expiring;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Lets go of files whose time is over, and at once of those whose bead left its agent's hook. Its
/// keys are beads of agents and of conversations.
public final class ReservationExpiry implements Expiring {
    @Override
    public String name() {
        return "reservation";
    }

    @Override
    public List<String> keys(LedgerView view) {
        return Reservations.holders(view).map(BeadId::text).toList();
    }

    @Override
    public List<String> concerns(LedgerView view, String changedBead) {
        return view
                .find(new BeadId(changedBead))
                .filter(bead -> List.of(Bead.AGENT, Bead.TALK).contains(bead.type()))
                .filter(bead -> !Held.of(bead).all().isEmpty())
                .map(_ -> changedBead)
                .stream()
                .toList();
    }

    @Override
    public Optional<Instant> ends(LedgerView view, String key) {
        return Reservations.ends(view, new BeadId(key));
    }

    @Override
    public void end(Transaction tx, String key) {
        Reservations.expire(tx, new BeadId(key));
    }
}
