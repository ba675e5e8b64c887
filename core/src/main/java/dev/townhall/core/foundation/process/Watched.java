package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A child whose limits are watched.
///
/// @param own folders that nobody else writes meanwhile
/// @param all folders it may write, caches that others share included
/// @param disks one folder for each file system of them
/// @param sinceMillis when it was started
record Watched(
        Child child,
        Limits limits,
        List<Path> own,
        List<Path> all,
        List<Path> disks,
        long sinceMillis) {
    static Watched of(Child child, Processes.Command command) {
        Set<Path> own = new LinkedHashSet<>();
        own.add(command.folder().toAbsolutePath().normalize());
        for (String name : List.of("HOME", "TMPDIR")) {
            String value = command.environment().getOrDefault(name, "");
            if (value.startsWith("/")) {
                own.add(Path.of(value).normalize());
            }
        }
        Confinement confinement = command.confinement();
        own.removeIf(confinement::isReadOnly);
        List<Path> all =
                Stream.concat(own.stream(), confinement.writable().stream()).distinct().toList();
        return new Watched(
                child,
                confinement.limits(),
                outermost(List.copyOf(own)),
                outermost(all),
                disks(all),
                System.currentTimeMillis());
    }

    /// Without those that lie in another one.
    private static List<Path> outermost(List<Path> folders) {
        return folders.stream()
                .filter(each ->
                        folders.stream()
                                .noneMatch(other -> !other.equals(each) && each.startsWith(other)))
                .toList();
    }

    private static List<Path> disks(List<Path> folders) {
        Map<FileStore, Path> disks = new LinkedHashMap<>();
        folders.forEach(folder -> disk(folder).ifPresent(disk -> disks.putIfAbsent(disk, folder)));
        return List.copyOf(disks.values());
    }

    private static Optional<FileStore> disk(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder));
        } catch (IOException e) {
            return Optional.empty(); // Not there: nothing is written to it.
        }
    }

    /// The least that can be written on a file system on which it may write.
    long diskLeft() {
        return disks.stream()
                .mapToLong(folder -> folder.toFile().getUsableSpace())
                .filter(bytes -> bytes > 0) // Also told of a folder that is gone.
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /// What it wrote and what is still there, or 0 when that is not more than `enough`.
    long written(long enough, List<Path> folders, ProcessTable table) {
        return new DiskUse(sinceMillis).above(enough, folders, table.tree(child.pid()));
    }
}
