package io.slipway.studio.play;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class DaysTest {
    @Test
    void aDayIsCountedFromToday() {
        assertThat(Days.in("${day+7}T06:00", LocalDate.of(2027, 12, 28))).isEqualTo("2028-01-04T06:00");
        assertThat(Days.in("no day", LocalDate.of(2027, 12, 28))).isEqualTo("no day");
    }
}
