package dev.townhall.server.up;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The port of the web town hall that was asked for last, so that the next start has the same
/// address. What `town.toml` says comes before it.
public final class KeptPort {
    private KeptPort() {}

    /// Keeps `port` for the starts to come; 0, which means any, is not kept.
    public static void keep(TownFolder folder, int port) {
        if (port == 0) {
            return;
        }
        try {
            Files.createDirectories(file(folder).getParent());
            Files.writeString(file(folder), port + "\n");
        } catch (IOException e) {
            throw TownException.unavailable("Cannot write " + file(folder) + ".", e);
        }
    }

    static Optional<Integer> of(TownFolder folder) {
        try {
            return Files.exists(file(folder))
                    ? Optional.of(Integer.valueOf(Files.readString(file(folder)).strip()))
                    : Optional.empty();
        } catch (IOException | NumberFormatException e) {
            throw TownException.badInput(
                    "%s holds no port. Remove it, or name a port: gt up --port N."
                            .formatted(file(folder)));
        }
    }

    private static Path file(TownFolder folder) {
        return folder.path().resolve("web").resolve("port");
    }
}
