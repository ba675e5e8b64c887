package dev.townhall.core.capacity;

import dev.townhall.core.foundation.machine.Machine;

/// A machine that is as busy as a test says.
public final class ManualMachine implements Machine {
    private static final long MB = 1024 * 1024;
    private volatile Load load = Load.of(0, 100_000 * MB);

    public void load(double average) {
        load = Load.of(average, 100_000 * MB);
    }

    public void memoryFree(long megabytes) {
        load = Load.of(0, megabytes * MB);
    }

    @Override
    public Load load() {
        return load;
    }
}
