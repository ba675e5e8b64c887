package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Where a process comes from, as Linux tells it under `/proc`. A process whose parent ended belongs to
/// the first one of its PID namespace, and that one to whoever made the namespace: so the chain of
/// parents of what the town started leads back to the town, whatever that does.
final class Ancestry {
    private static final Path PROC = Path.of("/proc");
    private static final int GENERATIONS_MAX = 1_000;

    private Ancestry() {}

    /// The process among the ancestors of `pid` and itself that this very process started.
    static Optional<Long> oldest(long pid) {
        long town = ProcessHandle.current().pid();
        long child = pid;
        for (int i = 0; i < GENERATIONS_MAX; i++) {
            Optional<Long> parent = parent(child);
            if (parent.isEmpty() || parent.get() <= 0) {
                return Optional.empty();
            }
            if (parent.get() == town) {
                return Optional.of(child);
            }
            child = parent.get();
        }
        return Optional.empty();
    }

    /// A variable that a process was started with.
    static Optional<String> variable(long pid, String name) {
        try {
            String all =
                    Files.readString(process(pid).resolve("environ"), StandardCharsets.ISO_8859_1);
            for (String each : all.split("\0", -1)) {
                if (each.startsWith(name + "=")) {
                    byte[] bytes = each.getBytes(StandardCharsets.ISO_8859_1);
                    return Optional.of(
                            new String(bytes, StandardCharsets.UTF_8).substring(name.length() + 1));
                }
            }
        } catch (IOException e) {
            return Optional.empty(); // Gone, or another user's.
        }
        return Optional.empty();
    }

    /// `/proc/PID/stat`: pid, name in brackets (which may hold anything), state, parent, …
    private static Optional<Long> parent(long pid) {
        try {
            String stat =
                    Files.readString(process(pid).resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] after = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 3);
            return after.length < 3 ? Optional.empty() : Optional.of(Long.parseLong(after[1]));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Path process(long pid) {
        return PROC.resolve(Long.toString(pid));
    }
}
