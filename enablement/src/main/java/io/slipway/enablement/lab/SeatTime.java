package io.slipway.enablement.lab;

import java.time.Duration;
import java.time.Instant;

/** How long seats last. */
public final class SeatTime {
    /** As long as a hands-on training. */
    public static final Duration LENGTH = Duration.ofHours(2);

    /** Nobody needs a seat for longer; what holds databases must end. */
    public static final Duration LONGEST = Duration.ofHours(8);

    private SeatTime() {}

    /** When a seat ends that was opened then. */
    public static Instant end(Instant opened) {
        return opened.plus(LENGTH);
    }

    /** When a seat ends that was opened for a session: its time begins with that, if it was opened before. */
    public static Instant end(Instant opened, Instant begins) {
        return end(begins.isAfter(opened) ? begins : opened);
    }

    /** From when on seats for a session can be opened, so that they last as long as others and no longer than any may. */
    public static Instant earliest(Instant begins) {
        return begins.minus(LONGEST.minus(LENGTH));
    }

    /** When it ends once it is extended; counted from now where its time is over already. */
    public static Instant extended(Instant opened, Instant end, Duration by, Instant now) {
        Instant wished = (end.isBefore(now) ? now : end).plus(by);
        Instant last = opened.plus(LONGEST);
        return wished.isAfter(last) ? last : wished;
    }
}
