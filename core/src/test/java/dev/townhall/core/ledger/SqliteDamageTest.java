package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A file that is no sound ledger is refused with a message, and no byte of it changes.
class SqliteDamageTest {
    private static final Actor ADA = Actor.overseer("ada");
    private static final String MARK = "a sentence that can be found in the file";

    @TempDir Path folder;
    private Path file = Path.of("unset");

    @BeforeEach
    void aLedgerWithAFewHundredBeads() {
        file = folder.resolve("ledger.db");
        try (SqliteLedger ledger = open()) {
            ledger.write(
                    ADA,
                    tx -> {
                        for (int i = 0; i < 400; i++) {
                            BeadId id = new BeadId("sh-" + i);
                            tx.create(
                                    Bead.fresh(id, Bead.TASK, "t", ADA, tx.now())
                                            .withDescription(MARK + " " + i));
                            tx.emit(
                                    new EventDraft(
                                            "bead.created",
                                            id.text(),
                                            dev.townhall.core.foundation.json.Json.object()));
                        }
                        return 0;
                    });
        }
    }

    private SqliteLedger open() {
        return SqliteLedger.open(file, new LedgerContract.TestTime(), byte[]::new);
    }

    private TownException refusal() throws IOException {
        Map<String, byte[]> before = bytes();
        TownException thrown = catchThrowableOfType(TownException.class, () -> open().close());
        Map<String, byte[]> after = bytes();
        before.forEach((name, content) ->
                assertThat(Arrays.equals(after.get(name), content))
                        .as(name + " is untouched")
                        .isTrue());
        assertThat(thrown).as("it should have been refused").isNotNull();
        assertThat(thrown).hasMessageContaining(file.toString());
        assertThat(thrown.code()).isEqualTo(ErrorCode.DAMAGED);
        assertThat(thrown).hasMessageContaining("left as it is");
        return thrown;
    }

    private Map<String, byte[]> bytes() throws IOException {
        Map<String, byte[]> bytes = new LinkedHashMap<>();
        for (String name : new String[] {"ledger.db", "ledger.db-wal"}) {
            Path path = folder.resolve(name);
            if (Files.isRegularFile(path) && Files.size(path) > 0) {
                bytes.put(name, Files.readAllBytes(path));
            }
        }
        assertThat(bytes).containsKey("ledger.db");
        return bytes;
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private void overwrite(long at, byte[] with) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.seek(at);
            access.write(with);
        }
    }

    @Test
    void aSoundLedgerIsOpened() {
        try (SqliteLedger ledger = open()) {
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isEqualTo(400);
            assertThat(ledger.check()).isEmpty();
        }
    }

    @Test
    void aTextFileIsRefused() throws IOException {
        Files.writeString(file, "Dear diary, today I became a database.\n".repeat(50));
        assertThat(refusal()).hasMessageContaining("not a database of SQLite");
    }

    @Test
    void aFewBytesAreRefused() throws IOException {
        Files.writeString(file, "SQLite");
        assertThat(refusal()).hasMessageContaining("not a database of SQLite");
    }

    @Test
    void aCutOffFileIsRefused() throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(access.length() * 2 / 3);
        }
        assertThat(refusal()).hasMessageContaining("cut off");
    }

    @Test
    void aCutInsideThePageIsRefused() throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(file.toFile(), "rw")) {
            access.setLength(access.length() - 1000);
        }
        assertThat(refusal()).hasMessageContaining("cut off");
    }

    @Test
    void pagesOfNoiseAreRefused() throws IOException {
        byte[] noise = new byte[4096];
        Arrays.fill(noise, (byte) 0xA5);
        long pages = Files.size(file) / 4096;
        overwrite(pages / 2 * 4096, noise);
        refusal();
    }

    @Test
    void aBitFlippedInABeadsTextIsRefused() throws IOException {
        String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        String sentence = MARK + " 399";
        for (int at = text.indexOf(sentence); at >= 0; at = text.indexOf(sentence, at + 1)) {
            overwrite(at + 3L, new byte[] {'X'});
        }
        assertThat(refusal()).hasMessageContaining("is not as written");
    }

    @Test
    void aLostEventIsRefused() throws Exception {
        sql("delete from event where seq = 400");
        assertThat(refusal()).hasMessageContaining("last event should be number 400 and is 399");
    }

    @Test
    void aNewerLedgerIsRefused() throws Exception {
        sql("pragma user_version = 99");
        assertThat(refusal()).hasMessageContaining("newer version").hasMessageContaining("99");
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefused() throws Exception {
        Files.delete(file);
        sql("create table recipes (name text)");
        assertThat(refusal()).hasMessageContaining("another program");
    }

    @Test
    void aFolderIsRefused() throws IOException {
        Files.delete(file);
        Files.createDirectory(file);
        TownException thrown = null;
        try (SqliteLedger ledger = open()) {
            assertThat(ledger).isNull();
        } catch (TownException e) {
            thrown = e;
        }
        assertThat(thrown).hasMessageContaining("it is not a file");
    }

    @Test
    void aDamagedLedgerWithALogIsRefused() throws Exception {
        Path copied = folder.resolve("copied");
        Files.createDirectory(copied);
        try (SqliteLedger ledger = open()) {
            ledger.write(ADA, tx -> tx.update(tx.get(new BeadId("sh-1")).withPriority(0)));
            for (String name : new String[] {"ledger.db", "ledger.db-wal"}) {
                Files.copy(folder.resolve(name), copied.resolve(name));
            }
        }
        folder = copied;
        file = copied.resolve("ledger.db");
        byte[] noise = new byte[8192];
        Arrays.fill(noise, (byte) 0x5A);
        overwrite(Files.size(file) / 4096 / 2 * 4096, noise);
        refusal();
    }

    @Test
    void anEmptyFileBecomesALedger() throws IOException {
        Files.write(file, new byte[0]);
        try (SqliteLedger ledger = open()) {
            assertThat(ledger.<Integer>read(LedgerView::beadCount)).isZero();
        }
    }
}
