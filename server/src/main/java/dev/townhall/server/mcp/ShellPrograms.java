package dev.townhall.server.mcp;

import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.runtime.McpServer;
import dev.townhall.core.tool.BearerToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// The programs `gt` and `bd` of agents, in a folder of the town's: a script that carries what is typed
/// to the town. What it needs to speak for a session stands in a file of that session, which curl reads:
/// the token is in no environment and on no command line.
public final class ShellPrograms {
    static final String DOOR = "GT_DOOR";

    private static final List<String> NAMES = List.of("gt", "bd");

    private final Path folder;

    private ShellPrograms(Path folder) {
        this.folder = folder;
    }

    /// Writes them anew into `folder`.
    public static ShellPrograms in(Path folder) {
        try (InputStream script = ShellPrograms.class.getResourceAsStream("/agent/words.sh")) {
            if (script == null) {
                throw TownException.bug("The program carries no script for its agents.");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            Files.createDirectories(folder);
            for (String name : NAMES) {
                Path file = folder.resolve(name);
                Files.deleteIfExists(file);
                Files.writeString(file, text);
                Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r-xr-xr-x"));
            }
            return new ShellPrograms(folder);
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The programs of agents could not be written to %s: %s."
                            .formatted(folder, e.getMessage()),
                    e);
        }
    }

    /// For one session.
    ///
    /// @param address of the town's web server
    public McpServer.Programs of(URI address, BearerToken token) {
        return new McpServer.Programs(
                folder,
                DOOR,
                "url = \"%s\"\nheader = \"Authorization: Bearer %s\"\n"
                        .formatted(address.resolve(McpDoor.PATH + McpDoor.WORDS), token.text()));
    }
}
