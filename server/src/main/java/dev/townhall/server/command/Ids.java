package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.reception.Sought;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.List;
import java.util.Optional;

/// Finds what a person named, as the reception does.
final class Ids {
    private Ids() {}

    static Bead bead(LedgerView view, String text) {
        return bead(view, text, Sought.BEAD);
    }

    static Bead bead(LedgerView view, String text, Sought sought) {
        return view.get(
                dev.townhall.core.reception.Ids.resolve(view, text, Optional.empty(), sought));
    }

    static Rig rig(LedgerView view, String text) {
        List<Rig> all = Rigs.list(view);
        for (Rig rig : all) {
            if (rig.name().text().equals(text)) {
                return rig;
            }
        }
        throw Rigs.unknown(text, all.stream().map(Rig::name).toList());
    }
}
