package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// The processes of the machine at one moment, as Linux tells of them under `/proc`; elsewhere empty.
final class ProcessTable {
    static final Path PROC = Path.of("/proc");

    private final Map<Long, Integer> threads = new TreeMap<>();
    private final Map<Long, List<Long>> children = new TreeMap<>();
    private final Map<Long, List<Long>> sessions = new TreeMap<>();

    ProcessTable() {}

    static boolean isThere() {
        return Files.isReadable(PROC.resolve("self/stat"));
    }

    static ProcessTable read() {
        ProcessTable table = new ProcessTable();
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path process : processes) {
                table.add(process);
            }
        } catch (IOException e) {
            return table; // No such file system here.
        }
        return table;
    }

    /// `/proc/PID/stat`: pid, name in brackets (which may hold anything), state, parent, group,
    /// session, …, the number of threads.
    private void add(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] after = stat.substring(stat.lastIndexOf(')') + 1).strip().split(" ", 19);
            if (after.length < 19) {
                return;
            }
            long pid = Long.parseLong(process.getFileName().toString());
            threads.put(pid, Integer.parseInt(after[17]));
            children.computeIfAbsent(Long.parseLong(after[1]), _ -> new ArrayList<>()).add(pid);
            sessions.computeIfAbsent(Long.parseLong(after[3]), _ -> new ArrayList<>()).add(pid);
        } catch (IOException | NumberFormatException e) {
            return; // Gone meanwhile.
        }
    }

    /// `first`, the processes of its session, and what comes from them. In a PID namespace that is all
    /// of it; else a daemon that left its parent and its session is missing.
    Set<Long> tree(long first) {
        Set<Long> tree = new TreeSet<>();
        Deque<Long> next = new ArrayDeque<>(sessions.getOrDefault(first, List.of()));
        next.add(first);
        while (!next.isEmpty()) {
            long pid = next.remove();
            if (tree.add(pid)) {
                next.addAll(children.getOrDefault(pid, List.of()));
            }
        }
        return tree;
    }

    /// How many processes and threads these are.
    int tasks(Set<Long> tree) {
        return tree.stream().mapToInt(pid -> threads.getOrDefault(pid, 0)).sum();
    }
}
