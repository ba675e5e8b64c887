package dev.townhall.server.demo;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.up.Scratch;
import dev.townhall.server.up.TownFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Demos of earlier days: the newest few are kept to look at, the others removed.
final class Leftovers {
    private static final int KEPT = 2;

    private Leftovers() {}

    static void forget(Path folder, String name) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> found = Files.list(folder)) {
            List<Path> old =
                    found.filter(path -> path.getFileName().toString().startsWith(name))
                            .filter(path ->
                                    !Files.exists(new TownFolder(path.resolve("town")).pid()))
                            .sorted(Comparator.comparingLong(Leftovers::changed).reversed())
                            .skip(KEPT)
                            .toList();
            old.forEach(path -> Scratch.at(path).close());
        } catch (IOException | TownException e) {
            // Old demos are no reason not to run a new one.
            return;
        }
    }

    private static long changed(Path path) {
        try {
            return Files.getLastModifiedTime(path).toMillis();
        } catch (IOException e) {
            return 0;
        }
    }
}
