package io.slipway.server.calendar;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Freezes: made with a reason, and lifted early if need be. */
public final class Freezes {
    private static final Duration LONGEST = Duration.ofDays(366);
    private static final Duration FURTHEST = Duration.ofDays(20 * 366);
    private static final int LONGEST_REASON = 500;
    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public Freezes(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /** Those that hold at this time or later and were not lifted, by their beginning. */
    static List<Freeze> after(Handle handle, Instant time) {
        return handle.createQuery("SELECT * FROM deployment_freeze WHERE ends_at > :time AND lifted_at IS NULL"
                        + " ORDER BY starts_at, made_at, id")
                .bind("time", time.toEpochMilli())
                .map((row, context) -> new Freeze(
                        row.getString("id"),
                        row.getString("project"),
                        row.getString("environment"),
                        Instant.ofEpochMilli(row.getLong("starts_at")),
                        Instant.ofEpochMilli(row.getLong("ends_at")),
                        row.getString("reason"),
                        row.getString("made_by")))
                .list();
    }

    /** Those that the caller may know of: of all, and of projects that they see. */
    public List<Freeze> visible(Caller caller) {
        return coming().stream()
                .filter(f -> f.project().isEmpty() || caller.may(Permission.VIEW, f.project()))
                .toList();
    }

    /** Those that concern a project or one of its environments. */
    public List<Freeze> of(String project) {
        return coming().stream()
                .filter(f -> f.project().isEmpty() || f.project().equals(project))
                .toList();
    }

    private List<Freeze> coming() {
        return store.read(handle -> after(handle, clock.instant()));
    }

    /** Whether the caller may make or lift one of that reach; one that reaches further wants the right further. */
    public static boolean may(Caller caller, String project, String environment) {
        return caller.may(Permission.CALENDAR, project, environment);
    }

    /**
     * Nothing of what it covers starts from then on; what runs goes on.
     *
     * @param project empty for all
     * @param environment empty for all
     * @throws SlipwayException {@code request-invalid}, {@code not-allowed}
     */
    public Freeze add(Caller caller, String project, String environment, Instant from, Instant until, String reason) {
        require(caller, project, environment);
        if (reason.isBlank() || reason.length() > LONGEST_REASON) {
            throw invalid("A freeze needs a reason, of at most " + LONGEST_REASON + " characters.");
        }
        if (!until.isAfter(from) || !until.isAfter(clock.instant())) {
            throw invalid("A freeze ends after it begins, and not in the past.");
        }
        if (from.isAfter(clock.instant().plus(FURTHEST))) {
            throw invalid("A freeze begins within the next twenty years.");
        }
        if (Duration.between(from, until).compareTo(LONGEST) > 0) {
            throw invalid("A freeze holds for a year at most.");
        }
        Freeze freeze = new Freeze(
                UUID.randomUUID().toString(), project, environment, from, until, reason.strip(), caller.name());
        store.run(handle -> {
            handle.createUpdate("INSERT INTO deployment_freeze"
                            + " (id, project, environment, starts_at, ends_at, reason, made_by, made_at, lifted_by)"
                            + " VALUES (:id, :project, :environment, :from, :until, :reason, :by, :now, '')")
                    .bind("id", freeze.id())
                    .bind("project", project)
                    .bind("environment", environment)
                    .bind("from", from.toEpochMilli())
                    .bind("until", until.toEpochMilli())
                    .bind("reason", freeze.reason())
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            audit.append(handle, caller.name(), "freeze-added", project, freeze.covers(), detail(freeze));
        });
        return freeze;
    }

    /**
     * Ends it early.
     *
     * @param project that it is of; empty for one of all
     * @throws SlipwayException {@code not-found}, {@code not-allowed}
     */
    public void lift(Caller caller, String project, String id) {
        store.run(handle -> {
            Freeze freeze = after(handle, clock.instant()).stream()
                    .filter(f -> f.id().equals(id) && f.project().equals(project))
                    .findFirst()
                    .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such freeze.", ""));
            require(caller, freeze.project(), freeze.environment());
            handle.createUpdate("UPDATE deployment_freeze SET lifted_by = :by, lifted_at = :now WHERE id = :id")
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            audit.append(handle, caller.name(), "freeze-lifted", project, freeze.covers(), detail(freeze));
        });
    }

    private static Map<String, String> detail(Freeze freeze) {
        return Map.of(
                "from", freeze.from().toString(),
                "until", freeze.until().toString(),
                "reason", freeze.reason());
    }

    private static void require(Caller caller, String project, String environment) {
        if (!may(caller, project, environment)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You may not " + Permission.CALENDAR.sentence() + " for "
                            + (project.isEmpty()
                                    ? "everything"
                                    : environment.isEmpty() ? "all of '" + project + "'" : "'" + environment + "'")
                            + ".",
                    "Ask an administrator for a role that may.");
        }
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
