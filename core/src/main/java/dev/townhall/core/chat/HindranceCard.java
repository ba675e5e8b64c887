package dev.townhall.core.chat;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.patrol.TownState.Finding;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What keeps work from going on, put before those who may put it right.
public final class HindranceCard {
    private static final int BEADS_SHOWN_MAX = 5;

    private HindranceCard() {}

    static String key(Finding finding, String person) {
        return key(finding.about(), finding.since(), person);
    }

    static String key(String about, Instant since, String person) {
        return "finding:%s:%s:%s".formatted(about, since, person);
    }

    /// That it holds `beads` up, and that it needs no more than to be put right.
    public static String sentence(LedgerView view, Finding finding, List<BeadId> beads) {
        return "%s and %s on by itself once this is put right: %s"
                .formatted(
                        title(view, beads),
                        beads.size() == 1 ? "goes" : "go",
                        WorkLine.sentence(finding));
    }

    static Card of(LedgerView view, Finding finding, List<BeadId> beads) {
        return new Card(
                title(view, beads),
                Card.Tone.BAD,
                beads.stream()
                        .limit(BEADS_SHOWN_MAX)
                        .map(id -> new Card.Field("bead", id + " " + view.get(id).title()))
                        .toList(),
                Optional.empty(),
                List.of(
                        new Card.Text(WorkLine.sentence(finding)),
                        new Card.Text("Work goes on by itself once that is put right.")),
                beads.size() == 1
                        ? List.of(
                                Action.danger(
                                        "Drop",
                                        "drop " + beads.getFirst(),
                                        "Give this bead up instead?"))
                        : List.of(),
                sentence(view, finding, beads));
    }

    private static String title(LedgerView view, List<BeadId> beads) {
        Bead first = view.get(beads.getFirst());
        return beads.size() == 1
                ? "\"%s\" is hindered".formatted(first.title())
                : "%s beads are hindered".formatted(beads.size());
    }
}
