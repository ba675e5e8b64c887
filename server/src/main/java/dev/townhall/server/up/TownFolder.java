package dev.townhall.server.up;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a town lives on disk.
///
/// ```
///   <town>/town.toml   settings, optional      <town>/logs/      what it logged
///   <town>/ledger.db   the one store           <town>/run/       socket, token, pid, address (0700)
///   <town>/rigs/       repositories and trees  <town>/homes/     the workers' homes
/// ```
public record TownFolder(Path path) {
    private static final List<String> OURS = List.of("run", "homes", "logs", "rigs", "web");

    public TownFolder {
        path = path.toAbsolutePath().normalize();
    }

    /// The town somebody means: what they named, else `GT_TOWN`, else `~/town`.
    public static TownFolder named(
            Optional<String> named, Path folder, Map<String, String> environment) {
        String fallback = environment.getOrDefault("HOME", ".") + "/town";
        String chosen =
                named.orElseGet(() -> {
                    String set = environment.getOrDefault("GT_TOWN", "");
                    return set.isBlank() ? fallback : set;
                });
        return new TownFolder(folder.resolve(chosen));
    }

    public Path ledger() {
        return path.resolve("ledger.db");
    }

    public Path rigs() {
        return path.resolve("rigs");
    }

    /// What the owner adds to the prompts of agents.
    public Path directives() {
        return path.resolve("directives");
    }

    public Path homes() {
        return path.resolve("homes");
    }

    /// What agents find first on their PATH.
    public Path programs() {
        return path.resolve("programs");
    }

    /// What was said in sessions of agents.
    public Path transcripts() {
        return path.resolve("transcripts");
    }

    /// Empty folders of agents that have no tree.
    public Path quarters() {
        return path.resolve("quarters");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    public Path run() {
        return path.resolve("run");
    }

    public Path pid() {
        return run().resolve("pid");
    }

    /// Holds the address of the web town hall while it is up.
    public Path url() {
        return run().resolve("url");
    }

    /// Whether a town was made here.
    public boolean isTown() {
        return Files.exists(ledger()) || Files.exists(path.resolve("town.toml"));
    }

    /// Makes the folders; what is there stays as it is.
    public void make() {
        try {
            Files.createDirectories(path);
            for (Path part : List.of(run(), homes(), logs())) {
                Files.createDirectories(part);
                Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rwx------"));
            }
            Files.createDirectories(rigs());
        } catch (IOException e) {
            throw TownException.unavailable(
                    "Cannot make the town's folder %s: %s. Name another with --town DIR."
                            .formatted(path, e.getMessage()),
                    e);
        }
    }

    /// Whether something else is in the way of a new town.
    public boolean isForeign() {
        if (isTown() || !Files.exists(path)) {
            return false;
        }
        try (var inside = Files.list(path)) {
            return inside.map(found -> found.getFileName().toString())
                    .anyMatch(name -> !OURS.contains(name));
        } catch (IOException e) {
            return true;
        }
    }
}
