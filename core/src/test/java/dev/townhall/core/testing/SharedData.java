package dev.townhall.core.testing;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Real data that tests read where it is present: a folder `shared/data` beside the repository. Where
/// it is absent the test is skipped and says so.
public final class SharedData {
    private SharedData() {}

    /// The lines of `shared/data/<name>`.
    public static List<String> lines(String name) {
        try {
            return Files.readAllLines(present(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The files in the folder `shared/data/<name>`, by name.
    public static List<Path> files(String name) {
        try (Stream<Path> files = Files.list(present(name))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path present(String name) {
        Path file = folder().resolve(name);
        boolean present = Files.isReadable(file);
        if (!present) {
            System.err.println("SKIPPED: the real data " + file + " is not here.");
        }
        assumeTrue(present, "the real data " + file + " is not here");
        return file;
    }

    /// Where the data is: `-Dtownhall.data=…`, or beside the repository's folder.
    private static Path folder() {
        String chosen = System.getProperty("townhall.data", "");
        if (!chosen.isBlank()) {
            return Path.of(chosen);
        }
        Path here = Path.of("").toAbsolutePath();
        while (here != null && !Files.isDirectory(here.resolve("shared/data"))) {
            here = here.getParent();
        }
        return here == null ? Path.of("../shared/data") : here.resolve("shared/data");
    }
}
