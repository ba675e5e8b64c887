package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteMigrationTest {
    @TempDir Path folder;

    private Path file() {
        return folder.resolve("ledger.db");
    }

    private SqliteLedger open() {
        return SqliteLedger.open(file(), new LedgerContract.TestTime(), byte[]::new);
    }

    private void sql(String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                Statement statement = connection.createStatement()) {
            for (String text : statements) {
                statement.execute(text);
            }
        }
    }

    @Test
    void aLedgerOfTheFirstSchemaIsBroughtUpToDateAndLosesNothing() throws Exception {
        try (SqliteLedger ledger = open()) {
            ledger.write(
                    Actor.overseer("ada"),
                    tx -> {
                        Post post = tx.post(LedgerContract.post("card", "text", "web"));
                        tx.delivered(post.seq(), "web", 1, "m1");
                        return 0;
                    });
        }
        sql(
                "drop index delivery_by_remote_id",
                "delete from flyway_schema_history where version = '2'",
                "pragma user_version = 1");

        try (SqliteLedger ledger = open()) {
            assertThat(ledger.shownAs("web", "m1")).map(Post::key).contains("card");
            assertThat(ledger.check()).isEmpty();
        }
    }
}
