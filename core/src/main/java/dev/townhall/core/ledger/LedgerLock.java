package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;

/// The right to be the one process that has a ledger open. The operating system takes it back
/// however the process ends.
///
/// The lock is SQLite's own exclusive lock on an empty file beside the ledger, not a Java file lock:
/// POSIX drops a process's locks on a file when any of its handles to that file is closed, and
/// SQLite is the one who takes care of that. Who holds it is told by a second file, which is only
/// read for the message.
final class LedgerLock implements AutoCloseable {
    private final Sql held;
    private final Path holder;

    private LedgerLock(Sql held, Path holder) {
        this.held = held;
        this.holder = holder;
    }

    static LedgerLock take(Path file) {
        Path lock = beside(file, ".lock");
        Path holder = beside(file, ".pid");
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(0);
        try {
            Sql sql = new Sql(lock, config.createConnection("jdbc:sqlite:" + lock));
            boolean taken = false;
            try {
                sql.execute("pragma journal_mode = off");
                sql.execute("begin exclusive");
                taken = true;
            } finally {
                if (!taken) {
                    sql.close();
                }
            }
            Files.writeString(holder, ProcessHandle.current().pid() + "\n");
            return new LedgerLock(sql, holder);
        } catch (SQLException | TownException e) {
            throw refused(file, holder, e);
        } catch (IOException e) {
            throw TownException.unavailable(
                    "The ledger %s cannot be opened: its folder cannot be written (%s)."
                            .formatted(file, e.getMessage()),
                    e);
        }
    }

    private static TownException refused(Path file, Path holder, Exception e) {
        Throwable cause = e instanceof TownException ? e.getCause() : e;
        boolean busy =
                cause instanceof SQLException sql
                        && (sql.getErrorCode() & 0xff) == SQLiteErrorCode.SQLITE_BUSY.code;
        if (!busy) {
            return TownException.unavailable(
                    "The ledger %s cannot be locked: %s.".formatted(file, e.getMessage()), e);
        }
        return new TownException(
                ErrorCode.WRONG_STATE,
                "The ledger %s is open in another process%s. Only one town runs on a ledger: use that one, or end it first (gt down)."
                        .formatted(file, who(holder)),
                e);
    }

    private static String who(Path holder) {
        try {
            String pid = Files.readString(holder).strip();
            return pid.matches("[0-9]{1,10}") ? " (pid " + pid + ")" : "";
        } catch (IOException e) {
            return "";
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(holder);
        } catch (IOException e) {
            throw TownException.unavailable("Cannot delete " + holder + ".", e);
        } finally {
            held.close();
        }
    }
}
