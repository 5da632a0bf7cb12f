package io.slipway.server;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Goes as fast as the real one, from another time, and can be moved ahead. */
final class MovedClock extends Clock {
    private volatile Duration ahead;

    MovedClock(String at) {
        ahead = Duration.between(Instant.now(), Instant.parse(at));
    }

    void moveTo(String at) {
        ahead = Duration.between(Instant.now(), Instant.parse(at));
    }

    void moveBy(Duration further) {
        ahead = ahead.plus(further);
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        InstantSource moved = this::instant;
        return moved.withZone(zone);
    }
}
