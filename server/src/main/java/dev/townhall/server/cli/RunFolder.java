package dev.townhall.server.cli;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import dev.townhall.core.foundation.random.Randomness;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/// `<town>/run`: the folder only its owner may enter, with the socket, the token and the lock that
/// makes one process the town. Whoever holds the lock knows that a socket found there is stale.
final class RunFolder implements AutoCloseable {
    private static final int TOKEN_BITS = 256;

    private final Path folder;
    private final FileChannel lock;
    private final String token;

    private RunFolder(Path folder, FileChannel lock, String token) {
        this.folder = folder;
        this.lock = lock;
        this.token = token;
    }

    /// Takes the folder, made when absent; throws WRONG_STATE when another process holds it.
    static RunFolder take(Path town, Randomness randomness) {
        Path folder = town.resolve("run").toAbsolutePath();
        try {
            Files.createDirectories(folder);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
            FileChannel lock = locked(folder);
            try {
                Files.deleteIfExists(folder.resolve("gt.sock"));
                String token = randomness.token(TOKEN_BITS);
                writeToken(folder, token);
                return new RunFolder(folder, lock, token);
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TownException(
                    ErrorCode.UNAVAILABLE,
                    "Cannot use the folder " + folder + ": " + e.getMessage(),
                    e);
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel channel =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        if (lockOrNull(channel) == null) {
            channel.close();
            throw TownException.wrongState(
                    "A town already runs in "
                            + folder.getParent()
                            + ". Stop it with gt down, or name another with --town DIR.");
        }
        return channel;
    }

    private static @Nullable FileLock lockOrNull(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            return null;
        }
    }

    private static void writeToken(Path folder, String token) throws IOException {
        Path draft = folder.resolve("token.new");
        Files.deleteIfExists(draft);
        Files.createFile(
                draft,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(draft, token);
        Files.move(draft, folder.resolve("token"), StandardCopyOption.ATOMIC_MOVE);
    }

    Path socket() {
        return folder.resolve("gt.sock");
    }

    String token() {
        return token;
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(socket());
        Files.deleteIfExists(folder.resolve("token"));
        lock.close();
    }
}
