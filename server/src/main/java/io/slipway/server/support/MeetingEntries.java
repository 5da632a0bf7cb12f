package io.slipway.server.support;

import io.slipway.rollout.support.MeetingPlan.Meeting;
import io.slipway.server.feed.CalendarEntries;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** The meetings of the second and third tier, for calendars. */
public final class MeetingEntries implements CalendarEntries {
    private static final int DAYS_BACK = 30;
    private static final int DAYS_AHEAD = 120;
    private final SupportMeetings meetings;
    private final Clock clock;

    public MeetingEntries(SupportMeetings meetings, Clock clock) {
        this.meetings = meetings;
        this.clock = clock;
    }

    @Override
    public List<CalendarEntry> of(ServedRollout served) {
        LocalDate today =
                LocalDate.ofInstant(clock.instant(), served.rollout().calendar().zone());
        // Later ones have no agenda yet.
        Optional<LocalDate> next = meetings.next(served).map(Meeting::day);
        return meetings.between(served, today.minusDays(DAYS_BACK), today.plusDays(DAYS_AHEAD)).stream()
                .map(meeting -> new CalendarEntry(
                        "meeting." + meeting.day(),
                        served.rollout().title() + ": L2 meets L3",
                        next.filter(meeting.day()::equals).isPresent()
                                ? (meeting.link() + "\n\nOn the agenda now:\n"
                                                + AgendaText.of(meetings.agenda(served.project())))
                                        .strip()
                                : meeting.link(),
                        new CalendarEntry.When.Times(meeting.from(), meeting.until()),
                        "CONFIRMED"))
                .toList();
    }
}
