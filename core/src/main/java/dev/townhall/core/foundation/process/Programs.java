package dev.townhall.core.foundation.process;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds the file of a program, so that one that is missing is known before anything is started
/// and a shell can never take its name for a command of its own.
public final class Programs {
    /// Where a program is looked for when the environment has no PATH, and the town's own tools.
    private static final String PATH_DEFAULT = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin";

    private Programs() {}

    /// The absolute path of `name`, which is a path (seen from `folder`) or a name on the PATH of
    /// `environment`.
    public static Optional<Path> find(String name, Path folder, Map<String, String> environment) {
        if (name.indexOf('/') >= 0) {
            return Optional.of(folder.resolve(name)).filter(Programs::isProgram);
        }
        String path = environment.getOrDefault("PATH", PATH_DEFAULT);
        return List.of(path.split(":", -1)).stream()
                .map(entry -> folder.resolve(entry).resolve(name))
                .filter(Programs::isProgram)
                .findFirst();
    }

    /// The absolute path of one of the system's own tools.
    static Optional<Path> find(String name) {
        return find(name, Path.of("/"), Map.of());
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }
}
