package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Control groups that limit how many processes a child may have, where the town may make some
/// (as root, or where its own group was handed over to it). Root needs them: the limit of processes
/// that a shell sets does not bind it. Thread-safe.
final class ProcessGroups {
    private static final String PREFIX = "townhall-";

    private final @Nullable Path parent;

    private ProcessGroups(@Nullable Path parent) {
        this.parent = parent;
    }

    static ProcessGroups none() {
        return new ProcessGroups(null);
    }

    /// The first place where a group can be made and limited.
    static ProcessGroups find() {
        for (Path candidate : candidates()) {
            ProcessGroups groups = new ProcessGroups(candidate);
            Path probe = groups.make(Limits.DEFAULT.processes());
            if (probe != null) {
                groups.end(probe);
                groups.sweep();
                return groups;
            }
        }
        return none();
    }

    boolean work() {
        return parent != null;
    }

    /// A fresh group, or none where that is not possible.
    @Nullable Path make(int processesMax) {
        if (parent == null || processesMax == 0) {
            return null;
        }
        String owner = PREFIX + ProcessHandle.current().pid() + "-";
        Path group = null;
        try {
            group = Files.createTempDirectory(parent, owner);
            Files.writeString(group.resolve("pids.max"), processesMax + "\n");
            return group;
        } catch (IOException e) {
            if (group != null) {
                remove(group);
            }
            return null;
        }
    }

    /// What puts a process into `group` before it goes on.
    static List<String> joining(Path group) {
        return List.of(
                "/bin/sh",
                "-c",
                "echo 0 >\"$1\" || exit 125; shift; exec \"$@\"",
                "join",
                group.resolve("cgroup.procs").toString());
    }

    /// Whether the limit was met, for people. Removes the group; one that is not empty yet is
    /// removed at the next town's start.
    Optional<String> end(Path group) {
        Optional<String> met = Optional.empty();
        try {
            long times =
                    Files.readString(group.resolve("pids.events"))
                            .lines()
                            .filter(line -> line.startsWith("max "))
                            .mapToLong(line -> Long.parseLong(line.substring(4).strip()))
                            .sum();
            if (times > 0) {
                met =
                        Optional.of(
                                "A limit of processes was met, times that one more was refused: %d (`gt rig set RIG --processes`)."
                                        .formatted(times));
            }
        } catch (IOException | NumberFormatException e) {
            met = Optional.empty(); // This kernel does not count.
        }
        remove(group);
        return met;
    }

    /// Removes what towns that were killed have left; groups in use stay, for they are not empty.
    private void sweep() {
        if (parent == null) {
            return;
        }
        try (DirectoryStream<Path> found = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (Path group : found) {
                String owner = group.getFileName().toString().substring(PREFIX.length());
                long pid = Long.parseLong(owner.substring(0, Math.max(0, owner.indexOf('-'))));
                if (ProcessHandle.of(pid).isEmpty()) {
                    remove(group);
                }
            }
        } catch (IOException | NumberFormatException e) {
            return; // Not ours, or gone.
        }
    }

    /// An empty group's folder goes, whatever files the kernel shows in it.
    private static void remove(Path group) {
        try {
            Files.deleteIfExists(group);
        } catch (IOException e) {
            return; // A process is still ending in it.
        }
    }

    private static List<Path> candidates() {
        Path root = Path.of("/sys/fs/cgroup");
        List<Path> candidates = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] parts = line.split(":", 3);
                String own = parts.length == 3 ? parts[2].substring(1) : "";
                if (line.startsWith("0::")) {
                    candidates.add(root.resolve(own));
                } else if (parts.length == 3 && List.of(parts[1].split(",", -1)).contains("pids")) {
                    candidates.add(root.resolve("pids").resolve(own));
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return candidates.stream()
                .filter(path -> Files.exists(path.resolve("cgroup.procs")))
                .toList();
    }
}
