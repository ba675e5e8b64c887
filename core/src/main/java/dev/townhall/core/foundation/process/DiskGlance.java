package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Looks for children that write too much. Only who may have written what a disk has less is measured:
/// that reads whole folders.
final class DiskGlance implements Lookout.Glance {
    /// What must stay for the town and the machine.
    private static final long RESERVE = 512L << 20;

    /// Smaller changes of a nearly full disk are not worth reading folders for.
    private static final long STEP = 16L << 20;

    /// What each had left at most since it was measured.
    private final Map<Child, Long> leftThen = new HashMap<>();

    /// The same of disks since somebody was looked for who filled them.
    private final Map<FileStore, Long> diskThen = new HashMap<>();

    private final Blame blame = new Blame();

    @Override
    public void at(List<Watched> now, Lookout.Attempts attempts) {
        leftThen.keySet().retainAll(now.stream().map(Watched::child).toList());
        List<FileStore> disks = now.stream().flatMap(each -> each.disks().stream()).toList();
        diskThen.keySet().retainAll(disks);
        Map<FileStore, Long> left = new LinkedHashMap<>();
        disks.stream().distinct().forEach(disk -> left.put(disk, left(disk)));
        now.forEach(each -> attempts.attempt(() -> limit(each, left)));
        left.forEach((disk, bytes) -> attempts.attempt(() -> machine(disk, bytes, now)));
    }

    private static long left(FileStore disk) {
        try {
            long bytes = disk.getUsableSpace();
            return bytes > 0 ? bytes : disk.getTotalSpace() > 0 ? 0 : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE; // Gone meanwhile.
        }
    }

    private void limit(Watched each, Map<FileStore, Long> disks) {
        long left =
                each.disks().stream()
                        .mapToLong(disk -> disks.getOrDefault(disk, Long.MAX_VALUE))
                        .min()
                        .orElse(Long.MAX_VALUE);
        long then = Math.max(left, leftThen.getOrDefault(each.child(), left));
        leftThen.put(each.child(), then);
        long allowed = each.limits().diskBytes();
        if (allowed > 0 && then - left > allowed / LimitWatch.PART) {
            long written = each.written(allowed, each.own(), ProcessTable.read());
            leftThen.put(each.child(), left);
            if (written > allowed) {
                each.child().end(Excess.disk(written, allowed));
            }
        }
    }

    /// Who wrote the most to a disk that is nearly full is ended, and nobody else until it is gone.
    private void machine(FileStore disk, long left, List<Watched> now) {
        long then = Math.max(left, diskThen.getOrDefault(disk, left));
        diskThen.put(disk, then);
        if (left >= RESERVE || then - left <= STEP || !blame.mayFall()) {
            return;
        }
        List<Watched> there = now.stream().filter(each -> each.disks().contains(disk)).toList();
        ProcessTable table = ProcessTable.read();
        Greatest greatest = greatest(disk, there, Watched::own, table);
        if (greatest == null) {
            greatest = greatest(disk, there, Watched::all, table); // In a cache that others share.
        }
        diskThen.put(disk, left);
        if (greatest != null) {
            blame.on(greatest.child(), Excess.machineDisk(greatest.written(), left));
        }
    }

    private static @Nullable Greatest greatest(
            FileStore disk,
            List<Watched> there,
            Function<Watched, List<Path>> folders,
            ProcessTable table) {
        Greatest greatest = null;
        for (Watched each : there) {
            long enough = greatest == null ? Blame.BYTES_MIN : greatest.written();
            long written = each.written(enough, Watched.on(disk, folders.apply(each)), table);
            if (written > enough) {
                greatest = new Greatest(each.child(), written);
            }
        }
        return greatest;
    }

    private record Greatest(Child child, long written) {}
}
