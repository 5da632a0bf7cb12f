package io.slipway.rollout.support;

import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * When the second and third tier meet: each working day in the first sprints after go-live, then once a week.
 *
 * @param at by the clock of the second tier's zone
 * @param daily in how many sprints after go-live they meet each working day
 * @param weekly on which day they meet afterwards
 * @param link where; may be empty
 */
public record MeetingPlan(LocalTime at, Duration length, int daily, DayOfWeek weekly, String link) {

    /** One of them, by its day. */
    public record Meeting(LocalDate day, Instant from, Instant until, String link) {}

    /**
     * The meetings of some days, none before go-live. A weekly one that falls on a holiday is on the next working day.
     *
     * @param live the day of the go-live
     * @param hours the second tier's
     */
    public List<Meeting> between(
            LocalDate live, SprintCalendar calendar, BusinessHours hours, LocalDate first, LocalDate last) {
        LocalDate endOfDaily = endOfDaily(live, calendar);
        List<Meeting> meetings = new ArrayList<>();
        for (LocalDate day = first.isBefore(live) ? live : first; !day.isAfter(last); day = day.plusDays(1)) {
            if (hours.works(day) && (day.isBefore(endOfDaily) || weekly(day, endOfDaily, hours))) {
                Instant from = day.atTime(at).atZone(hours.zone()).toInstant();
                meetings.add(new Meeting(day, from, from.plus(length), link));
            }
        }
        return meetings;
    }

    /** The first one that has not ended. */
    public Optional<Meeting> next(LocalDate live, SprintCalendar calendar, BusinessHours hours, Instant now) {
        LocalDate today = now.atZone(hours.zone()).toLocalDate();
        LocalDate from = today.isBefore(live) ? live : today;
        return between(live, calendar, hours, from, from.plusDays(60)).stream()
                .filter(meeting -> meeting.until().isAfter(now))
                .findFirst();
    }

    private LocalDate endOfDaily(LocalDate live, SprintCalendar calendar) {
        return calendar.sprints().stream()
                .filter(sprint -> !sprint.last().isBefore(live))
                .limit(daily)
                .map(Sprint::last)
                .reduce((earlier, later) -> later)
                .map(last -> last.plusDays(1))
                .orElse(live);
    }

    /** Whether no working day lies between this week's day for it and this day. */
    private boolean weekly(LocalDate day, LocalDate endOfDaily, BusinessHours hours) {
        LocalDate planned = day;
        while (planned.getDayOfWeek() != weekly) {
            planned = planned.minusDays(1);
            if (planned.isBefore(endOfDaily) || hours.works(planned)) {
                return false;
            }
        }
        return true;
    }
}
