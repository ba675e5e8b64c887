package dev.townhall.server.command;

import dev.townhall.core.foundation.check.Check;
import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.server.cli.Cancellation;
import dev.townhall.server.up.RunningTown;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// One command line being carried out: where it came from, what it writes to, and the running town
/// where there is one.
///
/// @param townFolder the town it is about, running or not
/// @param folder where relative paths of its arguments start
/// @param running empty in a process that is not the town
record Call(
        Path townFolder,
        Path folder,
        Optional<RunningTown> running,
        InputStream stdin,
        Screen screen,
        Screen errors,
        Cancellation cancellation) {
    private static final int INPUT_BYTES_MAX = 1024 * 1024;

    /// The running town; a command that needs it ends here when there is none.
    RunningTown town() {
        if (running.isEmpty()) {
            Check.that(
                    !Files.exists(townFolder) || Files.isDirectory(townFolder),
                    "%s is a file; expected the folder of a town. Name it with --town DIR.",
                    townFolder);
        }
        return running.orElseThrow(() -> new NotRunningException(townFolder));
    }

    Path path(String text) {
        return folder.resolve(text).normalize();
    }

    /// The text of a file, or of standard input for `-`.
    String text(String file) {
        byte[] bytes = bytes(file);
        Check.that(
                bytes.length <= INPUT_BYTES_MAX,
                "%s is larger than 1 MiB, the most a command reads.",
                file);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(java.nio.ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new TownException(ErrorCode.BAD_INPUT, file + " is not UTF-8 text.", e);
        }
    }

    private byte[] bytes(String file) {
        try {
            if (file.equals("-")) {
                return stdin.readNBytes(INPUT_BYTES_MAX + 1);
            }
            Path path = path(file);
            Check.that(Files.exists(path), "There is no file %s.", path);
            Check.that(Files.isRegularFile(path), "%s is not a file.", path);
            try (InputStream in = Files.newInputStream(path)) {
                return in.readNBytes(INPUT_BYTES_MAX + 1);
            }
        } catch (IOException e) {
            throw new TownException(
                    ErrorCode.BAD_INPUT, "Cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /// Pauses a command that looks again and again; throws when its client is gone.
    void pause(Duration pause) {
        try {
            if (cancellation.await(pause)) {
                throw new GoneException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GoneException();
        }
    }
}
