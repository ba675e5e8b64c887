package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.Dependency;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// A made-up project: nine tenths closed, every bead with a description, every third waiting for an
/// earlier one, every fiftieth an epic with the following beads as its children.
final class BenchmarkBeads {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Actor ADA = Actor.overseer("ada");
    private static final String DESCRIPTION =
            "What is wrong, where it was seen, and what should be there instead. ".repeat(6);

    private BenchmarkBeads() {}

    static BeadId id(int number) {
        return new BeadId(String.format(Locale.ROOT, "sh-%06d", number));
    }

    static List<Bead> of(int count) {
        List<Bead> beads = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            beads.add(bead(number));
        }
        return beads;
    }

    private static Bead bead(int number) {
        Instant at = START.plusSeconds(number);
        boolean epic = number % 50 == 0;
        Bead bead =
                Bead.fresh(id(number), epic ? Bead.EPIC : Bead.TASK, "Task " + number, ADA, at)
                        .withDescription(DESCRIPTION + number)
                        .withPriority(number % 5)
                        .withLabels(List.of("area:" + number % 7));
        if (!epic) {
            bead = bead.plus(edge(number - number % 50, Dependency.PARENT_CHILD, at));
        }
        if (number % 3 == 1 && number % 50 > 1) {
            bead = bead.plus(edge(number - 1, Dependency.BLOCKS, at));
        }
        return number % 10 == 9 || epic ? bead : bead.closed("Done in abc123", at);
    }

    private static Dependency edge(int target, String type, Instant at) {
        return Dependency.on(id(target), type, at, ADA);
    }
}
