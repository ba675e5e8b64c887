package dev.townhall.core.reception;

import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds the bead a person means: the whole id, the part after its prefix, or the first characters
/// of either. An exact id wins over a longer one, the rig that is talked about over others.
public final class Ids {
    private static final List<String> TOWN_PREFIXES =
            List.of("hq-cv", "hq-ap", "hq-esc", "hq-mr", "hq-q", "hq-msg");
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
    private static final int SHOWN_MAX = 6;

    private Ids() {}

    /// The bead meant by `typed`; else a refusal in the words of a talk, with what to do next.
    public static BeadId resolve(
            LedgerView view, String typed, Optional<RigName> rig, Sought sought) {
        if (!FORM.matcher(typed).matches()) {
            throw TownException.badInput(
                    "'%s' is no id; one looks like sh-7x2kq. %s"
                            .formatted(brief(typed), sought.where()));
        }
        if (BeadId.isWellFormed(typed) && view.find(new BeadId(typed)).isPresent()) {
            return new BeadId(typed);
        }
        List<String> starts = new ArrayList<>();
        rig.flatMap(name -> Rigs.find(view, name)).map(Rig::prefix).ifPresent(starts::add);
        starts.addAll(TOWN_PREFIXES);
        Rigs.list(view).forEach(other -> starts.add(other.prefix()));
        for (String start : starts) {
            String whole = start + "-" + typed;
            if (BeadId.isWellFormed(whole) && view.find(new BeadId(whole)).isPresent()) {
                return new BeadId(whole);
            }
        }
        Set<BeadId> found = new LinkedHashSet<>();
        if (typed.length() >= 2) {
            found.addAll(view.idsStartingWith(typed, SHOWN_MAX + 1));
            for (String start : starts) {
                found.addAll(view.idsStartingWith(start + "-" + typed, SHOWN_MAX + 1));
            }
        }
        return only(typed, List.copyOf(found), sought);
    }

    private static BeadId only(String typed, List<BeadId> found, Sought sought) {
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.isEmpty()) {
            throw sought.meant(typed).unknown(brief(typed));
        }
        List<String> shown = found.stream().limit(SHOWN_MAX).map(BeadId::text).toList();
        throw TownException.badInput(
                "'%s' may be %s%s. Type more of it."
                        .formatted(
                                brief(typed),
                                String.join(", ", shown),
                                found.size() > SHOWN_MAX ? " and others" : ""));
    }

    private static String brief(String typed) {
        return typed.length() > 40 ? typed.substring(0, 40) + "…" : typed;
    }
}
