package io.slipway.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.slipway.release.progress.Progress;
import io.slipway.release.target.Secret;
import io.slipway.store.schema.SchemaDeployment;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
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

    private Store(HikariDataSource source, boolean sqlite) {
        this.source = source;
        this.jdbi = Jdbi.create(source);
        this.sqlite = sqlite;
    }

    /**
     * Brings the database to this version's schema and opens it.
     *
     * @param environment the process's environment variables, for the password
     * @throws io.slipway.release.error.SlipwayException {@code database-unreachable}, {@code database-login-refused},
     *     {@code secret-unavailable}, or what deploying the schema ends with
     */
    public static Store open(StoreSettings settings, Clock clock, Map<String, String> environment, Progress progress) {
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
