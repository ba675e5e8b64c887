package dev.townhall.server.command;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.text.Nearest;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Finds what a person named: a whole id, or the beginning of just one.
final class Ids {
    private static final int SHOWN_MAX = 5;

    private Ids() {}

    static Bead bead(LedgerView view, String text) {
        Check.that(
                text.length() <= 255,
                "An id has at most 255 characters; this one has %s.",
                text.length());
        if (BeadId.isWellFormed(text)) {
            var whole = view.find(new BeadId(text));
            if (whole.isPresent()) {
                return whole.get();
            }
        }
        Collection<BeadId> begun = view.idsStartingWith(text, SHOWN_MAX + 1);
        if (begun.size() == 1) {
            return view.get(begun.iterator().next());
        }
        if (begun.isEmpty() || text.isEmpty()) {
            throw TownException.notFound(
                    "There is no bead '%s'. `gt ready` and `gt convoy list` show ids."
                            .formatted(text));
        }
        String some =
                begun.stream().limit(SHOWN_MAX).map(BeadId::text).collect(Collectors.joining(", "));
        throw TownException.badInput(
                "'%s' may be %s%s: give more of it."
                        .formatted(text, some, begun.size() > SHOWN_MAX ? ", …" : ""));
    }

    static Rig rig(LedgerView view, String text) {
        List<Rig> all = Rigs.list(view);
        for (Rig rig : all) {
            if (rig.name().text().equals(text)) {
                return rig;
            }
        }
        List<String> names = all.stream().map(rig -> rig.name().text()).toList();
        String known =
                names.isEmpty()
                        ? " There is none yet: `gt rig add NAME PATH|URL` adds one."
                        : " There is " + String.join(", ", names) + ".";
        String near =
                Nearest.to(text, names).map(name -> " Did you mean '" + name + "'?").orElse("");
        throw TownException.notFound("There is no rig '" + text + "'." + known + near);
    }
}
