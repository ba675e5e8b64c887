package dev.townhall.core.ledger;

import dev.townhall.core.foundation.time.Time;

class MemoryLedgerTest implements LedgerContract {
    @Override
    public Fixture open(Time time) {
        MemoryDisk disk = new MemoryDisk();
        return new Fixture() {
            private MemoryLedger ledger = start();

            private MemoryLedger start() {
                return new MemoryLedger(disk, time, byte[]::new);
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
                ledger.plant(MemoryLedger.Fault.DISK_FULL);
            }

            @Override
            public void diskMended() {}

            @Override
            public void close() {
                ledger.close();
            }
        };
    }
}
