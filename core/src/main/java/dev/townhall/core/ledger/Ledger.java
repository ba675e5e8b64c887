package dev.townhall.core.ledger;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.BeadId;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/// The one store of the town. Thread-safe.
///
/// Writes are carried out one after another by a single writer; those that wait together are made
/// durable together (group commit). When [#write] returns, the change survives power loss. A
/// [Work] that throws leaves no trace, and its exception reaches the caller.
public interface Ledger extends AutoCloseable {
    /// What a transaction does. Must be quick, touch nothing but the transaction, and be right when
    /// run again on a later state.
    @FunctionalInterface
    interface Work<T> {
        T run(Transaction transaction);
    }

    /// Runs `work` and returns its result once it is durable.
    <T> T write(Actor actor, Work<T> work);

    /// Runs `reader` on one consistent state of what is durable. Must be quick.
    <T> T read(Function<LedgerView, T> reader);

    /// Events numbered `from` and above, at most `limit`.
    List<EventRecord> events(long from, int limit);

    /// The newest `limit` events about `subject`, oldest first.
    List<EventRecord> eventsAbout(String subject, int limit);

    /// Posts of a conversation with `seq > after`, oldest first, at most `limit`.
    List<Post> posts(String conversation, long after, int limit);

    /// The newest `limit` posts of a conversation with `seq < before`, oldest first.
    List<Post> postsBefore(String conversation, long before, int limit);

    /// Posts inserted or edited with `changeSeq > after`, of all conversations, in the order of
    /// their newest change, at most `limit`. A reader that goes on from the last one's `changeSeq`
    /// misses nothing and sees each post in its newest revision.
    List<Post> changes(long after, int limit);

    /// The highest `changeSeq` so far, 0 when there is no post.
    long lastChange();

    /// The conversations that have posts, in order of their newest change, newest first.
    List<String> conversations(int limit);

    /// Deliveries due on `network`, most urgent first, then oldest first. One that waits for longer
    /// than [Delivery#PAUSE_MAX] is due: the clock was set back since it was put off.
    List<Due> due(String network, Instant now, int limit);

    /// When the next delivery that is not yet due becomes so, if there is one.
    java.util.Optional<Instant> nextDue(String network, Instant now);

    /// Deliveries of one post.
    List<Delivery> deliveries(long postSeq);

    /// The post that `network` shows as its message `remoteId`.
    java.util.Optional<Post> shownAs(String network, String remoteId);

    /// Deliveries that were given up, newest first.
    List<Due> deadLetters(int limit);

    /// Every transaction passes here before it commits, in its own transaction: where events become
    /// posts. Set once, before the first write.
    void beforeCommit(Consumer<Transaction> projector);

    /// Told after each durable group what changed, before the calls that wrote it return; called on
    /// the writer's thread, must not block and must not write.
    void afterCommit(Consumer<Committed> listener);

    /// Checks the store against itself (indexes, integrity of the file); empty when sound.
    List<String> check();

    @Override
    void close();

    /// What one group commit made durable.
    record Committed(Set<BeadId> beads, List<EventRecord> events, Set<String> conversations) {}

    /// A delivery that is due, with its post.
    record Due(Post post, Delivery delivery) {}
}
