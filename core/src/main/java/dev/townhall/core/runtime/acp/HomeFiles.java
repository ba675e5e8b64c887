package dev.townhall.core.runtime.acp;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/// Writes a preset's files into an agent's private home before the agent starts. Links that an
/// earlier session left in their way are removed, never followed.
final class HomeFiles {
    private HomeFiles() {}

    static void check(String path) {
        Path relative = Path.of(path);
        Check.that(
                !path.isBlank()
                        && !relative.isAbsolute()
                        && relative.normalize().equals(relative)
                        && !relative.startsWith(".."),
                "A home file is named by its path in the home, like .agent/settings.json; found '%s'.",
                path);
    }

    static void write(Path home, Map<String, String> files) {
        files.forEach((path, text) -> {
            try {
                write(home, Path.of(path), text);
            } catch (IOException e) {
                throw TownException.unavailable(
                        "The file %s could not be written into the home %s: %s"
                                .formatted(path, home, e),
                        e);
            }
        });
    }

    private static void write(Path home, Path relative, String text) throws IOException {
        Path folder = home;
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            folder = folder.resolve(relative.getName(i));
            if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
                Files.deleteIfExists(folder);
                Files.createDirectory(folder);
            }
        }
        Path written = Files.createTempFile(folder, ".new-", "");
        Files.writeString(written, text);
        Files.move(
                written,
                folder.resolve(relative.getFileName()),
                StandardCopyOption.REPLACE_EXISTING,
                StandardCopyOption.ATOMIC_MOVE);
    }
}
