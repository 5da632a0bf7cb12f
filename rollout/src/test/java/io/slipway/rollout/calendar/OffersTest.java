package io.slipway.rollout.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OffersTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 11, 30);
    private static final SprintCalendar CALENDAR = new SprintCalendar(
            ZoneId.of("Europe/Berlin"),
            new SprintSource.InFile(),
            List.of(
                    sprint("S1", FIRST),
                    sprint("S2", FIRST.plusWeeks(2)),
                    sprint("S3", FIRST.plusWeeks(4)),
                    sprint("S4", FIRST.plusWeeks(6))),
            List.of(new FrozenDays("Year end", LocalDate.of(2026, 12, 21), LocalDate.of(2027, 1, 1))));

    @Test
    void onlyFirstDaysThatNothingStandsAgainstAreOffered() {
        Offers offers = at("2026-11-24T10:00:00Z", List.of());
        assertThat(offers.nearest(LocalDate.of(2026, 12, 20), 5))
                .extracting(Offers.Day::date)
                .containsExactly(FIRST.plusWeeks(2), FIRST, FIRST.plusWeeks(6));
        assertThat(offers.days().get(2).refused())
                .containsExactly("the freeze 'Year end' covers it, from 2026-12-21 to 2027-01-01");
    }

    @Test
    void aDayInsideASprintIsRefusedWithTheSprint() {
        Offers offers = at("2026-11-24T10:00:00Z", List.of());
        assertThat(offers.refused(FIRST.plusDays(1)))
                .singleElement()
                .asString()
                .contains("is in sprint S1, which begins on 2026-11-30");
        assertThat(offers.refused(LocalDate.of(2030, 1, 1))).containsExactly("2030-01-01 is in no sprint of the team");
        assertThat(offers.refused(FIRST)).isEmpty();
    }

    /** Midnight in Berlin is 23:00 UTC the day before. */
    @Test
    void aSprintHasBegunByTheTeamsClock() {
        assertThat(at("2026-11-29T22:59:59Z", List.of()).refused(FIRST)).isEmpty();
        assertThat(at("2026-11-29T23:00:00Z", List.of()).refused(FIRST))
                .containsExactly("sprint S1 has begun already (Europe/Berlin)");
    }

    @Test
    void nobodyIsNeededByTwoTeamsOnOneDay() {
        List<Commitment> others = List.of(
                new Commitment("Cards", FIRST, false, Set.of("rita", "kim")),
                new Commitment("Loans", FIRST, true, Set.of("dora")),
                new Commitment("Other", FIRST.plusWeeks(2), true, Set.of("kim")));
        Offers offers = at("2026-11-24T10:00:00Z", others);
        assertThat(offers.refused(FIRST))
                .containsExactlyInAnyOrder(
                        "Rita Lund is needed that day by Cards, which may go live then",
                        "Dora Berg is needed that day by Loans, which goes live then");
        assertThat(offers.refused(FIRST.plusWeeks(2))).isEmpty();
    }

    @Test
    void sprintsThatOverlapAreNoCalendar() {
        List<Sprint> overlapping = Sprints.sorted(List.of(sprint("B", FIRST.plusDays(13)), sprint("A", FIRST)));
        assertThat(Sprints.fault(overlapping)).contains("sprint B overlaps sprint A");
        assertThat(Sprints.fault(CALENDAR.sprints())).isEmpty();
    }

    private static Offers at(String now, List<Commitment> others) {
        return new Offers(
                CALENDAR,
                others,
                Map.of("rita", "Rita Lund", "dora", "Dora Berg"),
                Clock.fixed(Instant.parse(now), ZoneId.of("UTC")));
    }

    private static Sprint sprint(String name, LocalDate first) {
        return new Sprint(name, first, first.plusDays(13));
    }
}
