package io.slipway.server.calendar;

import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jdbi.v3.core.Handle;

/** When deployments may start, as windows and freezes are at this moment. */
public final class Calendar {
    private final Store store;
    private final Clock clock;

    public Calendar(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public Openings of(String project, String environment) {
        return store.read(handle -> of(handle, project, environment));
    }

    /** For who decides in a transaction. */
    public Openings of(Handle handle, String project, String environment) {
        Instant now = clock.instant();
        return new Openings(
                Windows.of(handle, project, environment),
                Freezes.after(handle, now).stream()
                        .filter(f -> f.project().isEmpty() || f.project().equals(project))
                        .filter(f ->
                                f.environment().isEmpty() || f.environment().equals(environment))
                        .toList(),
                Windows.policy(handle, project, environment));
    }

    /** By which clock people of that environment live: that of its first window. */
    public ZoneId zone(String project, String environment) {
        List<Window> windows = store.read(handle -> Windows.of(handle, project, environment));
        return windows.isEmpty() ? ZoneId.of("UTC") : windows.get(0).zone();
    }
}
