package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/// The schema of the ledger's database and its versions. Migrations run only when the version, which
/// the database's header tells, is older than this program's.
final class SqliteSchema {
    static final int VERSION = 2;

    private static final long APPLICATION = 1_417_103_468; // 'TwHl'
    private static final String MIGRATIONS = "classpath:dev/townhall/core/ledger/migrations";

    private final SqliteFile file;

    SqliteSchema(SqliteFile file) {
        this.file = file;
    }

    /// Throws unless this program may use the database; `inspecting` cannot change it.
    ///
    /// @return whether it must be migrated first
    boolean needsMigration(Sql inspecting) {
        long application = inspecting.number("pragma application_id");
        long version = inspecting.number("pragma user_version");
        boolean empty = inspecting.number("select count(*) from sqlite_master") == 0;
        if (application != APPLICATION && !empty && !isHalfMade(inspecting, version)) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "%s is a database of another program, not a ledger. It is left as it is. Name another folder for the town."
                            .formatted(file.path()));
        }
        if (version > VERSION) {
            throw new TownException(
                    ErrorCode.DAMAGED,
                    "The ledger %s was written by a newer version of Townhall: its schema is %s, this program knows up to %s. It is left as it is. Start the newer version."
                            .formatted(file.path(), version, VERSION));
        }
        return version < VERSION;
    }

    /// A first migration that was cut off leaves no more than the migrations' own history.
    private static boolean isHalfMade(Sql inspecting, long version) {
        return version == 0
                && inspecting.number(
                                "select count(*) from sqlite_master where tbl_name"
                                        + " <> 'flyway_schema_history'")
                        == 0;
    }

    void migrate() {
        try {
            Flyway.configure(SqliteSchema.class.getClassLoader())
                    .dataSource(file.url(), "", "")
                    .locations(MIGRATIONS)
                    .cleanDisabled(true)
                    .load()
                    .migrate();
        } catch (FlywayException e) {
            throw TownException.unavailable(
                    "The schema of the ledger %s could not be brought up to date: %s"
                            .formatted(file.path(), e.getMessage()),
                    e);
        }
    }
}
