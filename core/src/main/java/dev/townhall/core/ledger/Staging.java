package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Runs works one after another on a ledger's memory, each all or nothing, until the group they
/// form is kept or taken back as a whole. Used by one thread at a time.
final class Staging {
    private final LedgerMemory memory;
    private final Rows rows;
    private final Time time;
    private final Randomness randomness;
    private final Undo undo = new Undo();
    private @Nullable Consumer<Transaction> projector;
    private boolean started;

    Staging(LedgerMemory memory, Rows rows, Time time, Randomness randomness) {
        this.memory = memory;
        this.rows = rows;
        this.time = time;
        this.randomness = randomness;
    }

    record Staged<T>(T result, Changes changes) {}

    void setProjector(Consumer<Transaction> newProjector) {
        if (projector != null || started) {
            throw TownException.bug("The ledger's projector is set once, before the first write.");
        }
        projector = newProjector;
    }

    /// Runs `work` and the projector; what they throw passes through, and leaves no trace.
    <T> Staged<T> run(Actor actor, Ledger.Work<T> work) {
        started = true;
        int mark = undo.mark();
        Instant now = time.now().truncatedTo(ChronoUnit.MICROS);
        StagedTransaction transaction =
                new StagedTransaction(memory, rows, undo, randomness, actor, now);
        boolean done = false;
        try {
            T result = work.run(transaction);
            if (projector != null) {
                projector.accept(transaction);
            }
            Staged<T> staged = new Staged<>(result, transaction.finish());
            done = true;
            return staged;
        } finally {
            if (!done) {
                transaction.close();
                undo.backTo(mark);
            }
        }
    }

    /// The group is durable.
    void keep() {
        undo.forget();
    }

    /// The group could not be made durable: memory becomes what it was.
    void takeBack() {
        undo.backTo(0);
    }
}
