package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Compares a ledger's memory, kept up to date change by change, with one freshly loaded.
final class LedgerCheck {
    private final LedgerMemory memory;
    private final LedgerMemory loaded;
    private final long eventCount;
    private final List<String> problems = new ArrayList<>();

    LedgerCheck(LedgerMemory memory, LedgerMemory loaded, long eventCount) {
        this.memory = memory;
        this.loaded = loaded;
        this.eventCount = eventCount;
    }

    List<String> problems() {
        beads();
        readySet();
        expect("open effects", memory.allOpenEffects().size(), loaded.allOpenEffects().size());
        expect("last numbers", memory.numbers(), loaded.numbers());
        expect("events without gaps", memory.numbers().event(), eventCount);
        return List.copyOf(problems);
    }

    private void beads() {
        expect("number of beads", memory.beads.size(), loaded.beads.size());
        for (Bead stored : loaded.beads.all()) {
            Bead held = memory.beads.find(stored.id());
            if (held == null || held.version() != stored.version()) {
                problems.add(
                        "%s is version %s on disk and %s in memory."
                                .formatted(
                                        stored.id(),
                                        stored.version(),
                                        held == null ? "absent" : held.version()));
            } else if (!BeadJson.write(held).equals(BeadJson.write(stored))) {
                problems.add(stored.id() + " has another content on disk than in memory.");
            }
        }
    }

    private void readySet() {
        List<Bead> kept = memory.beads.ready(Instant.MAX, Integer.MAX_VALUE);
        List<Bead> computed = loaded.beads.ready(Instant.MAX, Integer.MAX_VALUE);
        expect(
                "ready set",
                kept.stream().map(Bead::id).toList(),
                computed.stream().map(Bead::id).toList());
        for (Bead bead : loaded.beads.all()) {
            expect(
                    "whether " + bead.id() + " is blocked",
                    memory.beads.isBlocked(bead.id()),
                    loaded.beads.isBlocked(bead.id()));
        }
    }

    private void expect(String what, Object inMemory, Object onDisk) {
        if (!inMemory.equals(onDisk)) {
            problems.add(
                    "The ledger's memory and disk differ in the %s: %s in memory, %s on disk."
                            .formatted(what, inMemory, onDisk));
        }
    }
}
