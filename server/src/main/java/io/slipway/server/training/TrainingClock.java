package io.slipway.server.training;

import io.slipway.rollout.training.Plan;
import io.slipway.server.rollout.ServedRollout;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times of sessions in words, by the clock of the team. */
public final class TrainingClock {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy, HH:mm", Locale.ENGLISH);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);
    private final ZoneId zone;

    private TrainingClock(ZoneId zone) {
        this.zone = zone;
    }

    public static TrainingClock of(ServedRollout served) {
        return new TrainingClock(served.rollout().calendar().zone());
    }

    public ZoneId zone() {
        return zone;
    }

    /** {@code Tuesday, 1 December 2026, 09:00}. */
    public String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }

    /** {@code Tuesday, 1 December 2026, 09:00 to 11:00 (Europe/Berlin)}. */
    public String span(Plan plan) {
        return time(plan.from()) + " to " + HOUR.format(plan.until().atZone(zone)) + " (" + zone + ")";
    }
}
