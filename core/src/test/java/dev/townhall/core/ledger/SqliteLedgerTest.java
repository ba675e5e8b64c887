package dev.townhall.core.ledger;

import dev.townhall.core.foundation.time.Time;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

class SqliteLedgerTest implements LedgerContract {
    private final AtomicInteger count = new AtomicInteger();

    @TempDir Path folder;

    @Override
    public Fixture open(Time time) {
        Path file = folder.resolve("ledger-" + count.incrementAndGet() + ".db");
        return new Fixture() {
            private SqliteLedger ledger = start();

            private SqliteLedger start() {
                return SqliteLedger.open(file, time, byte[]::new);
            }

            @Override
            public Ledger ledger() {
                return ledger;
            }

            @Override
            public Ledger reopened() {
                ledger.close();
                ledger = start();
                return ledger;
            }

            @Override
            public void diskFull() {
                ledger.limitPages(64);
            }

            @Override
            public void diskMended() {
                ledger.limitPages(1_000_000);
            }

            @Override
            public void close() {
                ledger.close();
            }
        };
    }
}
