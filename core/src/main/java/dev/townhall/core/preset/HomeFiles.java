package dev.townhall.core.preset;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Puts an agent's settings into its HOME before a session. The HOME is the agent's own, so what it
/// left there may be hostile: links are replaced, never followed.
public final class HomeFiles {
    private HomeFiles() {}

    /// Writes `files` under `home`, over what is there. UNAVAILABLE when one cannot be written.
    public static void write(Path home, List<HomeFile> files, Path folder) {
        for (HomeFile file : files) {
            try {
                write(home, file, folder);
            } catch (IOException e) {
                throw TownException.unavailable(
                        "The settings file %s of the home %s could not be written: %s"
                                .formatted(file.path(), home, e),
                        e);
            }
        }
    }

    private static void write(Path home, HomeFile file, Path folder) throws IOException {
        Path target = home.resolve(file.path());
        Path at = home;
        for (Path part : home.relativize(target)) {
            at = at.resolve(part);
            if (!at.equals(target)) {
                makeFolder(at);
            }
        }
        Path parent = target.resolveSibling("");
        Path fresh = Files.createTempFile(parent, ".settings-", "");
        try {
            Files.writeString(fresh, file.textFor(folder));
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    private static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(folder);
            Files.createDirectory(folder);
        }
    }
}
