package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import dev.townhall.core.foundation.time.Time;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The ledger's in-memory twin: same rules, no file, deterministic when used by one thread. Faults
/// are planted with [#plant]; after a crash this ledger refuses everything, and a new one on the same
/// [MemoryDisk] sees exactly what was durable.
public final class MemoryLedger implements Ledger {
    private final MemoryDisk disk;
    private final Time time;
    private final LedgerMemory memory;
    private final Staging staging;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Consumer<Committed>> listeners = new ArrayList<>();
    private final Deque<Fault> faults = new ArrayDeque<>();
    private boolean working;
    private boolean open = true;

    /// What goes wrong at a commit.
    public enum Fault {
        /// Nothing: to plant a fault some commits ahead.
        NONE,
        /// The commit fails; the caller gets UNAVAILABLE, nothing is stored, the ledger goes on.
        DISK_FULL,
        /// The process dies just before the change is durable.
        CRASH_BEFORE,
        /// The process dies just after the change is durable, before anybody knows.
        CRASH_AFTER
    }

    /// The simulated death of the process. An error, so that nothing on the way catches it.
    public static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(Fault fault) {
            super("simulated crash: " + fault);
        }
    }

    public MemoryLedger(MemoryDisk disk, Time time, Randomness randomness) {
        this.disk = disk;
        this.time = time;
        this.memory = disk.load();
        this.staging = new Staging(memory, disk, time, randomness);
    }

    /// Makes the next commit suffer `fault`; planted ones queue up, one per commit that changes
    /// something.
    public void plant(Fault fault) {
        faults.add(fault);
    }

    @Override
    public <T> T write(Actor actor, Work<T> work) {
        return guarded(() -> {
            refuseInsideWork("write");
            Staging.Staged<T> staged = stage(actor, work);
            if (!staged.changes().isEmpty()) {
                commit(staged.changes());
            }
            return staged.result();
        });
    }

    private <T> Staging.Staged<T> stage(Actor actor, Work<T> work) {
        working = true;
        try {
            return staging.run(actor, work);
        } finally {
            working = false;
        }
    }

    private void commit(Changes changes) {
        Fault fault = faults.isEmpty() ? Fault.NONE : faults.remove();
        if (fault == Fault.DISK_FULL) {
            staging.takeBack();
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "The change could not be stored: the disk is full. Nothing was changed.");
        }
        if (fault == Fault.CRASH_BEFORE) {
            open = false;
            throw new Crash(fault);
        }
        disk.write(changes, memory.numbers());
        staging.keep();
        if (fault == Fault.CRASH_AFTER) {
            open = false;
            throw new Crash(fault);
        }
        Committed committed = changes.committed();
        Listeners.tell(listeners, committed);
    }

    @Override
    public <T> T read(Function<LedgerView, T> reader) {
        return guarded(() -> {
            refuseInsideWork("read");
            return reader.apply(new MemoryView(memory, disk, time.now()));
        });
    }

    @Override
    public List<EventRecord> events(long from, int limit) {
        return guarded(
                () -> disk.events.stream().skip(Math.max(0, from - 1)).limit(limit).toList());
    }

    @Override
    public List<EventRecord> eventsAbout(String subject, int limit) {
        return guarded(
                () -> newest(disk.events.stream().filter(e -> e.subject().equals(subject)), limit));
    }

    @Override
    public List<Post> posts(String conversation, long after, int limit) {
        return guarded(() ->
                disk.posts.tailMap(after, false).values().stream()
                        .filter(in(conversation))
                        .limit(limit)
                        .toList());
    }

    @Override
    public List<Post> postsBefore(String conversation, long before, int limit) {
        NavigableMap<Long, Post> older = disk.posts.headMap(before, false);
        return guarded(() -> newest(older.values().stream().filter(in(conversation)), limit));
    }

    @Override
    public List<Post> changes(long after, int limit) {
        return guarded(() ->
                disk.posts.values().stream()
                        .filter(post -> post.changeSeq() > after)
                        .sorted(Comparator.comparingLong(Post::changeSeq))
                        .limit(limit)
                        .toList());
    }

    @Override
    public long lastChange() {
        return guarded(() -> disk.numbers.change());
    }

    @Override
    public List<String> conversations(int limit) {
        return guarded(() -> {
            Map<String, Long> newest = new LinkedHashMap<>();
            for (Post post : disk.posts.values()) {
                newest.merge(post.conversation(), post.changeSeq(), Math::max);
            }
            return newest.entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .limit(limit)
                    .map(Map.Entry::getKey)
                    .toList();
        });
    }

    @Override
    public List<Due> due(String network, Instant now, int limit) {
        return guarded(() ->
                pending(network)
                        .filter(due -> !waits(due.delivery().notBefore(), now))
                        .sorted(
                                Comparator.comparing((Due due) -> due.post().urgency())
                                        .thenComparingLong(due -> due.post().seq()))
                        .limit(limit)
                        .toList());
    }

    @Override
    public Optional<Instant> nextDue(String network, Instant now) {
        return guarded(() ->
                pending(network)
                        .map(due -> due.delivery().notBefore())
                        .filter(at -> waits(at, now))
                        .min(Comparator.naturalOrder()));
    }

    @Override
    public List<Delivery> deliveries(long postSeq) {
        return guarded(() -> disk.deliveries(postSeq));
    }

    @Override
    public Optional<Post> shownAs(String network, String remoteId) {
        return guarded(() ->
                disk.deliveries.values().stream()
                        .flatMap(ofPost -> ofPost.values().stream())
                        .filter(delivery -> delivery.network().equals(network))
                        .filter(delivery -> !remoteId.isEmpty())
                        .filter(delivery -> delivery.remoteId().equals(remoteId))
                        .map(delivery -> post(delivery.postSeq()))
                        .findFirst());
    }

    @Override
    public List<Due> deadLetters(int limit) {
        return guarded(() ->
                dues(disk.deliveries, Delivery.State.DEAD)
                        .sorted(
                                Comparator.comparing((Due due) -> due.delivery().notBefore())
                                        .thenComparingLong(due -> due.post().seq())
                                        .reversed())
                        .limit(limit)
                        .toList());
    }

    @Override
    public void beforeCommit(Consumer<Transaction> projector) {
        staging.setProjector(projector);
    }

    @Override
    public void afterCommit(Consumer<Committed> listener) {
        listeners.add(listener);
    }

    @Override
    public List<String> check() {
        return guarded(() -> new LedgerCheck(memory, disk.load(), disk.events.size()).problems());
    }

    @Override
    public void close() {
        open = false;
    }

    private static boolean waits(Instant notBefore, Instant now) {
        return notBefore.isAfter(now) && !notBefore.isAfter(now.plus(Delivery.PAUSE_MAX));
    }

    private Stream<Due> pending(String network) {
        return dues(disk.pending, Delivery.State.PENDING)
                .filter(due -> due.delivery().network().equals(network));
    }

    private Stream<Due> dues(
            Map<Long, ? extends Map<String, Delivery>> deliveries, Delivery.State state) {
        return deliveries.values().stream()
                .flatMap(rows -> rows.values().stream())
                .filter(delivery -> delivery.state() == state)
                .map(delivery -> new Due(post(delivery.postSeq()), delivery));
    }

    private Post post(long seq) {
        return Objects.requireNonNull(disk.posts.get(seq), () -> "no post " + seq);
    }

    private static Predicate<Post> in(String conversation) {
        return post -> post.conversation().equals(conversation);
    }

    private static <T> List<T> newest(Stream<T> oldestFirst, int limit) {
        List<T> all = oldestFirst.toList();
        return all.subList(Math.max(0, all.size() - limit), all.size());
    }

    private void refuseInsideWork(String what) {
        if (working) {
            throw TownException.bug(
                    "A work called the ledger's %s. It uses its transaction instead."
                            .formatted(what));
        }
    }

    private <T> T guarded(java.util.function.Supplier<T> action) {
        lock.lock();
        try {
            if (!open) {
                throw new TownException(ErrorCode.UNAVAILABLE, "The ledger is closed.");
            }
            return action.get();
        } finally {
            lock.unlock();
        }
    }
}
