package dev.townhall.core.foundation.process;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// What code the town does not trust finds around itself: a few harmless variables of the town's
/// environment, a home of its own, and a folder for temporary files. So no token in the town's
/// environment and no file of its user's home is handed to it. Thread-safe.
///
/// ```
///   <root>/<name>/traps/     what stands in its sandboxes at the places of secrets
///   <root>/<name>/home       HOME, kept from one stay to the next (caches of build tools)
///   <root>/<name>/stay-…/    TMPDIR and scripts of one stay, and its HOME if that is a copy; removed
///                            at its end
/// ```
public final class Surroundings {
    /// The variables passed on from the town's own environment.
    static final List<String> PASSED_ON = List.of("PATH", "LANG", "LC_ALL", "TZ", "JAVA_HOME");

    private static final Map<String, String> DEFAULTS =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@+~_-][A-Za-z0-9@+~._-]*");
    private static final String STAY = "stay-";
    private static final String HOME = "home";
    private static final String TRAPS = "traps";

    private final Map<String, String> passedOn;
    private final Path root;
    private final Traps traps;
    private final Set<Path> stays = Collections.synchronizedSet(new HashSet<>());

    /// @param town the town's own environment
    /// @param root the folder under which homes are made
    public Surroundings(Map<String, String> town, Path root) {
        this(town, root, Traps.none());
    }

    /// @param traps set in the sandboxes of all who enter
    public Surroundings(Map<String, String> town, Path root, Traps traps) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            String value = town.getOrDefault(name, DEFAULTS.getOrDefault(name, ""));
            if (!value.isEmpty()) {
                chosen.put(name, value);
            }
        }
        this.passedOn = Collections.unmodifiableMap(chosen);
        this.root = root.toAbsolutePath();
        this.traps = traps;
    }

    /// Begins a stay under `name`; UNAVAILABLE when its folders cannot be made.
    public Stay enter(String name) {
        Check.that(
                NAME.matcher(name).matches() && name.length() <= 200,
                "A home is named like shop~polecats~nux; found '%s'.",
                name);
        Path own = root.resolve(name);
        try {
            Files.createDirectories(root);
            Path home = own.resolve(HOME);
            Files.createDirectories(home);
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
            sweep(own);
            Path folder = Files.createTempDirectory(own, STAY);
            stays.add(folder);
            return new Stay(name, home, folder, Files.createDirectory(folder.resolve("tmp")));
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The home %s could not be made: %s. Look at its disk and its rights."
                            .formatted(own, e),
                    e);
        }
    }

    /// Begins a stay under `name` in a copy of the home of `original`, which is left as it is; the copy
    /// goes with the stay. UNAVAILABLE when it cannot be made, LIMIT when it would be too large.
    public Stay enterCopy(String name, String original) {
        Check.that(NAME.matcher(original).matches(), "'%s' names no home.", original);
        Stay stay = enter(name);
        try {
            Path copy = Files.createDirectory(stay.folder.resolve(HOME));
            HomeCopy.make(root.resolve(original).resolve(HOME), copy);
            return new Stay(name, copy, stay.folder, stay.temporary);
        } catch (IOException e) {
            stay.close();
            throw TownException.unavailable(
                    "The home %s could not be copied: %s.".formatted(original, e), e);
        } catch (TownException e) {
            stay.close();
            throw e;
        }
    }

    /// Removes the homes whose names `which` takes, but for those in which somebody stays. What is
    /// watched there stays until the town is started anew.
    public void vacate(Predicate<String> which) {
        if (!Files.isDirectory(root)) {
            return;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(root)) {
            for (Path own : all) {
                if (which.test(String.valueOf(own.getFileName())) && isVacant(own)) {
                    Folders.remove(traps.isAround(own.resolve(TRAPS)) ? own.resolve(HOME) : own);
                }
            }
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The homes in %s could not be looked through: %s.".formatted(root, e), e);
        }
    }

    private boolean isVacant(Path own) {
        synchronized (stays) {
            return stays.stream().noneMatch(stay -> stay.startsWith(own));
        }
    }

    /// Under which name somebody entered who has this environment; empty for others.
    static Optional<String> nameIn(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("HOME"))
                .map(Path::of)
                .filter(home -> home.endsWith(HOME) && home.getNameCount() > 1)
                .map(Surroundings::owner);
    }

    private static String owner(Path home) {
        int last = home.getNameCount() - 2;
        boolean copy = last > 0 && home.getName(last).toString().startsWith(STAY);
        return home.getName(copy ? last - 1 : last).toString();
    }

    /// Under which name somebody entered whose process this is: one that the town started, or one that
    /// came from it, in whatever namespace. Nothing a worker can change tells it. Linux only.
    public Optional<String> homeOf(long pid) {
        return Ancestry.oldest(pid)
                .flatMap(first -> Ancestry.variable(first, "HOME"))
                .map(Path::of)
                .filter(home -> home.startsWith(root) && home.getNameCount() > root.getNameCount())
                .map(home -> root.relativize(home).getName(0).toString());
    }

    /// Removes what stays left behind that a killed town never ended.
    private void sweep(Path own) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(own, STAY + "*")) {
            for (Path folder : found) {
                if (!stays.contains(folder)) {
                    Leftovers.end(folder);
                    Folders.remove(folder);
                }
            }
        }
    }

    /// One stay: from entering to [#close].
    public final class Stay implements AutoCloseable {
        private final String name;
        private final Path folder;
        private final Map<String, String> environment;
        private final Path home;
        private final Path temporary;

        private Stay(String name, Path home, Path folder, Path temporary) {
            this.name = name;
            this.folder = folder;
            this.home = home;
            this.temporary = temporary;
            Map<String, String> variables = new LinkedHashMap<>(passedOn);
            variables.put("HOME", home.toString());
            variables.put("TMPDIR", temporary.toString());
            this.environment = Collections.unmodifiableMap(variables);
        }

        /// What is passed on, HOME and TMPDIR.
        public Map<String, String> environment() {
            return environment;
        }

        /// `given` with this stay's folders: home and temporary files to write, scripts to read.
        public Confinement confinement(Confinement given) {
            Confinement own = given.alsoWritable(home, temporary).alsoReadable(folder);
            return given.isWanted()
                    ? own.withTraps(traps.around(name, root.resolve(name).resolve(TRAPS)))
                    : own;
        }

        /// Writes what only this stay may read. UNAVAILABLE when it cannot be written.
        public Path secret(String name, String text) {
            Path file = folder.resolve(name);
            try {
                Files.createFile(
                        file,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
                return Files.writeString(file, text);
            } catch (IOException e) {
                throw TownException.unavailable(
                        "The file %s could not be written: %s".formatted(file, e), e);
            }
        }

        /// Writes a script, so that its length and characters do not depend on what the system
        /// takes as an argument. UNAVAILABLE when it cannot be written.
        public Path script(String name, String text) {
            try {
                return Files.writeString(folder.resolve(name), text);
            } catch (IOException e) {
                throw TownException.unavailable(
                        "The script %s could not be written: %s".formatted(folder, e), e);
            }
        }

        /// Ends what still runs with this stay's TMPDIR and removes the stay's folder; the home
        /// stays. Idempotent.
        @Override
        public void close() {
            Leftovers.end(folder);
            Folders.remove(folder);
            stays.remove(folder);
        }
    }
}
