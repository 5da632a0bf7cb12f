package io.slipway.server.reach;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A runner that somebody made a token for.
 *
 * @param seen when it last asked for work
 * @param version of Slipway that it runs; empty before it came first
 * @param host that it runs on, as it says itself
 */
public record Runner(
        String name,
        String madeBy,
        Instant madeAt,
        Instant ends,
        Optional<Instant> revoked,
        Optional<Instant> seen,
        String version,
        String host,
        List<Place> places) {
    /** One that waits for work is seen every few seconds. */
    private static final Duration SILENCE = Duration.ofSeconds(15);

    /** An environment that it reaches. */
    public record Place(String project, String environment) {
        @Override
        public String toString() {
            return environment + " of " + project;
        }
    }

    public boolean valid(Instant now) {
        return revoked.isEmpty() && ends.isAfter(now);
    }

    /** Whether it waits for work. */
    public boolean present(Instant now) {
        return valid(now) && seen.filter(at -> at.plus(SILENCE).isAfter(now)).isPresent();
    }

    /** In a few words, for people. */
    public String state(Instant now) {
        if (revoked.isPresent()) {
            return "revoked";
        }
        if (!ends.isAfter(now)) {
            return "ended";
        }
        return present(now) ? "here" : seen.isPresent() ? "away" : "never seen";
    }
}
