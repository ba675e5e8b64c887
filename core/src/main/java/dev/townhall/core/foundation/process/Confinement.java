package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.Check;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What a child may reach, for code the town does not trust. A value; [Sandbox] makes it so.
///
/// Under a sandbox the child finds the system's programs and libraries read-only, a `/proc`, `/dev`
/// and `/tmp` of its own, no other process, and of all other files only those named here. Its
/// folder, HOME and TMPDIR must be named too.
///
/// @param writable folders it may change; [Sandbox] shows one below the user's home also at the
///     same place below the child's HOME, so that tools find their caches
/// @param readable files and folders it may read
/// @param limits what it may take, in the sandbox or not
/// @param traps what stands at places where it has nothing to look for: place to thing
public record Confinement(
        Need need,
        Network network,
        List<Path> writable,
        List<Path> readable,
        Map<Path, Path> traps,
        Limits limits) {
    /// No sandbox at all: for the town's own tools.
    public static final Confinement NONE =
            new Confinement(Need.OFF, Network.OPEN, List.of(), List.of(), Map.of(), Limits.NONE);

    /// What happens where no sandbox works.
    public enum Need {
        /// The child is not started.
        REQUIRED,
        /// The child runs as it would with [#OFF].
        PREFERRED,
        /// None is used, even where one works.
        OFF
    }

    /// What the child can reach beyond the machine's files.
    public enum Network {
        /// Whatever the town can reach, its own machine included.
        OPEN,
        /// Nothing: a loopback of its own, no abstract sockets of others.
        OFF
    }

    public Confinement {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        traps = Collections.unmodifiableMap(new TreeMap<>(traps));
        Stream.concat(writable.stream(), readable.stream())
                .forEach(path ->
                        Check.that(
                                path.isAbsolute() && path.equals(path.normalize()),
                                "A path of a sandbox is absolute, without . and ..; found '%s'.",
                                path));
    }

    public Confinement(Need need, Network network, List<Path> writable, List<Path> readable) {
        this(need, network, writable, readable, Map.of(), Limits.DEFAULT);
    }

    /// Whether a sandbox is wanted.
    public boolean isWanted() {
        return need != Need.OFF;
    }

    /// Whether a folder is shown to be read only: named so, and not writable by another name.
    public boolean isReadOnly(Path folder) {
        return readable.stream().anyMatch(folder::startsWith)
                && writable.stream().noneMatch(folder::startsWith);
    }

    public Confinement alsoWritable(Path... paths) {
        return new Confinement(need, network, joined(writable, paths), readable, traps, limits);
    }

    public Confinement alsoReadable(Path... paths) {
        return new Confinement(need, network, writable, joined(readable, paths), traps, limits);
    }

    public Confinement withLimits(Limits other) {
        return new Confinement(need, network, writable, readable, traps, other);
    }

    /// The same with traps, except where it shows something of its own.
    Confinement withTraps(Map<Path, Path> more) {
        Map<Path, Path> fit = new TreeMap<>(more);
        fit.keySet()
                .removeIf(place ->
                        Stream.concat(writable.stream(), readable.stream())
                                .anyMatch(shown ->
                                        place.startsWith(shown) || shown.startsWith(place)));
        return new Confinement(need, network, writable, readable, fit, limits);
    }

    private static List<Path> joined(List<Path> paths, Path[] more) {
        return Stream.concat(paths.stream(), Stream.of(more)).distinct().toList();
    }
}
