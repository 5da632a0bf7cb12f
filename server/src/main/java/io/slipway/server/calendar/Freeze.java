package io.slipway.server.calendar;

import java.time.Instant;

/**
 * A time in which nothing starts.
 *
 * @param project empty for all
 * @param environment empty for all
 * @param until the first moment after it
 */
public record Freeze(
        String id, String project, String environment, Instant from, Instant until, String reason, String madeBy) {
    Span span() {
        return new Span(from, until);
    }

    public boolean holds(Instant time) {
        return span().holds(time);
    }

    /** What it covers, in words. */
    public String covers() {
        if (project.isEmpty()) {
            return "everything";
        }
        return environment.isEmpty() ? "all of " + project : environment + " of " + project;
    }
}
