package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;

/// How much memory processes have for themselves, as Linux tells it; elsewhere nothing.
///
/// @param proc where it tells it
record MemoryUse(Path proc) {
    MemoryUse() {
        this(ProcessTable.PROC);
    }

    /// Of a tree, or 0 when it is not more than `enough`. A page that several of them share counts
    /// once: that costs more to find out, and is asked only where it matters.
    long above(long enough, Set<Long> tree) {
        long most = tree.stream().mapToLong(this::atMost).sum();
        if (most <= enough) {
            return 0;
        }
        long sure = tree.stream().mapToLong(this::exactly).sum();
        return sure <= enough ? 0 : sure;
    }

    private long atMost(long pid) {
        return sum(pid + "/status", "RssAnon:", "RssShmem:", "VmSwap:").orElse(0);
    }

    /// Not told of a process that keeps others from looking into it.
    private long exactly(long pid) {
        OptionalLong told = sum(pid + "/smaps_rollup", "Pss_Anon:", "Pss_Shmem:", "SwapPss:");
        return told.isPresent() ? told.getAsLong() : atMost(pid);
    }

    /// The bytes of the machine that programs can still have, swap included; a great many where nobody
    /// tells.
    long available() {
        long bytes = sum("meminfo", "MemAvailable:", "SwapFree:").orElse(0);
        return bytes > 0 ? bytes : Long.MAX_VALUE;
    }

    /// How many processes and threads the machine has: the number behind the slash.
    long tasks() {
        try {
            String text = Files.readString(proc.resolve("loadavg"));
            return Long.parseLong(text.replaceAll("(?s)^.*/([0-9]+) .*$", "$1"));
        } catch (IOException | NumberFormatException e) {
            return 0;
        }
    }

    /// Nothing when the file cannot be read: it is gone, or not for us. A process' name stands in it
    /// too, in any bytes.
    private OptionalLong sum(String file, String... names) {
        try {
            String text = Files.readString(proc.resolve(file), StandardCharsets.ISO_8859_1);
            long kilobytes = 0;
            for (String name : names) {
                kilobytes += kilobytes(text, "\n" + name);
            }
            return OptionalLong.of(kilobytes * 1024);
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// Of a line like `RssAnon:      512 kB`, never the first.
    private static long kilobytes(String text, String start) {
        int at = text.indexOf(start);
        int end = at < 0 ? -1 : text.indexOf(" kB", at);
        try {
            return end < 0 ? 0 : Long.parseLong(text.substring(at + start.length(), end).strip());
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
