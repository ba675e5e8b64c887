package dev.townhall.core.ledger;

import com.fasterxml.jackson.databind.JsonNode;
import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadJson;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.json.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.zip.CRC32C;

/// How the ledger's records look as rows of its database: the one owner of that format, with the
/// migrations.
final class SqliteFormat {
    static final String POST_COLUMNS =
            "seq, key, conversation, author, direction, urgency, content, revision, change_seq,"
                    + " created_at, updated_at";
    static final String DELIVERY_COLUMNS =
            "post_seq, network, state, revision_sent, remote_id, attempts, not_before, error";

    private static final int POST_WIDTH = 11;
    private static final Instant LATEST = instant(Long.MAX_VALUE);
    private static final Instant EARLIEST = instant(Long.MIN_VALUE);

    private SqliteFormat() {}

    /// Microseconds since 1970; instants beyond some 290,000 years are as far as it goes.
    static long micros(Instant at) {
        if (at.isAfter(LATEST)) {
            return Long.MAX_VALUE;
        }
        return at.isBefore(EARLIEST)
                ? Long.MIN_VALUE
                : ChronoUnit.MICROS.between(Instant.EPOCH, at);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    static long checksum(byte[] record) {
        CRC32C checksum = new CRC32C();
        checksum.update(record);
        return checksum.getValue();
    }

    /// JSON that survives UTF-8: halves of surrogate pairs, which text from outside may hold, are
    /// written as escapes.
    static String json(JsonNode tree) {
        return escapeLoneSurrogates(Json.text(tree));
    }

    static String record(Bead bead) {
        return escapeLoneSurrogates(BeadJson.write(bead));
    }

    static EventRecord event(ResultSet row) throws SQLException {
        return new EventRecord(
                row.getLong(1),
                instant(row.getLong(2)),
                new Actor(row.getString(3)),
                row.getString(4),
                row.getString(5),
                Json.parse(row.getString(6)));
    }

    static Post post(ResultSet row) throws SQLException {
        return new Post(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                new Actor(row.getString(4)),
                Post.Direction.valueOf(row.getString(5)),
                urgency(row.getInt(6)),
                Json.parse(row.getString(7)),
                row.getLong(8),
                row.getLong(9),
                instant(row.getLong(10)),
                instant(row.getLong(11)));
    }

    /// The stored number of an urgency. Deliveries are read in the order of these numbers, and a
    /// number once given keeps its meaning.
    static int rank(Post.Urgency urgency) {
        return switch (urgency) {
            case DECISION -> 0;
            case NEWS -> 1;
            case STATUS -> 2;
        };
    }

    private static Post.Urgency urgency(int rank) {
        for (Post.Urgency urgency : Post.Urgency.values()) {
            if (rank(urgency) == rank) {
                return urgency;
            }
        }
        throw new TownException(
                ErrorCode.DAMAGED,
                "A post in the ledger has urgency "
                        + rank
                        + ", which is none of this version's. Restore the ledger from a backup, or"
                        + " start the version that wrote it.");
    }

    static Delivery delivery(ResultSet row) throws SQLException {
        return delivery(row, 0);
    }

    /// A row of post columns followed by delivery columns.
    static Ledger.Due due(ResultSet row) throws SQLException {
        return new Ledger.Due(post(row), delivery(row, POST_WIDTH));
    }

    private static Delivery delivery(ResultSet row, int before) throws SQLException {
        return new Delivery(
                row.getLong(before + 1),
                row.getString(before + 2),
                Delivery.State.valueOf(row.getString(before + 3)),
                row.getLong(before + 4),
                row.getString(before + 5),
                row.getInt(before + 6),
                instant(row.getLong(before + 7)),
                row.getString(before + 8));
    }

    static NumberedEffect effect(ResultSet row) throws SQLException {
        return new NumberedEffect(
                row.getLong(1),
                new Effect(
                        row.getString(2),
                        row.getString(3),
                        Json.parse(row.getString(4)),
                        Effect.State.valueOf(row.getString(5)),
                        instant(row.getLong(6))));
    }

    private static String escapeLoneSurrogates(String json) {
        StringBuilder escaped = null;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c)
                            && i + 1 < json.length()
                            && Character.isLowSurrogate(json.charAt(i + 1));
            if (Character.isSurrogate(c) && !pair && escaped == null) {
                escaped = new StringBuilder(json.length() + 16).append(json, 0, i);
            }
            if (escaped != null) {
                appendEscaped(escaped, c, pair ? json.charAt(i + 1) : 0);
            }
            if (pair) {
                i++;
            }
        }
        return escaped == null ? json : escaped.toString();
    }

    private static void appendEscaped(StringBuilder escaped, char c, int low) {
        if (low != 0) {
            escaped.append(c).append((char) low);
        } else if (Character.isSurrogate(c)) {
            escaped.append("\\u").append(Integer.toHexString(c));
        } else {
            escaped.append(c);
        }
    }
}
