package io.slipway.rollout.support;

import io.slipway.rollout.people.Person;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Three tiers in two zones, the second with a holiday on a Monday and the third round the clock. */
final class SampleSupport {
    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    static final ZoneId CHICAGO = ZoneId.of("America/Chicago");
    static final Set<DayOfWeek> WEEK = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    static final BusinessHours OFFICE = new BusinessHours(
            BERLIN, WEEK, LocalTime.of(8, 0), LocalTime.of(18, 0), Set.of(LocalDate.of(2026, 10, 26)));
    static final BusinessHours ALWAYS = new BusinessHours(
            CHICAGO, EnumSet.allOf(DayOfWeek.class), LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, Set.of());

    private SampleSupport() {}

    static Support support() {
        return new Support(
                Map.of(
                        Tier.L1, tier(Tier.L1, "ada", OFFICE, 1, 8),
                        Tier.L2, tier(Tier.L2, "dora", OFFICE, 2, 16),
                        Tier.L3, tier(Tier.L3, "vera", ALWAYS, 4, 40)),
                Optional.empty(),
                List.of());
    }

    private static SupportTier tier(Tier tier, String person, BusinessHours hours, int acknowledge, int resolve) {
        return new SupportTier(
                tier,
                List.of(new Person(person, person, person + "@example.org", Set.of())),
                List.of(),
                new Terms(hours, Duration.ofHours(acknowledge), Duration.ofHours(resolve)),
                List.of());
    }
}
