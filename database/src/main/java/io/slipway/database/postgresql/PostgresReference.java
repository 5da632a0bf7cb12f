package io.slipway.database.postgresql;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.reference.ReferenceDatabase;
import io.slipway.release.reference.ReferenceServer;
import io.slipway.release.target.Address;
import io.slipway.release.target.Server;
import io.slipway.release.target.SqlFailure;
import io.slipway.release.target.Target;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * Scratch databases on one server. They are called {@code slipway_ref_<minute>_<project>_<random>}, and states kept for
 * later {@code slipway_state_<project>_<state>}.
 */
final class PostgresReference implements ReferenceServer {
    private static final String SCRATCH = "slipway_ref_";
    private static final String STATE = "slipway_state_";
    private static final int STATES_KEPT = 3;
    private static final int STATE_DIGITS = 40;
    /** A packaging that takes longer than this may lose its database to another one's sweep, if nobody uses it. */
    private static final Duration ABANDONED = Duration.ofDays(1);

    /** One in a search path; those of the system are there, and that of the user stands for none. */
    private static final Pattern SCHEMA = Pattern.compile("\"(?!\\$user\")(?:[^\"]|\"\")+\"|(?!pg_)[^,\\s\"$]+");

    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMddHHmm").withZone(ZoneOffset.UTC);

    /** Whose server it is: what may be done to it beside making databases. */
    enum Ownership {
        /** Somebody's server, used by others too. */
        SHARED,
        /** Ours alone, kept for the next packaging. */
        OURS,
        /** Ours alone, gone with this packaging. */
        PASSING
    }

    /** What becomes of the server when it is used here no more. */
    interface Ending {
        /** @param damaged a database on it let nobody in */
        void end(boolean damaged);
    }

    private final PostgresAdmin admin;
    private final Address address;
    private final Server server;
    private final Ownership ownership;
    private final String project;
    private final Clock clock;
    private final Ending ending;
    private final SecureRandom random = new SecureRandom();
    private final Set<PostgresReferenceDatabase> open = new HashSet<>();
    private boolean damaged;

    PostgresReference(Address address, Server server, Ownership ownership, String project, Clock clock, Ending ending) {
        this.admin = new PostgresAdmin(address);
        this.address = address;
        this.server = server;
        this.ownership = ownership;
        this.project = project;
        this.clock = clock;
        this.ending = ending;
        sweep();
    }

    /** Drops what earlier runs, killed before they could, left behind. */
    private void sweep() {
        String limit = SCRATCH + MINUTE.format(clock.instant().minus(ABANDONED));
        for (String name :
                admin.strings("SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '^slipway_ref_[0-9]{12}_'")) {
            if (ownership != Ownership.SHARED) {
                admin.dropDatabase(name);
            } else if (name.compareTo(limit) < 0) {
                admin.dropUnusedDatabase(name);
            }
        }
    }

    @Override
    public Server server() {
        return server;
    }

    @Override
    public ReferenceDatabase create() {
        forgetRolesExcept(Set.of());
        if (ownership != Ownership.SHARED) {
            return withSchema(copyOf("template0"));
        }
        String name = scratchName();
        // From that server's own template: whoever looks after it may have put extensions there.
        admin.run("CREATE DATABASE " + PostgresAdmin.name(name));
        return withSchema(opened(PostgresReferenceDatabase.made(this, name)));
    }

    /** The schemas that targets work in must be there before the first script, as they are on them. */
    private PostgresReferenceDatabase withSchema(PostgresReferenceDatabase database) {
        Matcher schema = SCHEMA.matcher(address.schema().orElse(""));
        while (schema.find()) {
            String name = schema.group().startsWith("\"")
                    ? schema.group()
                    : PostgresAdmin.name(schema.group().toLowerCase(Locale.ROOT));
            try {
                ((PostgresTarget) database.target()).session().command("CREATE SCHEMA IF NOT EXISTS " + name);
            } catch (SqlFailure e) {
                throw EmbeddedPostgresServer.unavailable(
                                "The schema " + name + " cannot be made in a scratch database: " + e.getMessage())
                        .causedBy(e);
            }
        }
        return database;
    }

    @Override
    public Optional<ReferenceDatabase> restore(String state) {
        String kept = stateName(state);
        return keptState(kept).flatMap(about -> copyOfKept(kept, about));
    }

    @Override
    public Optional<ReferenceDatabase> take(String state) {
        String kept = stateName(state);
        Optional<KeptState> about = keptState(kept);
        if (about.isPresent() && mayBeTaken(about.get())) {
            String taken = scratchName();
            // of two that want it, the server lets one rename it
            if (admin.attemptRename(kept, taken)) {
                admin.run("ALTER DATABASE " + PostgresAdmin.name(taken) + " ALLOW_CONNECTIONS true");
                return Optional.of(opened(PostgresReferenceDatabase.taken(this, taken, kept, about.get())));
            }
        }
        return about.flatMap(present -> copyOfKept(kept, present));
    }

    /** On a server that others use too, they may want the same state. */
    private boolean mayBeTaken(KeptState state) {
        return state.soonMadeAgain() && (ownership != Ownership.SHARED || state.slowlyCopied());
    }

    /** What is known of a kept state, once the server's roles are as they were; empty when it is not there. */
    private Optional<KeptState> keptState(String kept) {
        Optional<KeptState> about = admin
                .strings(
                        "SELECT coalesce(pg_catalog.shobj_description(oid, 'pg_database'), '')"
                                + " FROM pg_catalog.pg_database WHERE datname = ?",
                        kept)
                .stream()
                .findFirst()
                .map(KeptState::parse);
        about.ifPresent(present -> forgetRolesExcept(Set.copyOf(present.roles())));
        return about.filter(present -> admin.databaseExists(kept));
    }

    private Optional<ReferenceDatabase> copyOfKept(String kept, KeptState about) {
        try {
            String copy = scratchName();
            admin.copyDatabase(kept, copy, ownership != Ownership.SHARED);
            return Optional.of(opened(PostgresReferenceDatabase.copied(this, copy, about)));
        } catch (SlipwayException e) {
            // Another packaging may just have dropped it for newer ones, or taken it.
            if (admin.databaseExists(kept)) {
                throw e;
            }
            return Optional.empty();
        }
    }

    PostgresReferenceDatabase copyOf(String name) {
        String copy = scratchName();
        admin.copyDatabase(name, copy, ownership != Ownership.SHARED);
        return opened(PostgresReferenceDatabase.made(this, copy));
    }

    private PostgresReferenceDatabase opened(PostgresReferenceDatabase database) {
        open.add(database);
        return database;
    }

    Target connect(String database) {
        try {
            return PostgresConnector.target(
                    new Address(
                            inDatabase(address.url(), database), address.user(), address.password(), address.schema()),
                    project,
                    clock);
        } catch (SlipwayException e) {
            if (ownership == Ownership.SHARED || e.code() != ErrorCode.DATABASE_UNREACHABLE) {
                throw e;
            }
            // its files may be at fault, and they are a cache
            damaged = true;
            throw SlipwayException.of(
                            ErrorCode.REFERENCE_UNAVAILABLE,
                            "The embedded PostgreSQL server lets nobody into a scratch database: " + e.getMessage(),
                            "Run it again: its data, in .slipway/reference, is thrown away and will be made anew.")
                    .causedBy(e);
        }
    }

    /**
     * Takes a database, whose session is closed, as the given state.
     *
     * @param work how long its changes took, from an empty database on
     * @param relations that it has
     */
    void keep(PostgresReferenceDatabase database, String state, Duration work, long relations) {
        String kept = stateName(state);
        if (ownership == Ownership.PASSING || admin.databaseExists(kept)) {
            drop(database);
            return;
        }
        try {
            admin.renameDatabase(database.name(), kept);
        } catch (SlipwayException e) {
            // Another packaging of the same scripts may just have kept this state.
            if (!admin.databaseExists(kept)) {
                throw e;
            }
            drop(database);
            return;
        }
        open.remove(database);
        admin.run("COMMENT ON DATABASE " + PostgresAdmin.name(kept) + " IS "
                + PostgresAdmin.literal(new KeptState(clock.instant(), work, relations, roles()).comment()));
        close(kept);
        List<String> newestFirst = admin.strings(
                "SELECT datname FROM pg_catalog.pg_database WHERE pg_catalog.starts_with(datname::text, ?)"
                        + " ORDER BY pg_catalog.shobj_description(oid, 'pg_database') DESC NULLS LAST",
                STATE + projectKey() + "_");
        newestFirst.stream().skip(STATES_KEPT).forEach(admin::dropUnusedDatabase);
    }

    /** Nobody is to change a kept state. */
    private void close(String kept) {
        admin.run("ALTER DATABASE " + PostgresAdmin.name(kept) + " ALLOW_CONNECTIONS false");
    }

    /** Keeps on a state that was taken, and that is as it was then; its session is closed. */
    void giveBack(PostgresReferenceDatabase database, String kept) {
        if (ownership != Ownership.PASSING && admin.attemptRename(database.name(), kept)) {
            open.remove(database);
            close(kept);
        } else {
            // another packaging has made that state anew meanwhile
            drop(database);
        }
    }

    void drop(PostgresReferenceDatabase database) {
        if (open.remove(database) && ownership != Ownership.PASSING) {
            admin.dropDatabase(database.name());
        }
    }

    /** Roles belong to the whole server, so that a script's CREATE ROLE outlives its scratch database. */
    private List<String> roles() {
        return ownership == Ownership.SHARED
                ? List.of()
                : admin.strings(
                        "SELECT rolname FROM pg_catalog.pg_roles WHERE rolname !~ '^pg_' AND rolname <> ?"
                                + " ORDER BY 1",
                        address.user());
    }

    /** On a server of ours, puts the roles back to what they were when a state was kept. */
    private void forgetRolesExcept(Set<String> kept) {
        if (ownership == Ownership.SHARED || !open.isEmpty()) {
            return;
        }
        admin.run("ALTER ROLE " + PostgresAdmin.name(address.user()) + " RESET ALL");
        List<String> extra =
                roles().stream().filter(role -> !kept.contains(role)).toList();
        boolean stuck = extra.stream()
                .anyMatch(role ->
                        admin.attempt("DROP ROLE " + PostgresAdmin.name(role)).isPresent());
        if (stuck) {
            // Something in a kept state is theirs. States are a cache; a clean start is worth more.
            admin.strings("SELECT datname FROM pg_catalog.pg_database WHERE datname ~ '^slipway_state_'")
                    .forEach(admin::dropUnusedDatabase);
            roles().stream()
                    .filter(role -> !kept.contains(role))
                    .forEach(role -> admin.attempt("DROP ROLE " + PostgresAdmin.name(role)));
        }
    }

    /** Until the next state is asked for, or the next empty database. */
    void lend(List<String> wanted) {
        if (ownership == Ownership.SHARED) {
            return;
        }
        List<String> there = admin.strings("SELECT rolname FROM pg_catalog.pg_roles");
        wanted.stream()
                .filter(role -> !there.contains(role))
                .forEach(role -> admin.run("CREATE ROLE " + PostgresAdmin.name(role)));
    }

    private String scratchName() {
        return SCRATCH + MINUTE.format(clock.instant()) + "_" + projectKey() + "_"
                + HexFormat.of().toHexDigits(random.nextInt());
    }

    /** 63 characters, which is as long as PostgreSQL lets a name be. */
    private String stateName(String state) {
        if (!state.matches("[0-9a-f]{1,64}")) {
            throw new IllegalArgumentException("not a state: " + state);
        }
        return STATE + projectKey() + "_" + state.substring(0, Math.min(STATE_DIGITS, state.length()));
    }

    /** A state in one schema is none in another, so that a project has a key for each. */
    private String projectKey() {
        CRC32 crc = new CRC32();
        crc.update(project.getBytes(StandardCharsets.UTF_8));
        address.schema().ifPresent(schema -> crc.update((" in " + schema).getBytes(StandardCharsets.UTF_8)));
        return HexFormat.of().toHexDigits((int) crc.getValue());
    }

    /** The same server's URL with another database. */
    static String inDatabase(String url, String database) {
        int question = url.indexOf('?');
        String place = question < 0 ? url : url.substring(0, question);
        String options = question < 0 ? "" : url.substring(question);
        String scheme = "jdbc:postgresql:";
        if (!place.startsWith(scheme + "//")) {
            return scheme + database + options;
        }
        int slash = place.indexOf('/', scheme.length() + 2);
        return (slash < 0 ? place : place.substring(0, slash)) + "/" + database + options;
    }

    @Override
    public void close() {
        try {
            List.copyOf(open).forEach(PostgresReferenceDatabase::close);
            admin.close();
        } finally {
            ending.end(damaged);
        }
    }
}
