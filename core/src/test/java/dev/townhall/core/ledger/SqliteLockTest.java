package dev.townhall.core.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.townhall.core.foundation.check.TownException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteLockTest {
    @TempDir Path folder;

    private SqliteLedger open() {
        return SqliteLedger.open(
                folder.resolve("town/ledger.db"), new LedgerContract.TestTime(), byte[]::new);
    }

    @Test
    void aLedgerIsOpenedByOneAtATime() {
        try (SqliteLedger first = open()) {
            for (int i = 0; i < 3; i++) {
                assertThatThrownBy(this::open)
                        .isInstanceOf(TownException.class)
                        .hasMessageContaining("is open in another process")
                        .hasMessageContaining("(pid " + ProcessHandle.current().pid() + ")");
            }
            assertThat(first.<Integer>read(LedgerView::beadCount)).isZero();
        }
        open().close();
    }

    @Test
    void aDeadHoldersTraceIsNoObstacle() throws Exception {
        Files.createDirectories(folder.resolve("town"));
        Files.writeString(folder.resolve("town/ledger.db.pid"), "1\n");
        Files.writeString(folder.resolve("town/ledger.db.lock"), "");
        open().close();
    }
}
