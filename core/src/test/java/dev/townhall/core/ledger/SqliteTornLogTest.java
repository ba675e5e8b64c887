package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.townhall.core.bead.Actor;
import dev.townhall.core.bead.Bead;
import dev.townhall.core.bead.BeadId;
import dev.townhall.core.foundation.json.Json;
import dev.townhall.core.testing.Dice;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Power fails while the log is written: the log ends anywhere, or its end is noise. What is found
/// then is the ledger after some whole number of the last changes.
@Tag("slow")
class SqliteTornLogTest {
    private static final Actor ADA = Actor.overseer("ada");
    private static final BeadId COUNT = new BeadId("sh-count");
    private static final int CHANGES = 60;

    @TempDir Path folder;

    @Test
    void aTornLogIsReadUpToItsLastWholeChange() throws IOException {
        Path written = Files.createDirectory(folder.resolve("written"));
        byte[] log;
        byte[] database;
        try (SqliteLedger ledger = open(written)) {
            ledger.write(ADA, tx -> tx.create(Bead.fresh(COUNT, Bead.TASK, "t", ADA, tx.now())));
            for (int i = 0; i < CHANGES; i++) {
                ledger.write(ADA, SqliteTornLogTest::change);
            }
            log = Files.readAllBytes(written.resolve("ledger.db-wal"));
            database = Files.readAllBytes(written.resolve("ledger.db"));
        }
        Dice dice = new Dice(11);
        int shorter = 0;
        for (int trial = 0; trial < 25; trial++) {
            Path torn = Files.createDirectory(folder.resolve("torn-" + trial));
            Files.write(torn.resolve("ledger.db"), database);
            Path tornLog = torn.resolve("ledger.db-wal");
            Files.write(tornLog, log);
            int at = dice.below(log.length);
            tear(tornLog, at, dice);
            shorter += changesFound(torn) < CHANGES ? 1 : 0;
        }
        assertThat(shorter).isPositive();
    }

    private static void tear(Path log, int at, Dice dice) throws IOException {
        try (RandomAccessFile access = new RandomAccessFile(log.toFile(), "rw")) {
            if (dice.chance(50)) {
                access.setLength(at);
            } else {
                access.seek(at);
                access.writeLong(dice.next());
            }
        }
    }

    private static int changesFound(Path torn) {
        try (SqliteLedger ledger = open(torn)) {
            assertThat(ledger.check()).isEmpty();
            long events = ledger.read(LedgerView::lastEvent);
            int found = (int) events;
            assertThat(ledger.events(1, 999)).hasSize(found);
            assertThat(ledger.posts("shop", 0, 999)).hasSize(found);
            boolean hasCount = ledger.read(view -> view.find(COUNT).isPresent());
            if (hasCount) {
                assertThat(ledger.<Bead>read(view -> view.get(COUNT)).version())
                        .isEqualTo(1 + found);
            } else {
                assertThat(found).isZero();
            }
            ledger.write(
                    ADA,
                    tx ->
                            tx.create(
                                    Bead.fresh(
                                            new BeadId("sh-go-on"),
                                            Bead.TASK,
                                            "t",
                                            ADA,
                                            tx.now())));
            return found;
        }
    }

    private static Bead change(Transaction tx) {
        Bead count = tx.get(COUNT);
        tx.emit(new EventDraft("changed", COUNT.text(), Json.object()));
        tx.post(
                new PostDraft(
                        "n:" + count.version(),
                        "shop",
                        ADA,
                        Post.Direction.IN,
                        Post.Urgency.NEWS,
                        Json.object(),
                        java.util.List.of()));
        return tx.update(count);
    }

    private static SqliteLedger open(Path in) {
        return SqliteLedger.open(
                in.resolve("ledger.db"), new LedgerContract.TestTime(), byte[]::new);
    }
}
