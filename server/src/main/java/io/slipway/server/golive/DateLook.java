package io.slipway.server.golive;

import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.readiness.Standard;
import io.slipway.server.rollout.AgreedDate;
import io.slipway.server.rollout.Collector;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.SprintCalendars;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Optional;

/** Whether everybody has agreed to a day that is not past, and that is still one to go live on. */
public final class DateLook implements Collector {
    private final AgreedDate dates;
    private final SprintCalendars sprints;
    private final Clock clock;

    public DateLook(AgreedDate dates, SprintCalendars sprints, Clock clock) {
        this.dates = dates;
        this.sprints = sprints;
        this.clock = clock;
    }

    @Override
    public Standard gate() {
        return Standard.DATE_AGREED;
    }

    @Override
    public Finding look(ServedRollout rollout) {
        Optional<LocalDate> day = dates.of(rollout);
        String query = "the newest date and the votes on it";
        if (day.isEmpty()) {
            return new Finding(false, query, "there is no date to which everybody said yes");
        }
        LocalDate today = LocalDate.ofInstant(
                clock.instant(), rollout.rollout().calendar().zone());
        if (day.get().isBefore(today)) {
            return new Finding(false, query, "the agreed date, " + day.get() + ", is past");
        }
        SprintCalendar calendar = sprints.of(rollout).calendar();
        return calendar.objection(day.get())
                .map(why -> new Finding(false, query, "everybody said yes to " + day.get() + ", but " + why))
                .orElseGet(() -> new Finding(true, query, "everybody said yes to " + day.get()));
    }
}
