package dev.townhall.core.foundation.process;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends children that take more of the machine than their [Limits], and who takes the last of it. Any
/// user can do that, where control groups would want to be handed over. Linux only; elsewhere it sees
/// nothing. Thread-safe.
///
/// Four times a second it asks what the whole machine has left, which costs next to nothing, and looks
/// at each child when that changed by an eighth of what the least of them may take: so nobody gets far,
/// and idle children cost nothing. Each is looked at every few seconds anyway.
final class LimitWatch {
    private static final long GLANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long LOOK_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    /// What must stay for the town and the machine.
    private static final long MEMORY_RESERVE = 192L << 20;

    private static final long DISK_RESERVE = 512L << 20;

    /// Smaller changes of a nearly full disk are not worth reading folders for.
    private static final long DISK_STEP = 16L << 20;

    /// Whoever holds less is not to blame for a full machine.
    private static final long BLAME_BYTES_MIN = 256L << 20;

    private static final int PART = 8;
    private static final Logger LOG = LoggerFactory.getLogger(LimitWatch.class);

    private final ReentrantLock lock = new ReentrantLock();
    private final List<Watched> watched = new ArrayList<>();
    private boolean running;

    // Of the watching thread alone.
    private long lookedNanos;
    private long memoryThen;
    private long tasksThen;
    private final Map<Child, Long> diskThen = new HashMap<>();
    private @Nullable Child blamed;

    /// Watches a child until it has ended.
    void add(Child child, Processes.Command command) {
        if (!command.confinement().limits().areAny()) {
            return;
        }
        Watched next = Watched.of(child, command);
        lock.lock();
        try {
            watched.add(next);
            if (!running) {
                running = true;
                Thread.ofPlatform().daemon().name("limits").start(this::watch);
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        lookedNanos = System.nanoTime() - LOOK_NANOS_MAX;
        for (List<Watched> now = alive(); !now.isEmpty(); now = alive()) {
            try {
                glance(now);
            } catch (RuntimeException e) {
                LOG.atError().setCause(e).log("a look at what children take failed");
            }
            LockSupport.parkNanos(GLANCE_NANOS);
        }
    }

    /// When none is left the thread ends, in the same moment.
    private List<Watched> alive() {
        lock.lock();
        try {
            watched.removeIf(each -> !each.child().isAlive());
            running = !watched.isEmpty();
            return List.copyOf(watched);
        } finally {
            lock.unlock();
        }
    }

    private void glance(List<Watched> now) {
        boolean scarceAlready = blamed != null && blamed.isAlive();
        long memory = scarceAlready ? Long.MAX_VALUE : MemoryUse.available();
        long tasks = MemoryUse.tasks();
        Limits least = least(now);
        boolean due =
                System.nanoTime() - lookedNanos >= LOOK_NANOS_MAX
                        || memory < MEMORY_RESERVE
                        || memoryThen - memory > least.memoryBytes() / PART
                        || tasks - tasksThen > least.processes() / PART;
        Table table = new Table();
        if (due) {
            look(now, memory, table);
            lookedNanos = System.nanoTime();
            memoryThen = memory;
            tasksThen = tasks;
        } else {
            memoryThen = Math.max(memoryThen, memory);
            tasksThen = Math.min(tasksThen, tasks);
        }
        diskThen.keySet().retainAll(now.stream().map(Watched::child).toList());
        now.forEach(each -> glanceAtDisk(each, table));
    }

    private static Limits least(List<Watched> now) {
        long memory = Long.MAX_VALUE;
        int processes = Integer.MAX_VALUE;
        for (Watched each : now) {
            Limits limits = each.limits();
            memory = Math.min(memory, limits.memoryBytes() == 0 ? memory : limits.memoryBytes());
            processes =
                    Math.min(processes, limits.processes() == 0 ? processes : limits.processes());
        }
        return new Limits(memory, Math.min(processes, 1_000_000), 0);
    }

    private void look(List<Watched> now, long memoryLeft, Table table) {
        Watched greatest = null;
        long most = BLAME_BYTES_MIN;
        for (Watched each : now) {
            Set<Long> tree = table.get().tree(each.child().pid());
            Limits limits = each.limits();
            int tasks = table.get().tasks(tree);
            if (limits.processes() > 0 && tasks > limits.processes()) {
                each.child().end(Excess.processes(tasks, limits.processes()));
                continue;
            }
            long allowed = limits.memoryBytes() == 0 ? Long.MAX_VALUE : limits.memoryBytes();
            boolean scarce = memoryLeft < MEMORY_RESERVE;
            long taken = MemoryUse.above(scarce ? Math.min(most, allowed) : allowed, tree);
            if (taken > allowed) {
                each.child().end(Excess.memory(taken, allowed));
            } else if (scarce && taken > most) {
                greatest = each;
                most = taken;
            }
        }
        if (greatest != null) {
            blamed = greatest.child();
            greatest.child().end(Excess.machineMemory(most, memoryLeft));
        }
    }

    /// Only who may have written what the disk has less is measured: that reads whole folders.
    private void glanceAtDisk(Watched each, Supplier<ProcessTable> table) {
        long left = each.diskLeft();
        long then = Math.max(left, diskThen.getOrDefault(each.child(), left));
        diskThen.put(each.child(), then);
        long allowed = each.limits().diskBytes();
        if (allowed > 0 && then - left > allowed / PART) {
            diskThen.put(each.child(), left);
            long written = each.written(allowed, each.own(), table.get());
            if (written > allowed) {
                each.child().end(Excess.disk(written, allowed));
                return;
            }
        }
        if (left < DISK_RESERVE && then - left > DISK_STEP) {
            diskThen.put(each.child(), left);
            long written = each.written(BLAME_BYTES_MIN, each.all(), table.get());
            if (written > BLAME_BYTES_MIN) {
                each.child().end(Excess.machineDisk(written, left));
            }
        }
    }

    /// Read at most once a glance, and mostly not at all.
    private static final class Table implements Supplier<ProcessTable> {
        private ProcessTable read = new ProcessTable();
        private boolean known;

        @Override
        public ProcessTable get() {
            if (!known) {
                read = ProcessTable.read();
                known = true;
            }
            return read;
        }
    }
}
