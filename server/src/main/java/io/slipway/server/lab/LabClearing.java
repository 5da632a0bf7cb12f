package io.slipway.server.lab;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes away what the seats of closed labs had: as a lab closes, and later what a stop of the server left of it. */
final class LabClearing {
    /** So long after its end nobody is at work on a lab any more. */
    private static final Duration LEFT = Duration.ofMinutes(10);

    private final LabTable table;
    private final SeatRoom room;
    private final LabResults results;
    private final Clock clock;

    LabClearing(LabTable table, SeatRoom room, LabResults results, Clock clock) {
        this.table = table;
        this.room = room;
        this.results = results;
        this.clock = clock;
    }

    /**
     * Clears every seat of a lab, whatever befalls one of them.
     *
     * @throws RuntimeException what befell the last that could not be cleared; it is tried again later
     */
    void clear(String by, ServedLab lab) {
        Optional<RuntimeException> failed = Optional.empty();
        for (Seat seat : table.seats(lab.number())) {
            try {
                clear(by, lab, seat);
            } catch (RuntimeException e) {
                failed = Optional.of(e);
            }
        }
        if (failed.isPresent()) {
            throw failed.get();
        }
    }

    /** Clears one of the seats that still have something though their lab ended a while ago. */
    void clearOneLeft() {
        List<Seat> left = table.seatsLeft(clock.instant().minus(LEFT));
        if (!left.isEmpty()) {
            Seat seat = left.get(0);
            table.lab(seat.lab()).ifPresent(lab -> clear("slipway", lab, seat));
        }
    }

    private void clear(String by, ServedLab lab, Seat seat) {
        if (room.isThere(seat)) {
            room.clear(by, seat);
            results.cleared(lab, seat);
        }
    }
}
