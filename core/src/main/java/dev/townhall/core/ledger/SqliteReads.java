package dev.townhall.core.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Queries on one connection. Thread-safe: they take turns.
final class SqliteReads implements Rows, AutoCloseable {
    private static final String SELECT_EVENTS =
            "select seq, at, actor, type, subject, payload from event ";
    private static final String SELECT_POSTS =
            "select " + SqliteFormat.POST_COLUMNS + " from post ";
    private static final String SELECT_DELIVERIES =
            "select " + SqliteFormat.DELIVERY_COLUMNS + " from delivery ";
    private static final String SELECT_DUE =
            "select p.seq, p.key, p.conversation, p.author, p.direction, p.urgency, p.content,"
                    + " p.revision, p.change_seq, p.created_at, p.updated_at, d.post_seq,"
                    + " d.network, d.state, d.revision_sent, d.remote_id, d.attempts,"
                    + " d.not_before, d.error"
                    + " from delivery d join post p on p.seq = d.post_seq ";

    private final ReentrantLock turn = new ReentrantLock();
    private final Sql sql;

    SqliteReads(Sql sql) {
        this.sql = sql;
    }

    List<EventRecord> events(long from, int limit) {
        return query(it ->
                it.list(
                        SELECT_EVENTS + "where seq >= ? order by seq limit ?",
                        SqliteFormat::event,
                        from,
                        Math.max(0, limit)));
    }

    List<EventRecord> eventsAbout(String subject, int limit) {
        return query(it ->
                        it.list(
                                SELECT_EVENTS + "where subject = ? order by seq desc limit ?",
                                SqliteFormat::event,
                                subject,
                                Math.max(0, limit)))
                .reversed();
    }

    List<Post> posts(String conversation, long after, int limit) {
        return query(it ->
                it.list(
                        SELECT_POSTS + "where conversation = ? and seq > ? order by seq limit ?",
                        SqliteFormat::post,
                        conversation,
                        after,
                        Math.max(0, limit)));
    }

    List<Post> postsBefore(String conversation, long before, int limit) {
        return query(it ->
                        it.list(
                                SELECT_POSTS
                                        + "where conversation = ? and seq < ?"
                                        + " order by seq desc limit ?",
                                SqliteFormat::post,
                                conversation,
                                before,
                                Math.max(0, limit)))
                .reversed();
    }

    List<Post> changes(long after, int limit) {
        return query(it ->
                it.list(
                        SELECT_POSTS + "where change_seq > ? order by change_seq limit ?",
                        SqliteFormat::post,
                        after,
                        Math.max(0, limit)));
    }

    long lastChange() {
        return query(it -> it.number("select change from progress"));
    }

    List<String> conversations(int limit) {
        return query(it ->
                it.list(
                        "select name from conversation order by change_seq desc limit ?",
                        row -> row.getString(1),
                        Math.max(0, limit)));
    }

    List<Ledger.Due> due(String network, Instant now, int limit) {
        return query(it ->
                it.list(
                        SELECT_DUE
                                + "where d.network = ? and d.state = 'PENDING'"
                                + " and (d.not_before <= ? or d.not_before > ?)"
                                + " order by p.urgency, p.seq limit ?",
                        SqliteFormat::due,
                        network,
                        SqliteFormat.micros(now),
                        longestPause(now),
                        Math.max(0, limit)));
    }

    Optional<Instant> nextDue(String network, Instant now) {
        return Optional.ofNullable(
                query(it ->
                        it.first(
                                "select not_before from delivery where network = ?"
                                        + " and state = 'PENDING' and not_before > ?"
                                        + " and not_before <= ?"
                                        + " order by not_before limit 1",
                                row -> SqliteFormat.instant(row.getLong(1)),
                                network,
                                SqliteFormat.micros(now),
                                longestPause(now))));
    }

    /// Until when a pause that begins now lasts at most; the end of time is as far as it goes.
    private static long longestPause(Instant now) {
        long from = SqliteFormat.micros(now);
        long pause = TimeUnit.MILLISECONDS.toMicros(Delivery.PAUSE_MAX.toMillis());
        return from > Long.MAX_VALUE - pause ? Long.MAX_VALUE : from + pause;
    }

    List<Ledger.Due> deadLetters(int limit) {
        return query(it ->
                it.list(
                        SELECT_DUE
                                + "where d.state = 'DEAD'"
                                + " order by d.not_before desc, d.post_seq desc limit ?",
                        SqliteFormat::due,
                        Math.max(0, limit)));
    }

    /// What SQLite itself finds wrong with the file.
    List<String> integrity() {
        return query(it -> it.list("pragma integrity_check(20)", row -> row.getString(1))).stream()
                .filter(line -> !line.equals("ok"))
                .toList();
    }

    @Override
    public @Nullable Post post(String key) {
        return query(it -> it.first(SELECT_POSTS + "where key = ?", SqliteFormat::post, key));
    }

    @Override
    public @Nullable Post post(long seq) {
        return query(it -> it.first(SELECT_POSTS + "where seq = ?", SqliteFormat::post, seq));
    }

    List<Delivery> deliveries(long postSeq) {
        return query(it ->
                it.list(
                        SELECT_DELIVERIES + "where post_seq = ? order by network",
                        SqliteFormat::delivery,
                        postSeq));
    }

    Optional<Post> shownAs(String network, String remoteId) {
        return Optional.ofNullable(
                query(it ->
                        it.first(
                                SELECT_POSTS
                                        + "where seq = (select post_seq from delivery"
                                        + " where network = ? and remote_id = ?"
                                        + " and remote_id <> '' limit 1)",
                                SqliteFormat::post,
                                network,
                                remoteId)));
    }

    @Override
    public @Nullable Delivery delivery(long postSeq, String network) {
        return query(it ->
                it.first(
                        SELECT_DELIVERIES + "where post_seq = ? and network = ?",
                        SqliteFormat::delivery,
                        postSeq,
                        network));
    }

    @Override
    public @Nullable NumberedEffect effect(String key) {
        return query(it ->
                it.first(
                        "select number, key, kind, payload, state, at from effect"
                                + " where key = ?",
                        SqliteFormat::effect,
                        key));
    }

    private <T extends @Nullable Object> T query(Function<Sql, T> query) {
        turn.lock();
        try {
            return query.apply(sql);
        } finally {
            turn.unlock();
        }
    }

    @Override
    public void close() {
        turn.lock();
        try {
            sql.close();
        } finally {
            turn.unlock();
        }
    }
}
