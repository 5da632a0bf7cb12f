package io.slipway.database;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.SqlFailure;
import java.io.Closeable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection, used by one thread ({@link #cancel} apart), with transactions as plain statements: JDBC stays in
 * autocommit, so nothing is begun behind a script's back and statements that refuse a transaction block can run.
 *
 * <p>Two sorts of statements pass: a script's ({@link #execute}), whose failures are values for the engine; and
 * Slipway's own ({@link #query}, {@link #update}), whose failures end the command.
 */
public final class JdbcSession implements Closeable {

    /** Makes a value of the current row. */
    @FunctionalInterface
    public interface Row<T> {
        T read(ResultSet row) throws SQLException;
    }

    private final Connection connection;
    private final SqlFailures failures;
    private final StatementRunner runner;
    private final String begin;
    private volatile @Nullable Statement running;
    private boolean inTransaction;

    /** @param begin the product's statement that opens a transaction */
    public JdbcSession(Connection connection, SqlFailures failures, StatementRunner runner, String begin) {
        this.connection = connection;
        this.failures = failures;
        this.runner = runner;
        this.begin = begin;
    }

    public Connection connection() {
        return connection;
    }

    /** Whether {@link #begin} was called and neither {@link #commit} nor {@link #rollback} since. */
    public boolean inTransaction() {
        return inTransaction;
    }

    public void begin() throws SqlFailure {
        command(begin);
        inTransaction = true;
    }

    public void commit() throws SqlFailure {
        // Whatever comes of it, no transaction is open afterwards: a refused commit rolls back.
        inTransaction = false;
        command("COMMIT");
    }

    public void rollback() throws SqlFailure {
        inTransaction = false;
        command("ROLLBACK");
    }

    public void savepoint(String name) throws SqlFailure {
        command("SAVEPOINT " + name(name));
    }

    public void rollbackTo(String savepoint) throws SqlFailure {
        command("ROLLBACK TO SAVEPOINT " + name(savepoint));
    }

    private static String name(String savepoint) {
        if (!savepoint.matches("[a-z][a-z0-9_]*")) {
            throw new IllegalArgumentException("not a plain name: " + savepoint);
        }
        return savepoint;
    }

    /** Runs one statement of a script. */
    public long execute(String sql) throws SqlFailure {
        return run(runner, sql);
    }

    /** Runs one of our own statements that has no result, on the script's behalf. */
    public void command(String sql) throws SqlFailure {
        run(
                (statement, text) -> {
                    statement.execute(text);
                    return 0;
                },
                sql);
    }

    /**
     * The one value of somebody's query; empty for no row, and for NULL.
     *
     * @throws SqlFailure also for more rows or columns than one: which of them would be meant?
     */
    public Optional<String> value(String sql, int limitSeconds) throws SqlFailure {
        try (Statement statement = statement()) {
            statement.setQueryTimeout(limitSeconds);
            statement.setMaxRows(2);
            try (ResultSet rows = statement.executeQuery(sql)) {
                Optional<String> value = rows.next() ? Optional.ofNullable(rows.getString(1)) : Optional.empty();
                int columns = rows.getMetaData().getColumnCount();
                if (columns > 1 || rows.next()) {
                    throw new SqlFailure(
                            "it gives more than one " + (columns > 1 ? "column" : "row"), "21000", 0, false, null);
                }
                return value;
            }
        } catch (SQLException e) {
            throw failure(e, sql);
        } finally {
            idle();
        }
    }

    private long run(StatementRunner how, String sql) throws SqlFailure {
        try (Statement statement = statement()) {
            return how.run(statement, sql);
        } catch (SQLException e) {
            throw failure(e, sql);
        } finally {
            idle();
        }
    }

    /** A statement to run a script's text with, which {@link #cancel} ends; {@link #idle} follows when it is over. */
    public Statement statement() throws SQLException {
        Statement statement = connection.createStatement();
        statement.setEscapeProcessing(false);
        running = statement;
        return statement;
    }

    /** Nothing runs any more that could be cancelled. */
    public void idle() {
        running = null;
    }

    /** Ends the running statement, from another thread; does nothing when none runs. */
    public void cancel() {
        Statement statement = running;
        if (statement != null) {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // It ended by itself meanwhile, or the connection is gone: either way nothing is left to cancel.
                return;
            }
        }
    }

    public SqlFailure failure(SQLException e, String sql) {
        SqlFailure failure = failures.of(e, sql);
        if (failure.connectionLost() || isOpen()) {
            return failure;
        }
        return new SqlFailure(
                failure.getMessage(), failure.sqlState(), failure.position().orElse(0), true, e);
    }

    private boolean isOpen() {
        try {
            return !connection.isClosed();
        } catch (SQLException e) {
            return false;
        }
    }

    /** Reads all rows of one of our own queries. Parameters as for {@link #update}. */
    public <T> List<T> query(String sql, Row<T> row, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters);
                ResultSet rows = statement.executeQuery()) {
            List<T> read = new ArrayList<>();
            while (rows.next()) {
                read.add(row.read(rows));
            }
            return read;
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    /** Reads the first row of one of our own queries. */
    public <T> Optional<T> first(String sql, Row<T> row, Object... parameters) {
        return query(sql, row, parameters).stream().findFirst();
    }

    /**
     * Runs one of our own changes.
     *
     * @param parameters strings, ints, longs, or {@link Optional} strings, whose empty one is SQL's NULL
     * @return rows changed
     */
    public long update(String sql, Object... parameters) {
        try (PreparedStatement statement = prepare(sql, parameters)) {
            return StatementRunner.count(statement, statement.execute());
        } catch (SQLException e) {
            throw unusable(e);
        }
    }

    private PreparedStatement prepare(String sql, Object... parameters) throws SQLException {
        runner.beforeOwn(connection);
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < parameters.length; i++) {
                set(statement, i + 1, parameters[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }

    private static void set(PreparedStatement statement, int index, Object value) throws SQLException {
        if (value instanceof Optional<?> optional) {
            if (optional.isPresent()) {
                statement.setString(index, optional.get().toString());
            } else {
                statement.setNull(index, Types.VARCHAR);
            }
        } else if (value instanceof Integer number) {
            statement.setInt(index, number);
        } else if (value instanceof Long number) {
            statement.setLong(index, number);
        } else {
            statement.setString(index, value.toString());
        }
    }

    /** What to throw when one of Slipway's own statements fails. */
    public SlipwayException unusable(SQLException e) {
        SqlFailure failure = failure(e, "");
        if (failure.connectionLost()) {
            return SlipwayException.of(
                            ErrorCode.CONNECTION_LOST,
                            "The connection to the database broke: " + failure.getMessage(),
                            "Run the same command again: it finds what was done and goes on from there.")
                    .causedBy(e);
        }
        return SlipwayException.of(
                        ErrorCode.HISTORY_UNUSABLE,
                        "The database refused to read or write Slipway's own tables: " + failure.getMessage()
                                + " (SQLSTATE " + failure.sqlState() + ")",
                        "If a right is missing, give the deploying user the right to create, read and write them; else"
                                + " see what the message names, such as a trigger of the database's own.")
                .causedBy(e);
    }

    /** Closes the connection; the server rolls back what is open and frees the session's locks. */
    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            // Closing a broken connection has nothing more to lose.
            return;
        }
    }
}
