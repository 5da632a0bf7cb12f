package io.slipway.server.calendar;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The windows of each environment, and what may pass them. */
public final class Windows {
    private static final int MOST = 50;
    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public Windows(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    static List<Window> of(Handle handle, String project, String environment) {
        return handle.createQuery("SELECT * FROM deployment_window WHERE project = :project"
                        + " AND environment = :environment ORDER BY made_at, id")
                .bind("project", project)
                .bind("environment", environment)
                .map((row, context) -> Window.parse(
                        row.getString("id"),
                        Arrays.asList(row.getString("days").split(",")),
                        row.getString("opens"),
                        row.getString("closes"),
                        row.getString("zone")))
                .list();
    }

    static CalendarPolicy policy(Handle handle, String project, String environment) {
        return handle.createQuery("SELECT overrun, emergencies, rollbacks FROM calendar_policy"
                        + " WHERE project = :project AND environment = :environment")
                .bind("project", project)
                .bind("environment", environment)
                .map((row, context) -> new CalendarPolicy(
                        row.getBoolean("overrun"), row.getBoolean("emergencies"), row.getBoolean("rollbacks")))
                .findOne()
                .orElse(CalendarPolicy.STANDARD);
    }

    /**
     * @param days such as {@code sat}
     * @throws SlipwayException {@code request-invalid}
     */
    public Window add(
            Caller caller,
            String project,
            String environment,
            Collection<String> days,
            String opens,
            String closes,
            String zone) {
        Window window = Window.parse(UUID.randomUUID().toString(), days, opens, closes, zone);
        return store.write(handle -> {
            if (of(handle, project, environment).size() >= MOST) {
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "An environment has at most " + MOST + " windows.", "");
            }
            handle.createUpdate("INSERT INTO deployment_window"
                            + " (id, project, environment, days, opens, closes, zone, made_by, made_at)"
                            + " VALUES (:id, :project, :environment, :days, :opens, :closes, :zone, :by, :now)")
                    .bind("id", window.id())
                    .bind("project", project)
                    .bind("environment", environment)
                    .bind(
                            "days",
                            window.days().stream()
                                    .sorted()
                                    .map(Window::shortName)
                                    .collect(Collectors.joining(",")))
                    .bind("opens", window.opens().toString())
                    .bind("closes", window.closes().toString())
                    .bind("zone", window.zone().getId())
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            tell(handle, caller, "window-added", project, environment, Map.of("window", window.toString()));
            return window;
        });
    }

    /** @throws SlipwayException {@code not-found} */
    public void remove(Caller caller, String project, String environment, String id) {
        store.run(handle -> {
            Window window = of(handle, project, environment).stream()
                    .filter(w -> w.id().equals(id))
                    .findFirst()
                    .orElseThrow(() ->
                            SlipwayException.of(ErrorCode.NOT_FOUND, "'" + environment + "' has no such window.", ""));
            handle.createUpdate("DELETE FROM deployment_window WHERE id = :id")
                    .bind("id", id)
                    .execute();
            tell(handle, caller, "window-removed", project, environment, Map.of("window", window.toString()));
        });
    }

    public void set(Caller caller, String project, String environment, CalendarPolicy policy) {
        store.run(handle -> {
            handle.createUpdate("INSERT INTO calendar_policy"
                            + " (project, environment, overrun, emergencies, rollbacks, changed_by, changed_at)"
                            + " VALUES (:project, :environment, :overrun, :emergencies, :rollbacks, :by, :now)"
                            + " ON CONFLICT (project, environment) DO UPDATE SET overrun = excluded.overrun,"
                            + " emergencies = excluded.emergencies, rollbacks = excluded.rollbacks,"
                            + " changed_by = excluded.changed_by, changed_at = excluded.changed_at")
                    .bind("project", project)
                    .bind("environment", environment)
                    .bind("overrun", policy.overrun())
                    .bind("emergencies", policy.emergencies())
                    .bind("rollbacks", policy.rollbacks())
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            tell(
                    handle,
                    caller,
                    "calendar-policy-changed",
                    project,
                    environment,
                    Map.of(
                            "overrun", Boolean.toString(policy.overrun()),
                            "emergencies", Boolean.toString(policy.emergencies()),
                            "rollbacks", Boolean.toString(policy.rollbacks())));
        });
    }

    private void tell(
            Handle handle,
            Caller caller,
            String action,
            String project,
            String environment,
            Map<String, String> detail) {
        audit.append(handle, caller.name(), action, project, environment, detail);
    }
}
