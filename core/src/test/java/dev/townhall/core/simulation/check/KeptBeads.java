package dev.townhall.core.simulation.check;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.convoy.Convoy;
import dev.townhall.core.convoy.Convoys;
import dev.townhall.core.ledger.LedgerView;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// No bead is lost: what was once committed is there in its last version, in every later life of the
/// town, and work keeps its words.
final class KeptBeads {
    private final Map<BeadId, Bead> kept = new LinkedHashMap<>();

    void committed(LedgerView view, Set<BeadId> changed) {
        for (BeadId id : changed) {
            Bead now = view.get(id);
            Bead before = kept.put(id, now);
            boolean work = now.type().equals(Bead.TASK) || now.type().equals(Bead.EPIC);
            Violation.unless(
                    before == null || !work || words(before).equals(words(now)),
                    "the words of %s were changed: %s to %s",
                    id,
                    before,
                    now);
        }
    }

    private static String words(Bead bead) {
        return bead.title() + "\n" + bead.description();
    }

    /// Looks at every bead there ever was.
    void all(LedgerView view) {
        kept.forEach((id, last) ->
                Violation.unless(
                        view.find(id).filter(last::equals).isPresent(),
                        "%s is lost: it was %s and is %s",
                        id,
                        last,
                        view.find(id)));
    }

    /// At the end: what was ordered has ended.
    void ended(LedgerView view) {
        for (Bead order : view.ofType(Bead.CONVOY)) {
            Convoy convoy = Convoys.get(view, order.id());
            for (BeadId bead : convoy.beads()) {
                Violation.unless(
                        view.get(bead).isClosed(),
                        "%s is %s, and its bead %s is %s",
                        order.id(),
                        convoy.state(),
                        bead,
                        view.get(bead).status());
            }
        }
    }
}
