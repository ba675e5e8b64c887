package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;

/// How much memory processes have for themselves, as Linux tells it; elsewhere nothing.
final class MemoryUse {
    private MemoryUse() {}

    /// Of a tree, or 0 when it is not more than `enough`. A page that several of them share counts
    /// once: that costs more to find out, and is asked only where it matters.
    static long above(long enough, Set<Long> tree) {
        long most = tree.stream().mapToLong(MemoryUse::atMost).sum();
        if (most <= enough) {
            return 0;
        }
        long sure = tree.stream().mapToLong(MemoryUse::exactly).sum();
        return sure <= enough ? 0 : sure;
    }

    private static long atMost(long pid) {
        return sum(pid, "status", "RssAnon:", "RssShmem:", "VmSwap:");
    }

    private static long exactly(long pid) {
        return sum(pid, "smaps_rollup", "Pss_Anon:", "Pss_Shmem:", "SwapPss:");
    }

    /// The bytes of the machine that programs can still have; a great many where nobody tells.
    static long available() {
        try {
            String text = Files.readString(ProcessTable.PROC.resolve("meminfo"));
            long bytes = sum(text, "MemAvailable:");
            return bytes > 0 ? bytes : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /// How many processes and threads the machine has: the number behind the slash.
    static long tasks() {
        try {
            String text = Files.readString(ProcessTable.PROC.resolve("loadavg"));
            return Long.parseLong(text.replaceAll("(?s)^.*/([0-9]+) .*$", "$1"));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    private static long sum(long pid, String file, String... names) {
        try {
            return sum(
                    Files.readString(ProcessTable.PROC.resolve(Long.toString(pid)).resolve(file)),
                    names);
        } catch (IOException e) {
            return 0; // Gone meanwhile.
        }
    }

    /// Lines like `RssAnon:      512 kB`.
    private static long sum(String text, String... names) {
        long kilobytes = 0;
        for (String name : names) {
            int at = text.indexOf(name);
            if (at >= 0) {
                int end = text.indexOf(" kB", at);
                kilobytes +=
                        end < 0
                                ? 0
                                : Long.parseLong(text.substring(at + name.length(), end).strip());
            }
        }
        return kilobytes * 1024;
    }
}
