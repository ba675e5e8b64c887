package dev.townhall.core.memory;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.bead.BeadStatus;
import dev.townhall.core.event.Events;
import dev.townhall.core.event.TownEvent;
import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.Transaction;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The town's memories, by shelf and key. Every shelf is small on purpose: what matters fits.
public final class Memories {
    public static final String ID_PREFIX = "hq-mem";
    public static final int ON_A_SHELF_MAX = 50;
    public static final int TEXT_CHARS_MAX = 1_000;

    private static final Pattern KEY = Pattern.compile("[a-z0-9][a-z0-9._-]{0,59}");

    private Memories() {}

    /// What lies on a shelf, by key.
    public static List<Bead> on(LedgerView view, Shelf shelf) {
        return all(view, shelf).filter(bead -> !bead.isClosed()).toList();
    }

    /// Keeps `text` under `key`; what was there before is replaced.
    public static BeadId keep(Transaction tx, Shelf shelf, String key, String text) {
        Check.that(
                KEY.matcher(key).matches(),
                "A memory's key is 1 to 60 of a-z, 0-9, '.', _ and -; found '%s'.",
                key.length() > 60 ? key.substring(0, 60) + "…" : key);
        Check.that(
                !text.isBlank() && text.length() <= TEXT_CHARS_MAX,
                "A memory is 1 to %s characters; found %s.",
                TEXT_CHARS_MAX,
                text.length());
        Optional<Bead> known = known(tx, shelf, key);
        if (known.filter(bead -> !bead.isClosed()).isEmpty()
                && on(tx, shelf).size() >= ON_A_SHELF_MAX) {
            throw new TownException(
                    ErrorCode.LIMIT,
                    "There are %s memories of %s already: forget one first."
                            .formatted(ON_A_SHELF_MAX, shelf.owner()));
        }
        Bead bead =
                known.orElseGet(() ->
                        tx.create(
                                Bead.fresh(
                                        tx.newId(ID_PREFIX, key, shelf.owner()),
                                        Bead.MEMORY,
                                        key,
                                        tx.actor(),
                                        tx.now())));
        Bead open = bead.isClosed() ? bead.moved(BeadStatus.OPEN, tx.now()) : bead;
        Memory memory = new Memory(shelf, key, tx.actor(), tx.now());
        tx.update(Memory.ASPECT.set(open.withDescription(text), memory));
        Events.emit(tx, new TownEvent.MemoryKept(bead.id(), tx.actor()));
        return bead.id();
    }

    /// Takes a memory off its shelf; NOT_FOUND where there is none.
    public static void forget(Transaction tx, Shelf shelf, String key) {
        Bead bead =
                known(tx, shelf, key)
                        .filter(found -> !found.isClosed())
                        .orElseThrow(() ->
                                TownException.notFound(
                                        "There is no memory '%s' of %s."
                                                .formatted(key, shelf.owner())));
        tx.update(bead.closed("forgotten by " + tx.actor(), tx.now()));
        Events.emit(tx, new TownEvent.MemoryForgotten(bead.id(), tx.actor()));
    }

    private static Optional<Bead> known(LedgerView view, Shelf shelf, String key) {
        return all(view, shelf).filter(bead -> bead.title().equals(key)).findFirst();
    }

    private static java.util.stream.Stream<Bead> all(LedgerView view, Shelf shelf) {
        return view.ofType(Bead.MEMORY).stream()
                .filter(bead ->
                        Memory.ASPECT.of(bead).map(Memory::shelf).equals(Optional.of(shelf)))
                .sorted(Comparator.comparing(Bead::title));
    }
}
