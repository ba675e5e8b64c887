package dev.townhall.core.foundation.process;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// A child whose limits are watched.
///
/// @param own folders that nobody else writes meanwhile
/// @param all folders it may write, caches that others share included
/// @param disks the file systems of them
/// @param sinceMillis when it was started
record Watched(
        Child child,
        Limits limits,
        List<Path> own,
        List<Path> all,
        Set<FileStore> disks,
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

    private static Set<FileStore> disks(List<Path> folders) {
        Set<FileStore> disks = new LinkedHashSet<>();
        folders.forEach(folder -> disk(folder).ifPresent(disks::add));
        return disks;
    }

    private static Optional<FileStore> disk(Path folder) {
        try {
            return Optional.of(Files.getFileStore(folder));
        } catch (IOException e) {
            return Optional.empty(); // Not there: nothing is written to it.
        }
    }

    /// Those of `folders` that lie on `disk`.
    static List<Path> on(FileStore disk, List<Path> folders) {
        return folders.stream()
                .filter(folder -> disk(folder).filter(disk::equals).isPresent())
                .toList();
    }

    /// What it wrote and what is still there, or 0 when that is not more than `enough`.
    long written(long enough, List<Path> folders, ProcessTable table) {
        return new DiskUse(sinceMillis).above(enough, folders, table.tree(child.pid()));
    }
}
