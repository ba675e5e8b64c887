package dev.townhall.core.capacity;

import dev.townhall.core.foundation.machine.Machine;
import java.util.Locale;
import java.util.Optional;

/// Says whether the machine is too busy for another agent. Once it is, it counts as busy until it is
/// clearly less so: a load that trembles about its limit is one episode.
final class Pressure {
    private static final double EASED = 0.8;
    private static final long MEGABYTE = 1024 * 1024;

    private final Machine machine;
    private final Capacity capacity;
    private boolean high;

    Pressure(Machine machine, Capacity capacity) {
        this.machine = machine;
        this.capacity = capacity;
    }

    /// Why no agent is started now; empty when the machine has room.
    Optional<String> look() {
        Machine.Load load = machine.load();
        double loadMax = high ? capacity.loadMax() * EASED : capacity.loadMax();
        double memoryMin = high ? capacity.memoryFreeMin() / EASED : capacity.memoryFreeMin();
        Optional<String> busy =
                load.average().isPresent() && load.average().getAsDouble() > loadMax
                        ? Optional.of(tooBusy(load.average().getAsDouble()))
                        : load.memoryFree().isPresent() && load.memoryFree().getAsLong() < memoryMin
                                ? Optional.of(tooFull(load.memoryFree().getAsLong()))
                                : Optional.empty();
        high = busy.isPresent();
        return busy;
    }

    private String tooBusy(double average) {
        return String.format(
                Locale.ROOT,
                "the machine's load is %.1f per processor, the limit is %.1f (max_load)",
                average,
                capacity.loadMax());
    }

    private String tooFull(long free) {
        return "%s MB of memory are free, the least is %s (min_free_memory)"
                .formatted(free / MEGABYTE, capacity.memoryFreeMin() / MEGABYTE);
    }
}
