package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/// The ledger's database file: how it is looked at without touching it, and how it is opened.
final class SqliteFile {
    private static final byte[] MAGIC = "SQLite format 3\u0000".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_BYTES = 100;

    /// How long a connection waits for another one of this process, which never holds on for long.
    private static final int BUSY_MILLIS = 10_000;

    private final Path path;

    SqliteFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    String url() {
        return "jdbc:sqlite:" + path;
    }

    /// Whether there is no database yet.
    boolean isNew() {
        try {
            return !Files.exists(path) || (Files.isRegularFile(path) && Files.size(path) == 0);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /// Makes the folder the file is in, if need be.
    void createFolder() {
        Path folder = path.toAbsolutePath().getParent();
        try {
            if (folder != null) {
                Files.createDirectories(folder);
            }
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The folder %s of the ledger cannot be created: %s.".formatted(folder, e), e);
        }
    }

    /// Makes the empty file, readable by its owner only.
    void create() {
        try {
            if (Files.exists(path)) {
                return;
            }
            if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")) {
                Files.createFile(
                        path,
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rw-------")));
            } else {
                Files.createFile(path);
            }
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The ledger %s cannot be created: %s.".formatted(path, e), e);
        }
    }

    /// Throws DAMAGED unless the file begins as a database and is as long as it says. What a
    /// write-ahead log still has to add is left to SQLite.
    void checkShape() {
        if (!Files.isRegularFile(path)) {
            throw Sql.damaged(path, "it is not a file", null);
        }
        ByteBuffer header = header();
        byte[] magic = new byte[MAGIC.length];
        if (header.remaining() >= HEADER_BYTES) {
            header.get(magic);
        }
        if (!java.util.Arrays.equals(magic, MAGIC)) {
            throw Sql.damaged(path, "it is not a database of SQLite", null);
        }
        int stored = Short.toUnsignedInt(header.getShort(16));
        long pageBytes = stored == 1 ? 65_536 : stored;
        long pages = Integer.toUnsignedLong(header.getInt(28));
        boolean countIsValid = header.getInt(24) == header.getInt(92);
        if (countIsValid && !hasLog() && size(path) < pages * pageBytes) {
            throw Sql.damaged(
                    path,
                    "it is cut off, %s bytes of %s".formatted(size(path), pages * pageBytes),
                    null);
        }
    }

    /// A connection that cannot change the file.
    Sql inspecting() {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return connect(config);
    }

    /// A connection that reads, while another one writes.
    Sql reading() {
        Sql sql = connect(shared());
        sql.execute("pragma query_only = on");
        return sql;
    }

    /// The connection that writes. A commit returns when the disk has it.
    Sql writing() {
        SQLiteConfig config = shared();
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Sql sql = connect(config);
        sql.execute("pragma fullfsync = on");
        sql.execute("pragma checkpoint_fullfsync = on");
        sql.execute("pragma journal_size_limit = 67108864");
        return sql;
    }

    private SQLiteConfig shared() {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setBusyTimeout(BUSY_MILLIS);
        return config;
    }

    private Sql connect(SQLiteConfig config) {
        try {
            return new Sql(path, config.createConnection(url()));
        } catch (SQLException e) {
            throw Sql.failure(path, e);
        }
    }

    private ByteBuffer header() {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        try (SeekableByteChannel channel = Files.newByteChannel(path)) {
            while (header.hasRemaining() && channel.read(header) >= 0) {
                // Short reads go on until the header is full or the file ends.
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        return header.flip();
    }

    private boolean hasLog() {
        Path log = path.resolveSibling(path.getFileName() + "-wal");
        return Files.exists(log) && size(log) > 0;
    }

    private long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private TownException unreadable(IOException e) {
        return TownException.unavailable("The ledger %s cannot be read: %s.".formatted(path, e), e);
    }
}
