package io.slipway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.Secret;
import io.slipway.store.schema.SchemaDeployment;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The server's own database, open. SQL that goes through it must mean the same to SQLite and to PostgreSQL; the schema
 * keeps to what both have. Any number of threads may use it.
 */
public final class Store implements AutoCloseable {
    private static final Duration WAIT_FOR_CONNECTION = Duration.ofSeconds(15);
    private final HikariDataSource source;
    private final Jdbi jdbi;
    private final boolean sqlite;
    /** What this version's schema made. */
    private final Set<String> tables;

    private Store(HikariDataSource source, boolean sqlite) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        this.sqlite = sqlite;
        this.tables = tablesNow();
    }

    /**
     * Brings the database to this version's schema and opens it.
     *
     * @param environment the process's environment variables, for the password
     * @throws io.slipway.release.error.SlipwayException {@code database-unreachable}, {@code database-login-refused},
     *     {@code secret-unavailable}, or what deploying the schema ends with
     */
    public static Store open(StoreSettings settings, Clock clock, Map<String, String> environment, Progress progress) {
        settings.sqliteFile().ifPresent(PrivateFiles::make);
        new SchemaDeployment(clock, environment).run(settings, progress);
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(settings.url());
        config.setPoolName("store");
        config.setMaximumPoolSize(settings.connections());
        config.setConnectionTimeout(WAIT_FOR_CONNECTION.toMillis());
        if (settings.sqlite()) {
            // Durable at every commit; readers don't wait for the writer, and a writer waits for the one before it.
            config.addDataSourceProperty("journal_mode", "WAL");
            config.addDataSourceProperty("synchronous", "FULL");
            config.addDataSourceProperty("busy_timeout", "15000");
            config.addDataSourceProperty("foreign_keys", "true");
            config.addDataSourceProperty("transaction_mode", "IMMEDIATE");
        } else {
            Secret password = settings.password()
                    .map(reference -> reference.resolve(settings.folder(), environment))
                    .orElse(Secret.NONE);
            config.setUsername(settings.user());
            password.use(value -> {
                config.setPassword(value);
                return value.length();
            });
            config.addDataSourceProperty("ApplicationName", "slipway serve");
        }
        return new Store(new HikariDataSource(config), settings.sqlite());
    }

    public boolean sqlite() {
        return sqlite;
    }

    public DataSource dataSource() {
        return source;
    }

    /** @param waiting threads that wait for one */
    public record Connections(int active, int idle, int waiting, int most) {}

    public Connections connections() {
        HikariPoolMXBean pool = source.getHikariPoolMXBean();
        return new Connections(
                pool.getActiveConnections(),
                pool.getIdleConnections(),
                pool.getThreadsAwaitingConnection(),
                source.getMaximumPoolSize());
    }

    /** Whether the schema is still that of this version: not once an older database was put in its place. */
    public boolean schemaThere() {
        return tablesNow().containsAll(tables);
    }

    private Set<String> tablesNow() {
        return read(handle -> {
            Set<String> names = new TreeSet<>();
            Connection connection = handle.getConnection();
            try (ResultSet row =
                    connection.getMetaData().getTables(null, connection.getSchema(), "%", new String[] {"TABLE"})) {
                while (row.next()) {
                    names.add(row.getString("TABLE_NAME"));
                }
                return names;
            } catch (SQLException e) {
                throw new IllegalStateException("the store's tables cannot be listed", e);
            }
        });
    }

    /** Reads, each statement on its own. */
    public <T> T read(Function<Handle, T> work) {
        return jdbi.withHandle(work::apply);
    }

    /** Runs all of the work in one transaction, or none of it. */
    public <T> T write(Function<Handle, T> work) {
        return jdbi.inTransaction(work::apply);
    }

    public void run(Consumer<Handle> work) {
        jdbi.useTransaction(work::accept);
    }

    /** The next number of a counter, without gaps: the transaction holds the counter until it ends. */
    public static long next(Handle handle, String counter) {
        return handle.createQuery("UPDATE counter SET value = value + 1 WHERE name = :name RETURNING value")
                .bind("name", counter)
                .mapTo(Long.class)
                .one();
    }

    @Override
    public void close() {
        source.close();
    }
}
