package io.slipway.rollout.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.rollout.calendar.Commitment;
import io.slipway.rollout.calendar.FrozenDays;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.calendar.SprintSource;
import io.slipway.rollout.support.BusinessHours;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is offered clashes with nothing, and what is refused could not be had: minute by minute, looked at otherwise. */
class TimesPropertyTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** A Friday. */
    private static final Instant NOW = Instant.parse("2026-11-27T10:10:00Z");

    private static final LocalDate HOLIDAY = LocalDate.of(2026, 12, 8);
    private static final LocalDate FROZEN = LocalDate.of(2026, 12, 3);
    private static final BusinessHours HOURS = new BusinessHours(
            BERLIN,
            EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
            LocalTime.of(9, 0),
            LocalTime.of(12, 0),
            Set.of(HOLIDAY));
    private static final SprintCalendar CALENDAR = new SprintCalendar(
            BERLIN, new SprintSource.InFile(), List.of(), List.of(new FrozenDays("Audit", FROZEN, FROZEN.plusDays(1))));
    private static final Map<String, String> NEEDED = Map.of("rita", "Rita Lund", "ada", "Ada Byron");

    private static Times times(Optional<LocalDate> goLive, List<Booking> taken, List<Commitment> others) {
        return new Times(HOURS, CALENDAR, goLive, taken, others, NOW);
    }

    @Property(tries = 300)
    void whatIsOfferedCanBeHadAndIsTheNearest(
            @ForAll("bookings") List<Booking> taken, @ForAll("days") LocalDate goLive, @ForAll("minutes") int minutes) {
        Times times = times(Optional.of(goLive), taken, List.of());
        Times.Need need = new Times.Need(Duration.ofMinutes(minutes), NEEDED);
        List<Instant> offered = times.nearest(NOW, need, 5);
        for (Instant from : offered) {
            assertThat(free(from, minutes, taken, goLive)).as("%s", from).isTrue();
            assertThat(times.refused(from, need)).isEmpty();
        }
        assertThat(offered).isSorted().doesNotHaveDuplicates();
        // Nothing that could be had on the half hours lies before the last that is offered.
        Instant until = offered.size() == 5
                ? offered.get(4)
                : goLive.atStartOfDay(BERLIN).toInstant();
        for (Instant at = Instant.parse("2026-11-27T10:30:00Z"); at.isBefore(until); at = at.plusSeconds(1800)) {
            if (free(at, minutes, taken, goLive)) {
                assertThat(offered).contains(at);
            }
        }
    }

    @Property(tries = 2_000)
    void refusedIsExactlyWhatIsNotFree(
            @ForAll("bookings") List<Booking> taken,
            @ForAll("days") LocalDate goLive,
            @ForAll("minutes") int minutes,
            @ForAll("starts") Instant from) {
        Times.Need need = new Times.Need(Duration.ofMinutes(minutes), NEEDED);
        assertThat(times(Optional.of(goLive), taken, List.of())
                        .refused(from, need)
                        .isEmpty())
                .as("%s for %s minutes", from, minutes)
                .isEqualTo(free(from, minutes, taken, goLive));
    }

    private static boolean free(Instant from, int minutes, List<Booking> taken, LocalDate goLive) {
        if (!from.isAfter(NOW)) {
            return false;
        }
        for (int i = 0; i < minutes; i++) {
            Instant at = from.plus(Duration.ofMinutes(i));
            ZonedDateTime local = at.atZone(BERLIN);
            LocalDate day = local.toLocalDate();
            boolean works = local.getDayOfWeek().getValue() <= 5
                    && !day.equals(HOLIDAY)
                    && local.getHour() >= 9
                    && local.getHour() < 12;
            boolean frozen = day.equals(FROZEN) || day.equals(FROZEN.plusDays(1));
            boolean busy = taken.stream()
                    .anyMatch(booking -> booking.people().stream().anyMatch(NEEDED::containsKey)
                            && !at.isBefore(booking.from())
                            && at.isBefore(booking.until()));
            if (!works || frozen || busy || !day.isBefore(goLive)) {
                return false;
            }
        }
        return true;
    }

    @Example
    void whatStandsInTheWayIsSaid() {
        Times times = times(
                Optional.of(LocalDate.of(2026, 12, 14)),
                List.of(new Booking(
                        "Loans",
                        Instant.parse("2026-12-01T08:00:00Z"),
                        Instant.parse("2026-12-01T10:00:00Z"),
                        Set.of("rita", "kim"))),
                List.of(new Commitment("Cards", LocalDate.of(2026, 12, 2), false, Set.of("ada"))));
        Times.Need need = new Times.Need(Duration.ofHours(2), NEEDED);
        assertThat(times.refused(Instant.parse("2026-12-01T08:30:00Z"), need))
                .containsExactly("Rita Lund is at a training of Loans then");
        assertThat(times.refused(Instant.parse("2026-12-02T08:30:00Z"), need))
                .containsExactly("Ada Byron is needed that day by Cards, which may go live then");
        assertThat(times.refused(Instant.parse("2026-12-03T08:30:00Z"), need))
                .containsExactly("the freeze 'Audit' covers it, from 2026-12-03 to 2026-12-04");
        assertThat(times.refused(Instant.parse("2026-12-08T08:30:00Z"), need))
                .containsExactly("it is not within the hours for trainings"
                        + " (Mon, Tue, Wed, Thu, Fri, 09:00 to 12:00, Europe/Berlin, but on no holiday)");
        assertThat(times.refused(Instant.parse("2026-12-14T08:30:00Z"), need))
                .containsExactly("the team goes live on 2026-12-14, before it would end");
        assertThat(times.refused(NOW, need)).containsExactly("that time has passed");
        assertThat(times.nearest(Instant.parse("2026-12-01T09:00:00Z"), need, 2))
                .containsExactly(Instant.parse("2026-11-30T09:00:00Z"), Instant.parse("2026-11-30T08:30:00Z"));
    }

    /** Who missed a training can make it up once the go-live has come. */
    @Example
    void aGoLiveThatHasBegunEndsNothing() {
        Times.Need need = new Times.Need(Duration.ofHours(2), NEEDED);
        assertThat(times(Optional.of(LocalDate.of(2026, 11, 27)), List.of(), List.of())
                        .refused(Instant.parse("2026-12-01T08:30:00Z"), need))
                .isEmpty();
    }

    @Provide
    Arbitrary<List<Booking>> bookings() {
        return Combinators.combine(
                        starts(),
                        Arbitraries.of(30, 60, 600),
                        Arbitraries.of("rita", "ada", "kim").set().ofMinSize(1))
                .as((from, minutes, people) ->
                        new Booking("Loans", from, from.plus(Duration.ofMinutes(minutes)), people))
                .list()
                .ofMaxSize(8);
    }

    @Provide
    Arbitrary<Instant> starts() {
        return Arbitraries.integers()
                .between(-60, 12 * 24 * 6)
                .map(tens -> Instant.parse("2026-11-27T08:00:00Z").plus(Duration.ofMinutes(10L * tens)));
    }

    @Provide
    Arbitrary<LocalDate> days() {
        return Arbitraries.integers()
                .between(1, 14)
                .map(days -> LocalDate.of(2026, 11, 27).plusDays(days));
    }

    @Provide
    Arbitrary<Integer> minutes() {
        return Arbitraries.of(15, 60, 90, 180);
    }
}
