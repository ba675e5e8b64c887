package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import java.nio.charset.StandardCharsets;

/// Puts the changes of a group into the database. The caller begins and commits.
final class SqliteWrites {
    private static final String PUT_BEAD =
            "insert into bead (id, version, record, checksum) values (?, ?, ?, ?)"
                    + " on conflict (id) do update set version = excluded.version,"
                    + " record = excluded.record, checksum = excluded.checksum";
    private static final String ADD_EVENT =
            "insert into event (seq, at, actor, type, subject, payload) values (?, ?, ?, ?, ?, ?)";
    private static final String PUT_POST =
            "insert into post ("
                    + SqliteFormat.POST_COLUMNS
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " on conflict (seq) do update set urgency = excluded.urgency,"
                    + " content = excluded.content, revision = excluded.revision,"
                    + " change_seq = excluded.change_seq, updated_at = excluded.updated_at";
    private static final String PUT_CONVERSATION =
            "insert into conversation (name, change_seq) values (?, ?)"
                    + " on conflict (name) do update set"
                    + " change_seq = max(change_seq, excluded.change_seq)";
    private static final String PUT_DELIVERY =
            "insert or replace into delivery ("
                    + SqliteFormat.DELIVERY_COLUMNS
                    + ") values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String PUT_EFFECT =
            "insert or replace into effect (number, key, kind, payload, state, at)"
                    + " values (?, ?, ?, ?, ?, ?)";
    private static final String PUT_PROGRESS =
            "update progress set commits = ?, event = ?, post = ?, change = ?, effect = ?";

    private final Sql sql;

    SqliteWrites(Sql sql) {
        this.sql = sql;
    }

    void apply(Changes changes, LedgerMemory.Numbers numbers, long commits) {
        changes.beads.values().forEach(this::bead);
        changes.events.forEach(this::event);
        changes.posts.values().forEach(this::post);
        changes.deliveries.values().forEach(this::delivery);
        changes.effects.values().forEach(this::effect);
        sql.run(
                PUT_PROGRESS,
                commits,
                numbers.event(),
                numbers.post(),
                numbers.change(),
                numbers.effect());
    }

    private void bead(Bead bead) {
        String record = SqliteFormat.record(bead);
        long checksum = SqliteFormat.checksum(record.getBytes(StandardCharsets.UTF_8));
        sql.run(PUT_BEAD, bead.id().text(), bead.version(), record, checksum);
    }

    private void event(EventRecord event) {
        sql.run(
                ADD_EVENT,
                event.seq(),
                SqliteFormat.micros(event.at()),
                event.actor().text(),
                event.type(),
                event.subject(),
                SqliteFormat.json(event.payload()));
    }

    private void post(Post post) {
        sql.run(
                PUT_POST,
                post.seq(),
                post.key(),
                post.conversation(),
                post.author().text(),
                post.direction().name(),
                SqliteFormat.rank(post.urgency()),
                SqliteFormat.json(post.content()),
                post.revision(),
                post.changeSeq(),
                SqliteFormat.micros(post.createdAt()),
                SqliteFormat.micros(post.updatedAt()));
        sql.run(PUT_CONVERSATION, post.conversation(), post.changeSeq());
    }

    private void delivery(Delivery delivery) {
        sql.run(
                PUT_DELIVERY,
                delivery.postSeq(),
                delivery.network(),
                delivery.state().name(),
                delivery.revisionSent(),
                delivery.remoteId(),
                delivery.attempts(),
                SqliteFormat.micros(delivery.notBefore()),
                delivery.error());
    }

    private void effect(NumberedEffect numbered) {
        Effect effect = numbered.effect();
        sql.run(
                PUT_EFFECT,
                numbered.number(),
                effect.key(),
                effect.kind(),
                SqliteFormat.json(effect.payload()),
                effect.state().name(),
                SqliteFormat.micros(effect.at()));
    }
}
