package dev.townhall.core.prime;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.prime.Changing.Section;
import dev.townhall.core.prime.PrimeRequest.Joining;
import dev.townhall.core.prime.PrimeRequest.Other;
import java.util.ArrayList;
import java.util.List;

/// What somebody is told who joins two changes: where they collide, and what the other side wanted.
final class Collision {
    private static final int OTHER_CHARACTERS_MAX = 2_000;

    private Collision() {}

    static List<Section> sections(Bead bead, Joining joining) {
        List<Section> sections = new ArrayList<>();
        sections.add(
                new Section(
                        "conflict",
                        0.6,
                        "`git diff HEAD~1` shows what is begun.",
                        max -> files(max, bead, joining)));
        if (!joining.others().isEmpty()) {
            sections.add(
                    new Section(
                            "others",
                            0.6,
                            "Read `show` with " + joining.others().getFirst().bead() + ".",
                            max -> others(max, joining.others())));
        }
        return sections;
    }

    private static String files(int max, Bead bead, Joining joining) {
        Page page = new Page(max, "What collides", "`git diff HEAD~1` has the rest.");
        page.line(
                "Your tree holds the target (commit %s) with the merge of %s begun in it: between"
                        .formatted(joining.target(), bead.id()));
        page.line("markers stands first the target's side, then that of " + bead.id() + ".");
        page.line(
                "What the target got: git diff %s %s".formatted(joining.base(), joining.target()));
        page.line(
                "What %s changes: git diff %s %s"
                        .formatted(bead.id(), joining.base(), joining.head()));
        page.line("Keep both intentions, change nothing else: only files that one of the two");
        page.line("changed may differ from the target at the end, and no marker may be left.\n");
        page.quote("In conflict:", String.join("\n", joining.files()), max / 3);
        page.quote(
                "Of these, without markers (the target's version; the other: git show %s:FILE):"
                        .formatted(joining.head()),
                String.join("\n", joining.unmarked()),
                max / 3);
        return page.done();
    }

    private static String others(int max, List<Other> others) {
        Page page = new Page(max, "What the target's side wanted", "`show` has the rest.");
        for (Other other : others) {
            page.quote(
                    "%s, filed by %s:".formatted(other.bead(), Author.of(other.by())),
                    other.text(),
                    OTHER_CHARACTERS_MAX);
        }
        return page.done();
    }
}
