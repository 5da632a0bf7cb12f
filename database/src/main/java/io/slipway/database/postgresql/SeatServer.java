package io.slipway.database.postgresql;

import io.slipway.release.error.SlipwayException;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.reference.ReferenceSettings;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Server;
import io.slipway.release.target.Target;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A PostgreSQL server on which people run scripts that nobody has looked at. Each has a role of their own that enters
 * its own databases and no other, makes neither databases nor roles, and reaches neither files nor programs nor the
 * network: that is a superuser's alone. Databases belong to the server's superuser, so that nobody can rename or drop
 * one from within.
 *
 * <p>A role may lift some of its own limits by {@code SET}. So {@link #watch} looks from outside, and ends the sessions
 * that are past them. Any number of threads may use it.
 */
public final class SeatServer implements Closeable {
    private static final String MAINTENANCE = "postgres";
    private static final List<String> OPEN_TO_ALL = List.of("postgres", "template1");
    private final Address admin;
    private final boolean files;
    private final Limits limits;
    private final Clock clock;
    private final Runnable onClose;
    private final Server about;

    /**
     * What one role may take.
     *
     * @param statement how long one statement may run
     * @param lock how long one may wait for a lock
     * @param connections at once
     * @param temporaryBytes for sorting and hashing, of one session
     * @param databaseBytes how large one of its databases may become
     * @param answerBytes how large the answer to one statement may be, for us who read it
     */
    public record Limits(
            Duration statement,
            Duration lock,
            int connections,
            long temporaryBytes,
            long databaseBytes,
            long answerBytes) {
        /** Room for training and for trying scripts on no data. */
        public static final Limits DEFAULT =
                new Limits(Duration.ofSeconds(30), Duration.ofSeconds(10), 8, 128L << 20, 256L << 20, 32L << 20);
    }

    /**
     * Sessions that were ended.
     *
     * @param why as the end of a sentence, such as {@code "its statement ran longer than 30 seconds"}
     */
    public record Stopped(String role, String database, String why) {}

    private SeatServer(Address admin, boolean files, Limits limits, Clock clock, Runnable onClose) {
        this.admin = admin;
        this.files = files;
        this.limits = limits;
        this.clock = clock;
        this.onClose = onClose;
        try (Target target = PostgresConnector.target(admin, "seats", clock)) {
            this.about = target.server();
        }
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            OPEN_TO_ALL.forEach(database ->
                    session.run("REVOKE CONNECT ON DATABASE " + PostgresAdmin.name(database) + " FROM PUBLIC"));
        }
    }

    /**
     * Our own, on a data folder that may be lost: it is made anew when a crash left it behind.
     *
     * @return empty when another process has a server on that folder
     * @throws SlipwayException {@code reference-unavailable}
     */
    public static Optional<SeatServer> embedded(Path data, Limits limits, Clock clock) {
        return EmbeddedPostgresServer.startForSeats(data)
                .map(server -> new SeatServer(server.address(MAINTENANCE), true, limits, clock, server::close));
    }

    /**
     * One that somebody looks after, for seats alone.
     *
     * @param superuser how its superuser enters it
     */
    public static SeatServer given(Address superuser, Limits limits, Clock clock) {
        return new SeatServer(superuser, false, limits, clock, () -> {});
    }

    /** Makes a role, or gives the one that is there this password and these limits again. */
    public void makeRole(String role, Secret password) {
        String name = PostgresAdmin.name(role);
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            boolean there = session.exists("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", role);
            password.use(value -> {
                session.run(
                        (there ? "ALTER" : "CREATE") + " ROLE " + name + " LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE"
                                + " NOREPLICATION NOBYPASSRLS CONNECTION LIMIT " + limits.connections() + " PASSWORD "
                                + PostgresAdmin.literal(value));
                return value.length();
            });
            session.run("ALTER ROLE " + name + " RESET ALL");
            set(session, name, "statement_timeout", limits.statement().toMillis() + "ms");
            set(session, name, "lock_timeout", limits.lock().toMillis() + "ms");
            set(session, name, "idle_in_transaction_session_timeout", "10min");
            set(session, name, "temp_file_limit", (limits.temporaryBytes() >> 10) + "kB");
        }
    }

    private static void set(PostgresAdmin session, String role, String setting, String value) {
        session.run("ALTER ROLE " + role + " SET " + setting + " = '" + value + "'");
    }

    /** Takes a role away whose databases are gone; one that is not there is no fault. */
    public void dropRole(String role) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            session.run("DROP ROLE IF EXISTS " + PostgresAdmin.name(role));
        }
    }

    /** Makes an empty database that this role alone enters. */
    public void makeDatabase(String name, String role) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            session.copyDatabase("template0", name, files);
            open(session, name, role);
        }
        try (PostgresAdmin inside = new PostgresAdmin(at(name))) {
            inside.run("ALTER SCHEMA public OWNER TO " + PostgresAdmin.name(role));
        }
    }

    /** Lets the catalogue of one of its databases be followed by its role, which may install nothing for that. */
    void prepareWatch(String database) {
        try (PostgresTarget target = PostgresConnector.target(at(database), "seats", clock)) {
            PostgresCatalogueWatch.prepare(target.session().connection());
        }
    }

    /** Makes a database that is as another of the same role is now. Nobody may be connected to that one. */
    public void copyDatabase(String from, String to, String role) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            session.copyDatabase(from, to, files);
            open(session, to, role);
        }
    }

    private static void open(PostgresAdmin session, String database, String role) {
        String name = PostgresAdmin.name(database);
        session.run("REVOKE ALL ON DATABASE " + name + " FROM PUBLIC");
        session.run("GRANT CONNECT, CREATE, TEMPORARY ON DATABASE " + name + " TO " + PostgresAdmin.name(role));
    }

    /** Takes a database away, with whoever is connected to it; one that is not there is no fault. */
    public void dropDatabase(String name) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            session.dropDatabase(name);
        }
    }

    void renameDatabase(String name, String to) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            session.renameDatabase(name, to);
        }
    }

    public boolean databaseExists(String name) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            return session.databaseExists(name);
        }
    }

    /** Those whose names begin so, in their order. */
    public List<String> databases(String beginning) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            return session.strings(
                    "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname::text, ?) ORDER BY 1",
                    beginning);
        }
    }

    Server server() {
        return about;
    }

    /** The URL of one of its databases, without credentials. */
    public String url(String database) {
        return PostgresReference.inDatabase(admin.url(), database);
    }

    /** A session of a role in one of its databases, whose answers are bounded. */
    Target enter(Address address, String project) {
        return PostgresConnector.target(address, OptionalLong.of(limits.answerBytes()), project, clock);
    }

    /** How a role enters one of its databases. */
    public Address address(String database, String role, Secret password) {
        return new Address(url(database), role, password, Optional.empty());
    }

    private Address at(String database) {
        return new Address(url(database), admin.user(), admin.password(), Optional.empty());
    }

    /**
     * PostgreSQL, whose reference databases are here, and are entered as this role only.
     *
     * @param kept how their names begin: what is kept under one beginning belongs to one role
     */
    public DatabaseProduct product(String kept, String role, Secret password) {
        return new SeatProduct(
                new PostgresProduct(clock),
                this::enter,
                settings -> new SeatReference(this, kept, role, password, settings));
    }

    /**
     * PostgreSQL, whose reference databases are here and are entered as the superuser: for scripts that are our own, whose
     * proof is much faster so.
     */
    public DatabaseProduct trusted() {
        PostgresProduct product = new PostgresProduct(clock);
        return new SeatProduct(
                product,
                product::connect,
                settings -> product.reference(new ReferenceSettings(
                        Optional.of(admin), settings.cache(), settings.project(), settings.schema())));
    }

    /** Ends whatever a role runs now. */
    public void stop(String role) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            end(session, "usename =" + PostgresAdmin.literal(role));
        }
    }

    /** Ends whatever a role runs now, and lets it in no more until it is made again. */
    public void disable(String role) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            if (session.exists("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = ?", role)) {
                session.run("ALTER ROLE " + PostgresAdmin.name(role) + " NOLOGIN");
                end(session, "usename =" + PostgresAdmin.literal(role));
            }
        }
    }

    /**
     * Ends the sessions of roles that are past their limits.
     *
     * @param beginning how the roles' names begin that it is about
     */
    public List<Stopped> watch(String beginning) {
        try (PostgresAdmin session = new PostgresAdmin(admin)) {
            List<Stopped> stopped = new ArrayList<>();
            String theirs = "pg_catalog.starts_with(usename::text," + PostgresAdmin.literal(beginning)
                    + ") AND state = 'active'";
            long seconds = limits.statement().toSeconds();
            // a moment longer than the role's own limit, which tells better where in the script it was
            stopped.addAll(past(
                    session,
                    theirs + " AND pg_catalog.clock_timestamp() - query_start > interval '" + (seconds + 3)
                            + " seconds'",
                    "its statement ran longer than " + seconds + " seconds"));
            stopped.addAll(past(
                    session,
                    theirs + " AND pg_catalog.pg_database_size(datid) > " + limits.databaseBytes(),
                    "its database grew beyond " + (limits.databaseBytes() >> 20) + " MB"));
            return stopped;
        }
    }

    private static List<Stopped> past(PostgresAdmin session, String where, String why) {
        List<Stopped> found = session
                .strings("SELECT DISTINCT usename || ' ' || datname FROM pg_catalog.pg_stat_activity WHERE " + where)
                .stream()
                .map(each -> each.split(" ", 2))
                .map(parts -> new Stopped(parts[0], parts[1], why))
                .toList();
        found.forEach(each -> end(session, "usename =" + PostgresAdmin.literal(each.role())));
        return found;
    }

    private static void end(PostgresAdmin session, String where) {
        session.strings(
                "SELECT pg_catalog.pg_terminate_backend(pid)::text FROM pg_catalog.pg_stat_activity WHERE " + where);
    }

    @Override
    public void close() {
        onClose.run();
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "SeatServer[%s]", admin.url().replaceFirst("\\?.*", ""));
    }
}
