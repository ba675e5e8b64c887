package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.RigName;
import dev.townhall.core.cap.Caps;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.rig.Rig;
import dev.townhall.core.rig.Rigs;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// A cap on spending and what is left of it, for people.
///
/// @param of what it is for
/// @param cap what may be spent, with what people added
/// @param question the approval that holds its agents; empty while none does
public record CapLine(String of, String spent, String cap, String left, Optional<String> question) {
    /// The caps that count now: the town's and the rigs' of this day, and those of convoys that are
    /// not over.
    public static List<CapLine> ofTown(LedgerView view, Instant now) {
        return of(view, now, _ -> true, true);
    }

    /// Those of some rigs alone.
    public static List<CapLine> of(LedgerView view, Instant now, Predicate<RigName> shown) {
        return of(view, now, shown, false);
    }

    private static List<CapLine> of(
            LedgerView view, Instant now, Predicate<RigName> shown, boolean town) {
        Set<Caps.Standing> standings = new LinkedHashSet<>();
        for (Rig rig : Rigs.list(view)) {
            if (shown.test(rig.name())) {
                standings.addAll(Caps.standings(view, Optional.empty(), rig.name(), now));
            }
        }
        for (Bead bead : view.ofType(Bead.CONVOY)) {
            Optional<RigName> rig = Places.rigOf(view, bead).filter(shown);
            if (!bead.isClosed() && rig.isPresent()) {
                standings.addAll(Caps.standings(view, Optional.of(bead.id()), rig.get(), now));
            }
        }
        List<CapLine> lines = new ArrayList<>();
        standings.stream()
                .filter(it -> town || !it.ofTown())
                .map(CapLine::of)
                .filter(line -> !lines.contains(line))
                .forEach(lines::add);
        return lines;
    }

    private static CapLine of(Caps.Standing standing) {
        return new CapLine(
                standing.what(),
                standing.limit().spent(standing.spend()),
                standing.limit().sentence(),
                standing.limit().left(standing.spend()),
                standing.question().map(BeadId::text));
    }

    /// `$4.20 of $5.00, $0.80 left`.
    public String sentence() {
        return "%s of %s, %s left%s"
                .formatted(
                        spent,
                        cap,
                        left,
                        question.map(id -> "; waits for approve " + id).orElse(""));
    }
}
