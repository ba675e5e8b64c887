package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// The ledger in a SQLite file: write-ahead log, synced to the disk before a write returns.
///
/// ```
///   callers --works--> inbox --group--> writer thread --one SQL transaction--> ledger.db
///                                          |  its own memory, ahead of the disk
///                                          v
///   readers <------- published memory <-- what became durable
/// ```
///
/// Beads, readiness and open effects are read from the published memory, which holds nothing that is
/// not durable and changes as a whole; no such read waits for a disk. Events, posts and deliveries are
/// queried on a connection of their own; these, and a view's posts, may be one group ahead of the
/// published memory, never behind it.
public final class SqliteLedger implements Ledger {
    private final LedgerLock lock;
    private final Time time;
    private final LedgerMemory published;
    private final ReentrantReadWriteLock publishing = new ReentrantReadWriteLock();
    private final SqliteReads reads;
    private final Inbox inbox = new Inbox();
    private final GroupWriter writer;
    private final Thread thread;
    private final List<Consumer<Committed>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    private SqliteLedger(
            SqliteFile file, LedgerLock lock, SqliteLoad load, Time time, Randomness randomness) {
        this.lock = lock;
        this.time = time;
        LedgerMemory ahead = new LedgerMemory();
        CompletableFuture<Void> filling = CompletableFuture.runAsync(() -> load.fill(ahead));
        this.published = load.memory();
        this.reads = new SqliteReads(file.reading());
        this.writer =
                new GroupWriter(
                        file,
                        inbox,
                        new GroupWriter.Filling(ahead, filling::join),
                        load.commits(),
                        time,
                        randomness,
                        this::publish);
        this.thread = Thread.ofPlatform().name("ledger").daemon().unstarted(writer::run);
    }

    /// Opens the ledger in `file`, or makes a new one there.
    ///
    /// Throws DAMAGED for a file that is no sound ledger or is newer than this program, and leaves
    /// it as it is; WRONG_STATE when another process has it open, UNAVAILABLE when the disk fails.
    public static SqliteLedger open(Path file, Time time, Randomness randomness) {
        SqliteFile database = new SqliteFile(file);
        database.createFolder();
        LedgerLock lock = LedgerLock.take(file);
        boolean opened = false;
        try {
            SqliteLoad load = new SqliteOpening(database).load();
            SqliteLedger ledger = new SqliteLedger(database, lock, load, time, randomness);
            ledger.thread.start();
            opened = true;
            return ledger;
        } finally {
            if (!opened) {
                lock.close();
            }
        }
    }

    @Override
    public <T> T write(Actor actor, Work<T> work) {
        refuseInsideWork("write");
        if (Thread.currentThread().equals(thread) || publishing.getReadHoldCount() > 0) {
            throw TownException.bug(
                    "The ledger was written to from inside a read or a commit's listener.");
        }
        WaitingWork<T> waiting = new WaitingWork<>(actor, work);
        if (!inbox.offer(waiting)) {
            throw closed();
        }
        return waiting.await();
    }

    @Override
    public <T> T read(Function<LedgerView, T> reader) {
        refuseInsideWork("read");
        publishing.readLock().lock();
        try {
            requireOpen();
            return reader.apply(new MemoryView(published, reads, time.now()));
        } finally {
            publishing.readLock().unlock();
        }
    }

    @Override
    public List<EventRecord> events(long from, int limit) {
        return whileOpen(() -> reads.events(from, limit));
    }

    @Override
    public List<EventRecord> eventsAbout(String subject, int limit) {
        return whileOpen(() -> reads.eventsAbout(subject, limit));
    }

    @Override
    public List<Post> posts(String conversation, long after, int limit) {
        return whileOpen(() -> reads.posts(conversation, after, limit));
    }

    @Override
    public List<Post> postsBefore(String conversation, long before, int limit) {
        return whileOpen(() -> reads.postsBefore(conversation, before, limit));
    }

    @Override
    public List<Post> changes(long after, int limit) {
        return whileOpen(() -> reads.changes(after, limit));
    }

    @Override
    public long lastChange() {
        return whileOpen(reads::lastChange);
    }

    @Override
    public List<String> conversations(int limit) {
        return whileOpen(() -> reads.conversations(limit));
    }

    @Override
    public List<Due> due(String network, Instant now, int limit) {
        return whileOpen(() -> reads.due(network, now, limit));
    }

    @Override
    public Optional<Instant> nextDue(String network, Instant now) {
        return whileOpen(() -> reads.nextDue(network, now));
    }

    @Override
    public List<Delivery> deliveries(long postSeq) {
        return whileOpen(() -> reads.deliveries(postSeq));
    }

    @Override
    public Optional<Post> shownAs(String network, String remoteId) {
        return whileOpen(() -> reads.shownAs(network, remoteId));
    }

    @Override
    public List<Due> deadLetters(int limit) {
        return whileOpen(() -> reads.deadLetters(limit));
    }

    @Override
    public void beforeCommit(Consumer<Transaction> projector) {
        writer.setProjector(projector);
    }

    @Override
    public void afterCommit(Consumer<Committed> listener) {
        listeners.add(listener);
    }

    /// The file's integrity is checked beside other work; the comparison of memory and disk holds
    /// the writer up while it lasts. What is compared is the published memory: on the writer's
    /// thread it is what became durable last, while the writer's own may be ahead by the works that
    /// are stored together with this one.
    @Override
    public List<String> check() {
        List<String> problems = new ArrayList<>(whileOpen(reads::integrity));
        problems.addAll(
                write(
                        Actor.TOWN,
                        _ -> {
                            Sql sql = writer.connection();
                            LedgerMemory stored = SqliteLoad.from(sql).memory();
                            long events = sql.number("select count(*) from event");
                            return new LedgerCheck(published, stored, events).problems();
                        }));
        return problems;
    }

    /// Carries out what waits, then ends. Waits for the writer.
    @Override
    public void close() {
        inbox.close();
        joinWriter();
        publishing.writeLock().lock();
        try {
            if (open) {
                open = false;
                reads.close();
                lock.close();
            }
        } finally {
            publishing.writeLock().unlock();
        }
    }

    /// Lets the file grow to no more than `pages`: what a full disk does, for trials of it.
    void limitPages(long pages) {
        write(Actor.TOWN, _ -> writer.connection().number("pragma max_page_count = " + pages));
    }

    private void publish(Changes changes, LedgerMemory.Numbers numbers) {
        publishing.writeLock().lock();
        try {
            published.apply(changes, numbers);
        } finally {
            publishing.writeLock().unlock();
        }
        Listeners.tell(listeners, changes.committed());
    }

    private void joinWriter() {
        boolean interrupted = false;
        while (thread.isAlive() && !Thread.currentThread().equals(thread)) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T whileOpen(Supplier<T> query) {
        requireOpen();
        return query.get();
    }

    private void requireOpen() {
        if (!open) {
            throw closed();
        }
    }

    private void refuseInsideWork(String what) {
        if (Thread.currentThread().equals(thread) && writer.isWorking()) {
            throw TownException.bug(
                    "A work called the ledger's %s. It uses its transaction instead."
                            .formatted(what));
        }
    }

    private static TownException closed() {
        return new TownException(
                ErrorCode.UNAVAILABLE, "The ledger is closed. Start the town again (gt up).");
    }
}
