package dev.townhall.core.ledger;

import org.jspecify.annotations.Nullable;

/// The steps from a path to a loaded, current database. Everything that can be found wrong is found
/// on a connection that cannot write, so a refused file is left byte for byte as it was.
final class SqliteOpening {
    private final SqliteFile file;
    private final SqliteSchema schema;

    SqliteOpening(SqliteFile file) {
        this.file = file;
        this.schema = new SqliteSchema(file);
    }

    SqliteLoad load() {
        if (!file.isNew()) {
            file.checkShape();
            SqliteLoad load = inspect();
            if (load != null) {
                return load;
            }
        }
        migrate();
        try (Sql sql = file.inspecting()) {
            return SqliteLoad.from(sql);
        }
    }

    /// What a sound and current database holds; null when it must be migrated first.
    private @Nullable SqliteLoad inspect() {
        try (Sql sql = file.inspecting()) {
            boolean old = schema.needsMigration(sql);
            String finding = sql.first("pragma quick_check(1)", row -> row.getString(1));
            if (!"ok".equals(finding)) {
                throw Sql.damaged(file.path(), String.valueOf(finding), null);
            }
            return old ? null : SqliteLoad.from(sql);
        }
    }

    /// The write-ahead log is set up before the first table, so that a migration that is cut off
    /// leaves nothing but a log.
    private void migrate() {
        file.create();
        file.writing().close();
        schema.migrate();
    }
}
