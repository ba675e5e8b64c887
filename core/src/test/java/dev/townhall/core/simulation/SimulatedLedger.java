package dev.townhall.core.simulation;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.ledger.Delivery;
import dev.townhall.core.ledger.EventRecord;
import dev.townhall.core.ledger.Ledger;
import dev.townhall.core.ledger.LedgerView;
import dev.townhall.core.ledger.MemoryLedger;
import dev.townhall.core.ledger.Post;
import dev.townhall.core.ledger.Transaction;
import dev.townhall.core.simulation.fault.Boundary;
import dev.townhall.core.simulation.fault.Fault;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// The ledger as one life of the town reaches it: a commit may be the last thing that happens, just
/// before it is durable or just after, and the disk may be full.
final class SimulatedLedger implements Ledger {
    private final MemoryLedger ledger;
    private final Boundary boundary;

    SimulatedLedger(MemoryLedger ledger, Boundary boundary) {
        this.ledger = ledger;
        this.boundary = boundary;
    }

    @Override
    public <T> T write(Actor actor, Work<T> work) {
        String what = "ledger.write " + actor.shortName();
        return boundary.call(
                what,
                () -> {
                    if (boundary.strikes(Fault.DISK_FULL, what)) {
                        ledger.plant(MemoryLedger.Fault.DISK_FULL);
                    }
                    return ledger.write(actor, work);
                });
    }

    @Override
    public <T> T read(Function<LedgerView, T> reader) {
        return boundary.look(() -> ledger.read(reader));
    }

    @Override
    public List<EventRecord> events(long from, int limit) {
        return boundary.look(() -> ledger.events(from, limit));
    }

    @Override
    public List<EventRecord> eventsAbout(String subject, int limit) {
        return boundary.look(() -> ledger.eventsAbout(subject, limit));
    }

    @Override
    public List<Post> posts(String conversation, long after, int limit) {
        return boundary.look(() -> ledger.posts(conversation, after, limit));
    }

    @Override
    public List<Post> postsBefore(String conversation, long before, int limit) {
        return boundary.look(() -> ledger.postsBefore(conversation, before, limit));
    }

    @Override
    public List<Post> changes(long after, int limit) {
        return boundary.look(() -> ledger.changes(after, limit));
    }

    @Override
    public long lastChange() {
        return boundary.look(ledger::lastChange);
    }

    @Override
    public List<String> conversations(int limit) {
        return boundary.look(() -> ledger.conversations(limit));
    }

    @Override
    public List<Due> due(String network, Instant now, int limit) {
        return boundary.look(() -> ledger.due(network, now, limit));
    }

    @Override
    public Optional<Instant> nextDue(String network, Instant now) {
        return boundary.look(() -> ledger.nextDue(network, now));
    }

    @Override
    public List<Delivery> deliveries(long postSeq) {
        return boundary.look(() -> ledger.deliveries(postSeq));
    }

    @Override
    public Optional<Post> shownAs(String network, String remoteId) {
        return boundary.look(() -> ledger.shownAs(network, remoteId));
    }

    @Override
    public List<Due> deadLetters(int limit) {
        return boundary.look(() -> ledger.deadLetters(limit));
    }

    @Override
    public void beforeCommit(Consumer<Transaction> projector) {
        ledger.beforeCommit(projector);
    }

    @Override
    public void afterCommit(Consumer<Committed> listener) {
        ledger.afterCommit(listener);
    }

    @Override
    public List<String> check() {
        return boundary.look(ledger::check);
    }

    @Override
    public void close() {
        ledger.close();
    }
}
