package io.slipway.server.invitation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtherTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                "20261201; ; 2026-12-01; Tuesday, 1 December 2026",
                "20261201T233000Z; ; 2026-12-02; Wednesday, 2 December 2026, 00:30 (Europe/Berlin)",
                "20261201T090000; America/New_York; 2026-12-01; Tuesday, 1 December 2026, 15:00 (Europe/Berlin)",
                "20261201T090000; W. Europe Standard Time; 2026-12-01;"
                        + " Tuesday, 1 December 2026, 09:00 (W. Europe Standard Time)",
                "20261201T090000; ; 2026-12-01; Tuesday, 1 December 2026, 09:00",
                "20261399; ; -; -",
                "next week; ; -; -",
            })
    void isADayAndIsShownByTheTeamsClock(String start, String zone, LocalDate day, String shown) {
        OtherTime time = new OtherTime(start, zone == null ? "" : zone);
        assertThat(time.day(BERLIN).orElse(null)).isEqualTo(day);
        assertThat(time.shown(BERLIN)).isEqualTo(shown == null ? "" : shown);
    }

    @Test
    void aZoneOfAStrangersMakingIsNotShown() {
        assertThat(new OtherTime("20261201T090000", "<b>\nhere").shown(BERLIN))
                .isEqualTo("Tuesday, 1 December 2026, 09:00");
    }
}
