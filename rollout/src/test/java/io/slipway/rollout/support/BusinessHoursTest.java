package io.slipway.rollout.support;

import static io.slipway.rollout.support.SampleSupport.ALWAYS;
import static io.slipway.rollout.support.SampleSupport.BERLIN;
import static io.slipway.rollout.support.SampleSupport.CHICAGO;
import static io.slipway.rollout.support.SampleSupport.OFFICE;
import static io.slipway.rollout.support.SampleSupport.WEEK;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.EnumSet;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BusinessHoursTest {
    private static final Instant START = Instant.parse("2026-10-16T00:00:00Z");
    /** Open at night, over the hour that a change of time doubles or leaves out. */
    private static final BusinessHours NIGHTS = new BusinessHours(
            BERLIN, EnumSet.allOf(DayOfWeek.class), LocalTime.of(0, 30), LocalTime.of(6, 0), Set.of());

    private static final BusinessHours AT_THE_GAP = new BusinessHours(
            BERLIN, EnumSet.allOf(DayOfWeek.class), LocalTime.of(2, 30), LocalTime.of(4, 0), Set.of());

    @Test
    void theTimeGoesOnInTheMorning() {
        assertThat(OFFICE.after(at("2026-10-22T17:30:00+02:00"), Duration.ofHours(2)))
                .isEqualTo(at("2026-10-23T09:30:00+02:00"));
    }

    @Test
    void aWeekendAHolidayAndTheChangeToWinterTimeCostNothing() {
        // Friday evening; Monday is a holiday; since Sunday the clock is an hour back.
        assertThat(OFFICE.after(at("2026-10-23T17:00:00+02:00"), Duration.ofHours(2)))
                .isEqualTo(at("2026-10-27T09:00:00+01:00"));
    }

    @Test
    void aNightThatIsAnHourLongerHasAnHourMore() {
        assertThat(NIGHTS.between(at("2026-10-24T12:00:00+02:00"), at("2026-10-25T12:00:00+01:00")))
                .isEqualTo(Duration.ofMinutes(6 * 60 + 30));
        assertThat(NIGHTS.between(at("2027-03-27T12:00:00+01:00"), at("2027-03-28T12:00:00+02:00")))
                .isEqualTo(Duration.ofMinutes(4 * 60 + 30));
        assertThat(ALWAYS.between(at("2026-11-01T00:00:00-05:00"), at("2026-11-02T00:00:00-06:00")))
                .isEqualTo(Duration.ofHours(25));
    }

    @Test
    void hoursThatBeginInAMissingHourBeginAfterIt() {
        assertThat(AT_THE_GAP.after(at("2027-03-28T01:00:00+01:00"), Duration.ofMinutes(1)))
                .isEqualTo(at("2027-03-28T03:31:00+02:00"));
    }

    @Property(tries = 300)
    void soMuchTimeLaterIsSoMuchTimeAway(
            @ForAll("hours") BusinessHours hours,
            @ForAll @IntRange(max = 40_000) int minute,
            @ForAll @IntRange(min = 1, max = 6_000) int work) {
        Instant start = START.plus(Duration.ofMinutes(minute));
        Instant end = hours.after(start, Duration.ofMinutes(work));
        assertThat(hours.between(start, end)).isEqualTo(Duration.ofMinutes(work));
        assertThat(hours.between(start, end.minusSeconds(1))).isLessThan(Duration.ofMinutes(work));
    }

    @Property(tries = 300)
    void whereItIsStoppedDoesNotMatter(
            @ForAll("hours") BusinessHours hours,
            @ForAll @IntRange(max = 40_000) int minute,
            @ForAll @IntRange(min = 1, max = 3_000) int first,
            @ForAll @IntRange(min = 1, max = 3_000) int second) {
        Instant start = START.plus(Duration.ofMinutes(minute));
        assertThat(hours.after(hours.after(start, Duration.ofMinutes(first)), Duration.ofMinutes(second)))
                .isEqualTo(hours.after(start, Duration.ofMinutes(first + second)));
    }

    /** Counted minute by minute, with no arithmetic that could be wrong in the same way. */
    @Property(tries = 60)
    void itIsWhatAClockCounts(
            @ForAll("hours") BusinessHours hours,
            @ForAll @IntRange(max = 20_000) int minute,
            @ForAll @IntRange(max = 9_000) int length) {
        Instant start = START.plus(Duration.ofMinutes(minute));
        long counted = 0;
        for (int i = 0; i < length; i++) {
            if (hours.open(start.plus(Duration.ofMinutes(i)))) {
                counted++;
            }
        }
        assertThat(hours.between(start, start.plus(Duration.ofMinutes(length)))).isEqualTo(Duration.ofMinutes(counted));
    }

    @Property(tries = 50)
    void termsAreReadAsTheyWereWritten(
            @ForAll("hours") BusinessHours hours, @ForAll @IntRange(min = 1, max = 9_999) int minutes) {
        Terms terms = new Terms(hours, Duration.ofMinutes(minutes), Duration.ofHours(minutes));
        assertThat(Terms.parse(terms.text())).isEqualTo(terms);
    }

    @Provide
    Arbitrary<BusinessHours> hours() {
        return Arbitraries.of(
                OFFICE,
                ALWAYS,
                NIGHTS,
                AT_THE_GAP,
                new BusinessHours(CHICAGO, WEEK, LocalTime.of(22, 0), LocalTime.MIDNIGHT, Set.of()),
                new BusinessHours(
                        CHICAGO,
                        EnumSet.of(DayOfWeek.SUNDAY),
                        LocalTime.of(1, 15),
                        LocalTime.of(1, 45),
                        Set.of(LocalDate.of(2026, 10, 18))));
    }

    private static Instant at(String text) {
        return java.time.OffsetDateTime.parse(text).toInstant();
    }
}
