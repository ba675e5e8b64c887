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
import java.util.Set;
import java.util.regex.Pattern;

/// What code the town does not trust finds around itself: a few harmless variables of the town's
/// environment, a home of its own, and a folder for temporary files. So no token in the town's
/// environment and no file of its user's home is handed to it. Thread-safe.
///
/// ```
///   <root>/<name>/home       HOME, kept from one stay to the next (caches of build tools)
///   <root>/<name>/stay-…/    TMPDIR and scripts of one stay, removed at its end
/// ```
public final class Surroundings {
    /// The variables passed on from the town's own environment.
    static final List<String> PASSED_ON = List.of("PATH", "LANG", "LC_ALL", "TZ", "JAVA_HOME");

    private static final Map<String, String> DEFAULTS =
            Map.of("PATH", "/usr/local/bin:/usr/bin:/bin", "LANG", "C.UTF-8");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9@+~_-][A-Za-z0-9@+~._-]*");
    private static final String STAY = "stay-";

    private final Map<String, String> passedOn;
    private final Path root;
    private final Set<Path> stays = Collections.synchronizedSet(new HashSet<>());

    /// @param town the town's own environment
    /// @param root the folder under which homes are made
    public Surroundings(Map<String, String> town, Path root) {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String name : PASSED_ON) {
            String value = town.getOrDefault(name, DEFAULTS.getOrDefault(name, ""));
            if (!value.isEmpty()) {
                chosen.put(name, value);
            }
        }
        this.passedOn = Collections.unmodifiableMap(chosen);
        this.root = root.toAbsolutePath();
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
            Path home = own.resolve("home");
            Files.createDirectories(home);
            Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
            sweep(own);
            Path folder = Files.createTempDirectory(own, STAY);
            stays.add(folder);
            return new Stay(home, folder, Files.createDirectory(folder.resolve("tmp")));
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The home %s could not be made: %s. Look at its disk and its rights."
                            .formatted(own, e),
                    e);
        }
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
        private final Path folder;
        private final Map<String, String> environment;
        private final Path home;
        private final Path temporary;

        private Stay(Path home, Path folder, Path temporary) {
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
            return given.alsoWritable(home, temporary).alsoReadable(folder);
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
