package io.slipway.server.reach;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.server.access.Caller;
import io.slipway.server.account.RandomText;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.Projects;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The runners that people made tokens for, and which environments each of them reaches. */
public final class Runners {
    /** So that secret scanners know one when they see it. */
    public static final String PREFIX = "slipwayrunner_";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final int LONGEST_TEXT = 100;
    private final Store store;
    private final Projects projects;
    private final AuditLog audit;
    private final Clock clock;

    public Runners(Store store, Projects projects, AuditLog audit, Clock clock) {
        this.store = store;
        this.projects = projects;
        this.audit = audit;
        this.clock = clock;
    }

    /** @param secret shown once and stored nowhere */
    public record Made(Runner runner, String secret) {
        @Override
        public String toString() {
            return runner.toString();
        }
    }

    /**
     * Makes a runner's token. From then on the environments are reached by that runner alone. One that was revoked, or
     * whose token ended, can be made anew: what waits for it then waits for the new one.
     *
     * @throws SlipwayException {@code request-invalid}, {@code name-taken}, {@code not-found}, {@code environment-unknown}
     */
    public Made make(Caller caller, String name, Set<Runner.Place> places, Duration life) {
        check(name, places, life);
        String secret = PREFIX + RandomText.next();
        Instant now = clock.instant();
        Instant ends = now.plus(life);
        return store.write(handle -> {
            refuseInUse(handle, name, now);
            handle.createUpdate("INSERT INTO runner (name, digest, made_by, made_at, ends_at, version, host)"
                            + " VALUES (:name, :digest, :by, :now, :ends, '', '') ON CONFLICT (name) DO UPDATE SET"
                            + " digest = excluded.digest, made_by = excluded.made_by, made_at = excluded.made_at,"
                            + " ends_at = excluded.ends_at, revoked_at = NULL, seen_at = NULL, version = '', host = ''")
                    .bind("name", name)
                    .bind("digest", RandomText.digest(secret))
                    .bind("by", caller.name())
                    .bind("now", now.toEpochMilli())
                    .bind("ends", ends.toEpochMilli())
                    .execute();
            handle.createUpdate("DELETE FROM runner_environment WHERE runner = :name")
                    .bind("name", name)
                    .execute();
            places.forEach(place -> give(handle, name, place));
            audit.append(
                    handle,
                    caller.name(),
                    "runner-made",
                    "",
                    name,
                    Map.of("environments", shown(places), "ends", ends.toString()));
            return new Made(named(handle, name).orElseThrow(), secret);
        });
    }

    private void check(String name, Set<Runner.Place> places, Duration life) {
        if (!NAME.matcher(name).matches()) {
            throw invalid("A runner's name is 1 to 63 letters, digits, dots, dashes and underscores.");
        }
        if (places.isEmpty()) {
            throw invalid("A runner is for named environments: name one at least.");
        }
        if (life.isNegative() || life.isZero() || life.compareTo(LONGEST) > 0) {
            throw invalid("A runner's token lives between a day and " + LONGEST.toDays() + " days.");
        }
        places.forEach(place -> projects.named(place.project()).project().environment(place.environment()));
    }

    private static void refuseInUse(Handle handle, String name, Instant now) {
        if (named(handle, name).filter(runner -> runner.valid(now)).isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.NAME_TAKEN,
                    "There is a runner '" + name + "' already.",
                    "Revoke it first, or take another name.");
        }
    }

    private static void give(Handle handle, String name, Runner.Place place) {
        int given = handle.createUpdate("INSERT INTO runner_environment (project, environment, runner)"
                        + " VALUES (:project, :environment, :runner) ON CONFLICT DO NOTHING")
                .bind("project", place.project())
                .bind("environment", place.environment())
                .bind("runner", name)
                .execute();
        if (given == 0) {
            throw SlipwayException.of(
                    ErrorCode.NAME_TAKEN,
                    "Another runner reaches " + place + " already.",
                    "Remove that one first, or leave the environment out.");
        }
    }

    /** By name. */
    public List<Runner> all() {
        return store.read(handle -> handle.createQuery("SELECT * FROM runner ORDER BY name")
                .map((row, context) -> runner(handle, row))
                .list());
    }

    /** The runner that reaches an environment; empty when this server does so itself. */
    public Optional<Runner> of(String project, String environment) {
        return store.read(handle -> handle.createQuery("SELECT r.* FROM runner r JOIN runner_environment e"
                        + " ON e.runner = r.name WHERE e.project = :project AND e.environment = :environment")
                .bind("project", project)
                .bind("environment", environment)
                .map((row, context) -> runner(handle, row))
                .findOne());
    }

    /** The runner that whatever goes to an environment waits for; empty when it need not wait. */
    public Optional<Runner> awaited(String project, String environment) {
        return of(project, environment).filter(runner -> !runner.present(clock.instant()));
    }

    /** @throws SlipwayException {@code not-found} */
    public Runner named(String name) {
        return store.read(handle -> named(handle, name)).orElseThrow(() -> unknown(name));
    }

    /**
     * Its token is worth nothing from now on. The environments stay with it: the server does not try them itself.
     *
     * @throws SlipwayException {@code not-found} when there is none, or it is revoked already
     */
    public void revoke(Caller caller, String name) {
        store.run(handle -> {
            int revoked = handle.createUpdate(
                            "UPDATE runner SET revoked_at = :now WHERE name = :name AND revoked_at IS NULL")
                    .bind("now", clock.millis())
                    .bind("name", name)
                    .execute();
            if (revoked == 0) {
                throw unknown(name);
            }
            audit.append(handle, caller.name(), "runner-revoked", "", name, Map.of());
        });
    }

    /**
     * Forgets a runner that is revoked or has ended, so that the server reaches its environments itself again.
     *
     * @throws SlipwayException {@code not-found}, {@code request-invalid} for one that is valid
     */
    public void remove(Caller caller, String name) {
        store.run(handle -> {
            Runner runner = named(handle, name).orElseThrow(() -> unknown(name));
            if (runner.valid(clock.instant())) {
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "The runner '" + name + "' is in use.", "Revoke it first.");
            }
            for (String forget : List.of(
                    "DELETE FROM runner_progress WHERE task IN (SELECT id FROM runner_task WHERE runner = :name)",
                    "DELETE FROM runner_task WHERE runner = :name",
                    "DELETE FROM runner_environment WHERE runner = :name",
                    "DELETE FROM runner WHERE name = :name")) {
                handle.createUpdate(forget).bind("name", name).execute();
            }
            audit.append(
                    handle,
                    caller.name(),
                    "runner-removed",
                    "",
                    name,
                    Map.of("environments", shown(Set.copyOf(runner.places()))));
        });
    }

    /** Empty for a token that is unknown, revoked, or past its end. */
    public Optional<Runner> signedIn(String secret) {
        return store.read(handle -> handle.createQuery("SELECT * FROM runner WHERE digest = :digest")
                        .bind("digest", RandomText.digest(secret))
                        .map((row, context) -> runner(handle, row))
                        .findOne())
                .filter(runner -> runner.valid(clock.instant()));
    }

    /**
     * A runner's first words, each time it starts or comes back.
     *
     * @param name that it was started with
     * @throws SlipwayException {@code runner-version} when it speaks otherwise than this server, {@code not-allowed} when
     *     the token is another's
     */
    public void greet(Runner runner, String name, int protocol, String version, String host) {
        if (protocol != RunnerProtocol.VERSION) {
            throw SlipwayException.of(
                    ErrorCode.RUNNER_VERSION,
                    "The runner (Slipway " + cut(version) + ") speaks version " + protocol
                            + " of the runner's protocol, this server version " + RunnerProtocol.VERSION + ".",
                    "Give the runner the same version of Slipway as the server.");
        }
        if (!runner.name().equals(name)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "This token is that of another runner.",
                    "Start it with the name that the token was made for.");
        }
        store.run(handle -> {
            handle.createUpdate("UPDATE runner SET seen_at = :now, version = :version, host = :host"
                            + " WHERE name = :name")
                    .bind("now", clock.millis())
                    .bind("version", cut(version))
                    .bind("host", cut(host))
                    .bind("name", name)
                    .execute();
            if (!runner.version().equals(cut(version)) || !runner.host().equals(cut(host))) {
                audit.append(
                        handle,
                        "runner " + name,
                        "runner-came",
                        "",
                        name,
                        Map.of("version", cut(version), "host", cut(host)));
            }
        });
    }

    void saw(String name) {
        store.run(handle -> saw(handle, name, clock.millis()));
    }

    static void saw(Handle handle, String name, long now) {
        handle.createUpdate("UPDATE runner SET seen_at = :now WHERE name = :name")
                .bind("now", now)
                .bind("name", name)
                .execute();
    }

    private static String cut(String text) {
        String printable = text.replaceAll("\\p{Cntrl}", "");
        return printable.length() > LONGEST_TEXT ? printable.substring(0, LONGEST_TEXT) : printable;
    }

    private static Optional<Runner> named(Handle handle, String name) {
        return handle.createQuery("SELECT * FROM runner WHERE name = :name")
                .bind("name", name)
                .map((row, context) -> runner(handle, row))
                .findOne();
    }

    private static Runner runner(Handle handle, ResultSet row) throws SQLException {
        String name = row.getString("name");
        return new Runner(
                name,
                row.getString("made_by"),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Instant.ofEpochMilli(row.getLong("ends_at")),
                instant(row, "revoked_at"),
                instant(row, "seen_at"),
                row.getString("version"),
                row.getString("host"),
                handle.createQuery("SELECT project, environment FROM runner_environment WHERE runner = :name"
                                + " ORDER BY project, environment")
                        .bind("name", name)
                        .map((place, context) ->
                                new Runner.Place(place.getString("project"), place.getString("environment")))
                        .list());
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable((Number) row.getObject(column)).map(ms -> Instant.ofEpochMilli(ms.longValue()));
    }

    private static String shown(Set<Runner.Place> places) {
        return places.stream()
                .map(place -> place.project() + "/" + place.environment())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .collect(Collectors.joining(", "));
    }

    private static SlipwayException unknown(String name) {
        return SlipwayException.of(ErrorCode.NOT_FOUND, "There is no runner '" + name + "'.", "");
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
