package dev.townhall.core.ledger;

import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadJson;
import dev.townhall.core.foundation.check.TownException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/// Reads and checks every bead of a database. Rows come one portion after the other; a processor
/// that is free takes a portion apart meanwhile, and while none is the reading thread does it itself,
/// so that few rows wait in memory.
final class SqliteBeads {
    private static final int PORTION = 1000;

    private final Path file;

    private SqliteBeads(Path file) {
        this.file = file;
    }

    /// A row as it stands in the file. No record, because it holds an array.
    private static final class Row {
        private final long place;
        private final String id;
        private final long version;
        private final byte[] record;
        private final long checksum;

        Row(long place, String id, long version, byte[] record, long checksum) {
            this.place = place;
            this.id = id;
            this.version = version;
            this.record = record;
            this.checksum = checksum;
        }
    }

    /// In the order of the file; DAMAGED names a bead that is not as it was written.
    static List<Bead> all(Sql sql) {
        SqliteBeads reader = new SqliteBeads(sql.file());
        ForkJoinPool others = ForkJoinPool.commonPool();
        List<ForkJoinTask<List<Bead>>> portions = new ArrayList<>();
        List<Row> rows = rows(sql, Long.MIN_VALUE);
        while (!rows.isEmpty()) {
            long last = rows.getLast().place;
            List<Row> portion = rows;
            ForkJoinTask<List<Bead>> task = ForkJoinTask.adapt(() -> reader.beads(portion));
            portions.add(task);
            if (others.hasQueuedSubmissions()) {
                task.invoke();
            } else {
                others.execute(task);
            }
            rows = rows(sql, last);
        }
        List<Bead> beads = new ArrayList<>(portions.size() * PORTION);
        portions.forEach(portion -> beads.addAll(portion.join()));
        return beads;
    }

    private static List<Row> rows(Sql sql, long after) {
        return sql.list(
                "select rowid, id, version, record, checksum from bead"
                        + " where rowid > ? order by rowid limit ?",
                row ->
                        new Row(
                                row.getLong(1),
                                row.getString(2),
                                row.getLong(3),
                                row.getBytes(4),
                                row.getLong(5)),
                after,
                PORTION);
    }

    /// Empties `rows`, which a portion that is done would otherwise keep in memory.
    private List<Bead> beads(List<Row> rows) {
        List<Bead> beads = new ArrayList<>(rows.size());
        for (Row row : rows) {
            beads.add(bead(row));
        }
        rows.clear();
        return beads;
    }

    private Bead bead(Row row) {
        if (SqliteFormat.checksum(row.record) != row.checksum) {
            throw Sql.damaged(
                    file, "the record of bead %s is not as written".formatted(row.id), null);
        }
        try {
            return BeadJson.read(row.record, row.version);
        } catch (TownException e) {
            throw Sql.damaged(file, "bead %s: %s".formatted(row.id, e.getMessage()), e);
        }
    }
}
