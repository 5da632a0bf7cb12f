package io.slipway.rollout.support;

import static io.slipway.rollout.support.SampleSupport.BERLIN;
import static io.slipway.rollout.support.SampleSupport.OFFICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.calendar.SprintSource;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeetingPlanTest {
    private static final LocalDate LIVE = LocalDate.of(2026, 10, 5);
    private static final SprintCalendar SPRINTS = new SprintCalendar(
            BERLIN,
            new SprintSource.InFile(),
            List.of(
                    new Sprint("S1", LIVE, LIVE.plusDays(6)),
                    new Sprint("S2", LIVE.plusDays(7), LIVE.plusDays(13)),
                    new Sprint("S3", LIVE.plusDays(14), LIVE.plusDays(20))),
            List.of());

    private static MeetingPlan plan(DayOfWeek weekly) {
        return new MeetingPlan(LocalTime.of(9, 30), Duration.ofMinutes(15), 1, weekly, "");
    }

    @Test
    void dailyInTheFirstSprintThenWeekly() {
        assertThat(plan(DayOfWeek.TUESDAY).between(LIVE, SPRINTS, OFFICE, LIVE.minusDays(9), LIVE.plusDays(20)))
                .extracting(MeetingPlan.Meeting::day)
                .containsExactly(
                        LIVE,
                        LIVE.plusDays(1),
                        LIVE.plusDays(2),
                        LIVE.plusDays(3),
                        LIVE.plusDays(4),
                        LocalDate.of(2026, 10, 13),
                        LocalDate.of(2026, 10, 20));
    }

    @Test
    void aWeeklyOneOnAHolidayIsOnTheNextWorkingDay() {
        // Monday the 26th is a holiday.
        assertThat(plan(DayOfWeek.MONDAY)
                        .between(LIVE, SPRINTS, OFFICE, LocalDate.of(2026, 10, 20), LocalDate.of(2026, 11, 2)))
                .extracting(MeetingPlan.Meeting::day)
                .containsExactly(LocalDate.of(2026, 10, 27), LocalDate.of(2026, 11, 2));
    }

    @Test
    void theClockOfTheZoneHolds() {
        MeetingPlan.Meeting after = plan(DayOfWeek.TUESDAY)
                .next(LIVE, SPRINTS, OFFICE, Instant.parse("2026-10-27T08:45:00Z"))
                .orElseThrow();
        // It was at 08:30 UTC that day, winter time since Sunday, and is over.
        assertThat(after.from()).isEqualTo(Instant.parse("2026-11-03T08:30:00Z"));
    }
}
