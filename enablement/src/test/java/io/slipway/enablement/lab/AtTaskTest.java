package io.slipway.enablement.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.enablement.scenario.Lab;
import io.slipway.enablement.scenario.Scenario;
import io.slipway.enablement.scenario.Scenarios;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who is stuck, which hint is next, when a seat ends. */
class AtTaskTest {
    private static final Instant BEGUN = Instant.parse("2026-11-02T09:00:00Z");
    private static final Duration LENGTH = Duration.ofMinutes(15);

    private static AtTask after(int checks, int minutes) {
        return new AtTask(BEGUN, checks, Optional.of(at(minutes)), 0, Optional.empty());
    }

    private static Instant at(int minutes) {
        return BEGUN.plus(Duration.ofMinutes(minutes));
    }

    @Test
    void whoNeedsLongerThanTheTaskIsStuckSinceThen() {
        assertThat(after(0, 0).stuckSince(LENGTH, at(14))).isEmpty();
        assertThat(after(0, 0).stuckSince(LENGTH, at(15))).contains(at(15));
        assertThat(after(0, 0).stuckSince(LENGTH, at(40))).contains(at(15));
    }

    @Test
    void whoChecksInVainIsStuckHoweverFast() {
        assertThat(after(2, 3).stuckSince(LENGTH, at(4))).isEmpty();
        assertThat(after(3, 3).stuckSince(LENGTH, at(4))).contains(at(3));
        assertThat(after(9, 30).stuckSince(LENGTH, at(31))).contains(at(15));
    }

    @Test
    void whoPassedIsNotStuckAnyMore() {
        AtTask passed = new AtTask(BEGUN, 5, Optional.of(at(20)), 3, Optional.of(at(20)));
        assertThat(passed.stuckSince(LENGTH, at(60))).isEmpty();
    }

    @Test
    void hintsComeOneAfterTheOtherUntilThereIsNone() {
        Lab lab = Scenarios.builtIn().named(List.of("rework-a-script")).stream()
                .map(Scenario::lab)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
        for (int taken = 0; taken < lab.hints().size(); taken++) {
            assertThat(new AtTask(BEGUN, 0, Optional.empty(), taken, Optional.empty()).nextHint(lab))
                    .contains(taken);
        }
        assertThat(new AtTask(BEGUN, 0, Optional.empty(), lab.hints().size(), Optional.empty()).nextHint(lab))
                .isEmpty();
    }

    @Test
    void aSeatIsExtendedFromItsEndOrFromNowAndNeverBeyondTheLongest() {
        Instant end = SeatTime.end(BEGUN);
        assertThat(Duration.between(BEGUN, end)).isEqualTo(Duration.ofHours(2));
        Duration half = Duration.ofMinutes(30);
        assertThat(SeatTime.extended(BEGUN, end, half, at(10))).isEqualTo(at(150));
        assertThat(SeatTime.extended(BEGUN, end, half, at(180))).isEqualTo(at(210));
        assertThat(SeatTime.extended(BEGUN, end, Duration.ofHours(50), at(10))).isEqualTo(BEGUN.plus(SeatTime.LONGEST));
    }
}
