package dev.townhall.core.foundation.process;

import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks for children that take too much memory or too many processes.
final class MemoryGlance implements Lookout.Glance {
    private static final long LOOK_NANOS_MAX = TimeUnit.SECONDS.toNanos(5);

    /// A look that nothing asked for comes so rarely that it takes a hundredth of a processor.
    private static final int REST = 100;

    /// What must stay for the town and the machine.
    private static final long RESERVE = 192L << 20;

    private final MemoryUse use = new MemoryUse();
    private final Blame blame = new Blame();
    private long lookedNanos = System.nanoTime() - LOOK_NANOS_MAX;
    private long lookNanos;
    private long memoryThen;
    private long tasksThen;
    private boolean scarceThen;

    /// Who holds the most.
    private @Nullable Watched greatest;

    private long most;

    @Override
    public void at(List<Watched> now, Lookout.Attempts attempts) {
        long memory = use.available();
        long tasks = use.tasks();
        Limits least = least(now);
        boolean scarceNow = memory < RESERVE;
        boolean scarce = scarceNow && scarceThen && blame.mayFall();
        scarceThen = scarceNow;
        long began = System.nanoTime();
        boolean due =
                scarce
                        || began - lookedNanos >= Math.max(LOOK_NANOS_MAX, lookNanos * REST)
                        || memoryThen - memory > least.memoryBytes() / LimitWatch.PART
                        || tasks - tasksThen > least.processes() / LimitWatch.PART;
        if (!due) {
            memoryThen = Math.max(memoryThen, memory);
            tasksThen = Math.min(tasksThen, tasks);
            return;
        }
        greatest = null;
        most = Blame.BYTES_MIN;
        ProcessTable table = ProcessTable.read();
        now.forEach(each -> attempts.attempt(() -> look(each, scarce, table)));
        if (greatest != null) {
            blame.on(greatest.child(), Excess.machineMemory(most, memory));
        }
        memoryThen = memory;
        tasksThen = tasks;
        lookedNanos = System.nanoTime();
        lookNanos = lookedNanos - began;
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

    private void look(Watched each, boolean scarce, ProcessTable table) {
        Set<Long> tree = table.tree(each.child().pid());
        Limits limits = each.limits();
        int tasks = table.tasks(tree);
        if (limits.processes() > 0 && tasks > limits.processes()) {
            each.child().end(Excess.processes(tasks, limits.processes()));
            return;
        }
        long allowed = limits.memoryBytes() == 0 ? Long.MAX_VALUE : limits.memoryBytes();
        long taken = use.above(scarce ? Math.min(most, allowed) : allowed, tree);
        if (taken > allowed) {
            each.child().end(Excess.memory(taken, allowed));
        } else if (scarce && taken > most) {
            greatest = each;
            most = taken;
        }
    }
}
