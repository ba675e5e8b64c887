package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one writer of a database: takes the works that wait, runs them on its own memory, stores what
/// they changed in one transaction and answers them all. Runs on one thread.
final class GroupWriter {
    private static final Logger LOG = LoggerFactory.getLogger(GroupWriter.class);
    private static final int GROUP_MAX = 256;

    private final SqliteFile file;
    private final Inbox inbox;
    private final Filling filling;
    private final LedgerMemory memory;
    private final GroupRows rows;
    private final Staging staging;
    private final BiConsumer<Changes, LedgerMemory.Numbers> published;
    private long commits;
    private @Nullable Sql sql;
    private volatile boolean working;

    /// A memory that somebody else fills while the ledger is opened.
    ///
    /// @param end waits until it is full
    record Filling(LedgerMemory memory, Runnable end) {}

    /// @param filling the memory of the writer alone, as loaded by the first change
    /// @param commits how many groups of changes it holds
    /// @param published is told what became durable, before anybody is answered
    GroupWriter(
            SqliteFile file,
            Inbox inbox,
            Filling filling,
            long commits,
            Time time,
            Randomness randomness,
            BiConsumer<Changes, LedgerMemory.Numbers> published) {
        this.file = file;
        this.inbox = inbox;
        this.filling = filling;
        this.memory = filling.memory();
        this.commits = commits;
        this.published = published;
        this.rows = new GroupRows();
        this.staging = new Staging(memory, rows, time, randomness);
    }

    void setProjector(Consumer<Transaction> projector) {
        staging.setProjector(projector);
    }

    /// Whether a work runs just now, on the writer's thread.
    boolean isWorking() {
        return working;
    }

    /// The memory as the works so far left it; for the writer's thread.
    LedgerMemory memory() {
        return memory;
    }

    /// The connection; for the writer's thread.
    Sql connection() {
        Sql open = sql;
        if (open == null) {
            open = file.writing();
            sql = open;
            rows.setStored(new SqliteReads(open));
            checkPlace(open);
        }
        return open;
    }

    /// Takes and carries out works until the inbox is closed and empty.
    void run() {
        try {
            List<WaitingWork<?>> group = inbox.take(GROUP_MAX);
            while (!group.isEmpty()) {
                carryOut(group);
                group = inbox.take(GROUP_MAX);
            }
        } finally {
            disconnect();
        }
    }

    private void carryOut(List<WaitingWork<?>> group) {
        try {
            Changes changes = runAll(group);
            if (!changes.isEmpty()) {
                store(changes);
                staging.keep();
                published.accept(changes, memory.numbers());
            }
            group.forEach(WaitingWork::answer);
        } catch (RuntimeException | Error e) {
            staging.takeBack();
            group.forEach(work -> work.fail(failure(e)));
            if (!(e instanceof TownException)) {
                LOG.atError()
                        .addKeyValue("error", e.toString())
                        .setCause(e)
                        .log("the ledger's writer failed");
            }
        }
    }

    private Changes runAll(List<WaitingWork<?>> group) {
        filling.end().run();
        connection();
        Changes changes = new Changes();
        rows.startGroup(changes);
        working = true;
        try {
            for (WaitingWork<?> work : group) {
                changes.then(work.runOn(staging));
            }
        } finally {
            working = false;
        }
        return changes;
    }

    private void store(Changes changes) {
        Sql open = connection();
        try {
            open.execute("begin immediate");
            new SqliteWrites(open).apply(changes, memory.numbers(), commits + 1);
            open.execute("commit");
            commits++;
        } catch (RuntimeException e) {
            rollBack(open, e);
            throw e;
        }
    }

    /// SQLite may have rolled back by itself; a connection in doubt is replaced.
    private void rollBack(Sql open, RuntimeException cause) {
        try {
            open.execute("rollback");
        } catch (TownException e) {
            cause.addSuppressed(e);
            disconnect();
        }
    }

    private void disconnect() {
        Sql open = sql;
        sql = null;
        if (open != null) {
            open.close();
        }
    }

    /// A new connection must find the database where the memory is; a commit that failed here and
    /// yet took place would leave them apart.
    private void checkPlace(Sql open) {
        long stored = open.number("select commits from progress");
        if (stored != commits) {
            sql = null;
            open.close();
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "The ledger %s holds %s groups of changes where %s are expected: a commit that was reported as failed took place. Start the town again."
                            .formatted(file.path(), stored, commits));
        }
    }

    /// An exception for one caller: no two of them share one.
    private static TownException failure(Throwable cause) {
        return cause instanceof TownException e
                ? new TownException(e.code(), e.getMessage() + " Nothing was changed.", e)
                : new TownException(
                        ErrorCode.BUG, "The ledger could not store a change: " + cause, cause);
    }
}
