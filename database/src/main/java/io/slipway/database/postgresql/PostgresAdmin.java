package io.slipway.database.postgresql;

import io.slipway.database.JdbcSession;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.target.Address;
import io.slipway.release.target.SqlFailure;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;

/** A session on a server's maintenance database, for making, copying and dropping databases. */
final class PostgresAdmin implements Closeable {
    private static final int FIRST_WITH_FORCE = 13;
    private static final int FIRST_WITH_STRATEGY = 15;
    private static final int LOOKS = 400;
    private static final long LOOK_EVERY_MILLIS = 5;

    private final JdbcSession session;
    private final int major;

    PostgresAdmin(Address address) {
        this.session = PostgresConnector.session(address);
        this.major =
                session.first("SHOW server_version_num", row -> row.getInt(1)).orElse(0) / 10_000;
    }

    /** A name as SQL writes it. */
    static String name(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** A text as SQL writes it, whatever {@code standard_conforming_strings} says. */
    static String literal(String text) {
        return " E'" + text.replace("\\", "\\\\").replace("'", "''") + "'";
    }

    /** @throws SlipwayException {@code reference-unavailable} when the server refuses it */
    void run(String sql) {
        Optional<SqlFailure> failure = attempt(sql);
        if (failure.isPresent()) {
            // The statement may hold a password: the server's words are enough.
            throw EmbeddedPostgresServer.unavailable("The server for scratch databases refused: "
                            + failure.get().getMessage())
                    .causedBy(failure.get());
        }
    }

    /** What the server had against it. */
    Optional<SqlFailure> attempt(String sql) {
        try {
            session.command(sql);
            return Optional.empty();
        } catch (SqlFailure e) {
            return Optional.of(e);
        }
    }

    List<String> strings(String query, Object... parameters) {
        return session.query(query, row -> row.getString(1), parameters);
    }

    boolean exists(String query, Object... parameters) {
        return session.first(query, row -> true, parameters).isPresent();
    }

    boolean databaseExists(String name) {
        return exists("SELECT 1 FROM pg_catalog.pg_database WHERE datname = ?", name);
    }

    /** @param files whether files are copied as they are: fast where nothing is flushed, a burden on a busy server */
    void copyDatabase(String from, String to, boolean files) {
        awaitNobodyIn(from);
        String strategy = files && major >= FIRST_WITH_STRATEGY ? " STRATEGY FILE_COPY" : "";
        run("CREATE DATABASE " + name(to) + " TEMPLATE " + name(from) + strategy);
    }

    void renameDatabase(String from, String to) {
        awaitNobodyIn(from);
        run("ALTER DATABASE " + name(from) + " RENAME TO " + name(to));
    }

    /** @return false when it is not there, or somebody uses it, or the new name is taken */
    boolean attemptRename(String from, String to) {
        return attempt("ALTER DATABASE " + name(from) + " RENAME TO " + name(to))
                .isEmpty();
    }

    /** Drops it, sessions and all. Tells nobody when it cannot: it is swept another day. */
    void dropDatabase(String name) {
        if (major >= FIRST_WITH_FORCE) {
            attempt("DROP DATABASE IF EXISTS " + name(name) + " WITH (FORCE)");
        } else {
            attempt("SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE datname ="
                    + literal(name));
            awaitNobodyIn(name);
            attempt("DROP DATABASE IF EXISTS " + name(name));
        }
    }

    /** Drops it unless somebody uses it. */
    void dropUnusedDatabase(String name) {
        attempt("DROP DATABASE IF EXISTS " + name(name));
    }

    /**
     * Waits until sessions closed just now are gone. The server waits too, but looks only every 100 ms; here it is a few
     * milliseconds. Goes on after two seconds: then the server's own refusal names the problem.
     */
    private void awaitNobodyIn(String database) {
        try {
            for (int look = 0; look < LOOKS; look++) {
                if (!exists("SELECT 1 FROM pg_catalog.pg_stat_activity WHERE datname = ?", database)) {
                    return;
                }
                Thread.sleep(LOOK_EVERY_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        session.close();
    }
}
