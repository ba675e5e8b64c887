package dev.townhall.core.ledger;

import dev.townhall.core.foundation.check.ErrorCode;
import dev.townhall.core.foundation.check.TownException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;

/// One connection to a ledger's file, its statements prepared once. What SQLite reports becomes a
/// [TownException]: DAMAGED when the file is, else UNAVAILABLE. Used by one thread at a time.
final class Sql implements AutoCloseable {
    private final Path file;
    private final Connection connection;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    Sql(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /// Reads one row.
    @FunctionalInterface
    interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    Path file() {
        return file;
    }

    /// Runs a statement without parameters or result: `begin`, `commit`, a pragma.
    void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    /// Runs a change; parameters are text, integers or longs.
    void run(String sql, Object... parameters) {
        try {
            bind(sql, parameters).executeUpdate();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    <T> List<T> list(String sql, Row<T> row, Object... parameters) {
        List<T> found = new ArrayList<>();
        try (ResultSet rows = bind(sql, parameters).executeQuery()) {
            while (rows.next()) {
                found.add(row.read(rows));
            }
        } catch (SQLException e) {
            throw failure(file, e);
        }
        return found;
    }

    <T> @Nullable T first(String sql, Row<T> row, Object... parameters) {
        List<T> found = list(sql, row, parameters);
        return found.isEmpty() ? null : found.getFirst();
    }

    /// The number a query of one number answers; 0 for null.
    long number(String sql, Object... parameters) {
        Long found = first(sql, row -> row.getLong(1), parameters);
        return found == null ? 0 : found;
    }

    private PreparedStatement bind(String sql, Object... parameters) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        for (int i = 0; i < parameters.length; i++) {
            switch (parameters[i]) {
                case String text -> statement.setString(i + 1, text);
                case Long number -> statement.setLong(i + 1, number);
                case Integer number -> statement.setInt(i + 1, number);
                default -> throw new SQLException("No way to bind a " + parameters[i].getClass());
            }
        }
        return statement;
    }

    @Override
    public void close() {
        try {
            for (PreparedStatement statement : prepared.values()) {
                statement.close();
            }
            prepared.clear();
            connection.close();
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    static TownException failure(Path file, SQLException e) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(e.getErrorCode() & 0xff);
        if (code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB) {
            return damaged(file, String.valueOf(e.getMessage()), e);
        }
        String next =
                code == SQLiteErrorCode.SQLITE_FULL
                        ? "the disk is full. Free some space and try again"
                        : e.getMessage() + ". Try again when the disk is well";
        return TownException.unavailable("The ledger %s: %s.".formatted(file, next), e);
    }

    /// The file is not what it should be. Nothing is repaired and nothing overwritten.
    static TownException damaged(Path file, String detail, @Nullable Throwable cause) {
        return new TownException(
                ErrorCode.DAMAGED,
                "The ledger %s is damaged: %s. It is left as it is. Restore it from a backup, or move it away to start an empty one."
                        .formatted(file, detail),
                cause);
    }
}
