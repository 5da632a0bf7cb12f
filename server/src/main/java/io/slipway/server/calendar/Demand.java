package io.slipway.server.calendar;

import java.time.Duration;
import java.time.Instant;

/**
 * What a deployment asks of the calendar.
 *
 * @param notBefore the earliest that whoever asked for it wants
 * @param length how long it may take
 * @param passes whether neither windows nor freezes hold it up
 */
public record Demand(Instant notBefore, Duration length, boolean passes) {
    public static final Demand ANY = new Demand(Instant.EPOCH, Duration.ZERO, false);

    /** The same without the right to pass. */
    public Demand waiting() {
        return new Demand(notBefore, length, false);
    }
}
