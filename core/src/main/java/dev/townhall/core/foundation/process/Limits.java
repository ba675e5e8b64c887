package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.Check;
import java.util.Locale;
import java.util.Optional;

/// What one child and all it starts may take of the machine; whoever takes more is ended. 0 is no
/// limit.
///
/// @param memoryBytes memory of its own, all its processes together
/// @param processes processes and threads
/// @param diskBytes what it writes below its folder, HOME and TMPDIR and what is still there
public record Limits(long memoryBytes, int processes, long diskBytes) {
    /// For the town's own tools.
    public static final Limits NONE = new Limits(0, 0, 0);

    /// For code the town does not trust, where nothing else was said.
    public static final Limits DEFAULT = new Limits(8L << 30, 2_048, 20L << 30);

    /// With less memory no child would start.
    private static final long MEMORY_BYTES_MIN = 64L << 20;

    private static final long DISK_BYTES_MIN = 1L << 20;
    private static final int PROCESSES_MIN = 16;
    private static final int PROCESSES_MAX = 1_000_000;

    public Limits {
        Check.that(
                memoryBytes == 0 || memoryBytes >= MEMORY_BYTES_MIN,
                "A limit of memory is at least 64 MB, or none; found %s.",
                words(memoryBytes));
        Check.that(
                processes == 0 || (processes >= PROCESSES_MIN && processes <= PROCESSES_MAX),
                "A limit of processes is at least 16 and at most 1000000, or none; found %s.",
                processes);
        Check.that(
                diskBytes == 0 || diskBytes >= DISK_BYTES_MIN,
                "A limit of disk space is at least 1 MB, or none; found %s.",
                words(diskBytes));
    }

    /// For people: whether limits hold on this machine.
    public static String description() {
        return ProcessTable.isThere()
                ? "memory, processes and disk of each session and gate are watched"
                : "memory, processes and disk of sessions and gates are not limited: this system has no /proc that tells what they take";
    }

    /// How `gt rig set` gives more of what somebody tried to take, if that was over a limit.
    ///
    /// @param tried as the end of "It tried to …"
    public static Optional<String> option(String tried) {
        return Excess.option(tried);
    }

    /// Whether there is anything to watch.
    boolean areAny() {
        return !equals(NONE);
    }

    /// Where the system itself refuses more: a little above, so that who meets the limit is seen.
    int processesRefused() {
        return processes == 0 ? 0 : processes + processes / 8 + 16;
    }

    /// For people: `8 GB`, `1.5 GB`, `512 MB`.
    public static String words(long bytes) {
        double gigabytes = (double) bytes / (1L << 30);
        if (gigabytes < 1) {
            return (bytes >> 20) + " MB";
        }
        String text = String.format(Locale.ROOT, "%.1f", gigabytes);
        return (text.endsWith(".0") ? text.substring(0, text.length() - 2) : text) + " GB";
    }

    @Override
    public String toString() {
        return "memory %s, processes %s, disk %s"
                .formatted(
                        memoryBytes == 0 ? "unlimited" : words(memoryBytes),
                        processes == 0 ? "unlimited" : processes,
                        diskBytes == 0 ? "unlimited" : words(diskBytes));
    }
}
