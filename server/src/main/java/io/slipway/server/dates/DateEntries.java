package io.slipway.server.dates;

import io.slipway.rollout.agreement.Agreement;
import io.slipway.rollout.agreement.Proposal;
import io.slipway.rollout.calendar.FrozenDays;
import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.server.feed.CalendarEntries;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.sprint.SprintCalendars;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sprints, freezes and the go-live's date, for calendars: tentative until everybody agreed. */
public final class DateEntries implements CalendarEntries {
    private static final int DAYS_BACK = 90;
    private final GoLiveDates dates;
    private final SprintCalendars sprints;
    private final Clock clock;

    public DateEntries(GoLiveDates dates, SprintCalendars sprints, Clock clock) {
        this.dates = dates;
        this.sprints = sprints;
        this.clock = clock;
    }

    @Override
    public List<CalendarEntry> of(ServedRollout served) {
        SprintCalendar calendar = sprints.of(served).calendar();
        LocalDate from = LocalDate.ofInstant(clock.instant(), calendar.zone()).minusDays(DAYS_BACK);
        String title = served.rollout().title();
        List<CalendarEntry> entries = new ArrayList<>();
        for (Sprint sprint : calendar.sprints()) {
            if (!sprint.last().isBefore(from)) {
                entries.add(days(
                        "sprint." + sprint.first(),
                        title + ": sprint " + sprint.name(),
                        sprint.first(),
                        sprint.last(),
                        "CONFIRMED"));
            }
        }
        for (FrozenDays freeze : calendar.freezes()) {
            if (!freeze.last().isBefore(from)) {
                entries.add(days(
                        "freeze." + freeze.first(),
                        title + ": freeze, " + freeze.name(),
                        freeze.first(),
                        freeze.last(),
                        "CONFIRMED"));
            }
        }
        Agreement agreement = dates.agreement(served);
        Optional<Proposal> proposal = agreement.proposal();
        proposal.ifPresent(p -> entries.add(days(
                "date." + p.round(),
                "Go-live of " + title + (agreement.agreed() ? "" : " (proposed)"),
                p.date(),
                p.date(),
                agreement.agreed() ? "CONFIRMED" : "TENTATIVE")));
        return entries;
    }

    private static CalendarEntry days(String id, String title, LocalDate first, LocalDate last, String status) {
        return new CalendarEntry(id, title, "", new CalendarEntry.When.Days(first, last), status);
    }
}
