package io.slipway.rollout.golive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class LiveStateTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** The day after summer time ends there. */
    private static final LocalDate DAY = LocalDate.of(2026, 10, 26);

    private static final Instant FIRST = Instant.parse("2026-10-25T23:00:00Z");

    @Test
    void itIsDueFromTheFirstInstantOfItsDayInTheTeamsZone() {
        LiveState waiting = new LiveState.Waiting();
        assertThat(due(waiting, FIRST.minusMillis(1))).isEqualTo(Due.LATER);
        assertThat(due(waiting, FIRST)).isEqualTo(Due.NOW);
        assertThat(due(waiting, FIRST.plus(Duration.ofHours(24)).minusMillis(1)))
                .isEqualTo(Due.NOW);
        assertThat(due(waiting, FIRST.plus(Duration.ofHours(24)))).isEqualTo(Due.NO_DAY);
        assertThat(Due.of(waiting, Optional.empty(), BERLIN, FIRST)).isEqualTo(Due.NO_DAY);
    }

    @Test
    void whatHeldIsTriedAgainOnTheSameDayAndOnlyWhenAsked() {
        LiveState held = new LiveState.Held(DAY, "cleaned is red", FIRST);
        assertThat(due(held, FIRST.plusSeconds(60))).isEqualTo(Due.WHEN_ASKED);
        assertThat(due(held, FIRST.plus(Duration.ofHours(25)))).isEqualTo(Due.NO_DAY);
        LiveState before = new LiveState.Held(DAY.minusDays(14), "cleaned is red", FIRST);
        assertThat(due(before, FIRST)).isEqualTo(Due.NOW);
    }

    @Test
    void whatWasSwitchedBackNeedsAnotherDay() {
        LiveState back = new LiveState.Back(DAY, "rita", "wrong grants", FIRST);
        assertThat(due(back, FIRST.plusSeconds(3600))).isEqualTo(Due.NO_DAY);
        assertThat(Due.of(back, Optional.of(DAY.plusDays(14)), BERLIN, FIRST.plus(Duration.ofDays(14))))
                .isEqualTo(Due.NOW);
    }

    /** Whatever a log holds: nothing is live that was not opened, and nothing is proved that was closed meanwhile. */
    @Property(tries = 2000)
    void liveIsOnlyWhatWasOpenedAndNotClosedSince(@ForAll("events") List<SwitchEvent> events) {
        LiveState state = LiveState.of(events);
        int opened = last(events, SwitchEvent.Opened.class);
        int closed = last(events, SwitchEvent.Back.class);
        assertThat(state.open()).isEqualTo(opened >= 0 && opened > closed);
        if (state instanceof LiveState.Live) {
            assertThat(last(events, SwitchEvent.Proved.class)).isGreaterThan(closed);
        }
    }

    private static int last(List<SwitchEvent> events, Class<?> type) {
        for (int i = events.size() - 1; i >= 0; i--) {
            if (type.isInstance(events.get(i))) {
                return i;
            }
        }
        return -1;
    }

    @Provide
    Arbitrary<List<SwitchEvent>> events() {
        return Arbitraries.<SwitchEvent>of(
                        new SwitchEvent.Opened(DAY, FIRST),
                        new SwitchEvent.Held(DAY, "why", FIRST),
                        new SwitchEvent.Back("rita", "why", FIRST),
                        new SwitchEvent.Proved("1.0.0", "qa", FIRST))
                .list()
                .ofMaxSize(10);
    }

    private static Due due(LiveState state, Instant now) {
        return Due.of(state, Optional.of(DAY), BERLIN, now);
    }
}
