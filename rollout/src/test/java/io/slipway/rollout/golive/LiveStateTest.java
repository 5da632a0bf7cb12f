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
        assertThat(due(waiting, FIRST.plus(Duration.ofHours(24)))).isEqualTo(Due.MISSED);
        assertThat(Due.of(waiting, Optional.empty(), BERLIN, FIRST)).isEqualTo(Due.NO_DAY);
    }

    @Test
    void whatHeldIsTriedAgainOnTheSameDayAndOnlyWhenAsked() {
        LiveState held = new LiveState.Held(DAY, "cleaned failed", FIRST);
        assertThat(due(held, FIRST.plusSeconds(60))).isEqualTo(Due.WHEN_ASKED);
        assertThat(due(held, FIRST.plus(Duration.ofHours(25)))).isEqualTo(Due.NO_DAY);
        LiveState before = new LiveState.Held(DAY.minusDays(14), "cleaned failed", FIRST);
        assertThat(due(before, FIRST)).isEqualTo(Due.NOW);
    }

    @Test
    void whatWasSwitchedBackNeedsAnotherDay() {
        LiveState back = new LiveState.Back(DAY, "rita", "wrong grants", FIRST);
        assertThat(due(back, FIRST.plusSeconds(3600))).isEqualTo(Due.NO_DAY);
        assertThat(Due.of(back, Optional.of(DAY.plusDays(14)), BERLIN, FIRST.plus(Duration.ofDays(14))))
                .isEqualTo(Due.NOW);
    }

    @Test
    void whoWasLiveBeforeStaysOpenWhateverTheDayBrings() {
        SwitchEvent.Found found = new SwitchEvent.Found("1.0.0", "qa", FIRST.minusSeconds(9));
        LiveState before = LiveState.of(List.of(found));
        assertThat(before.open()).isTrue();
        assertThat(before.openSince()).isEmpty();
        assertThat(Due.of(before, Optional.empty(), BERLIN, FIRST)).isEqualTo(Due.NO_DAY);
        assertThat(due(before, FIRST)).isEqualTo(Due.NOW);

        SwitchEvent.Held held = new SwitchEvent.Held(DAY, "cleaned failed", FIRST);
        LiveState holding = LiveState.of(List.of(found, held));
        assertThat(holding.open()).isTrue();
        assertThat(holding.lastDay()).contains(DAY);
        assertThat(due(holding, FIRST.plusSeconds(60))).isEqualTo(Due.WHEN_ASKED);

        SwitchEvent.Opened opened = new SwitchEvent.Opened(DAY, FIRST.plusSeconds(90));
        assertThat(LiveState.of(List.of(found, held, opened))).isInstanceOf(LiveState.Open.class);
        assertThat(LiveState.of(List.of(found, opened, new SwitchEvent.Back("rita", "why", FIRST)))
                        .open())
                .isFalse();
    }

    /** Whatever a log holds: nothing is live that was not opened, and nothing is proved that was closed meanwhile. */
    @Property(tries = 2000)
    void liveIsOnlyWhatWasOpenedAndNotClosedSince(@ForAll("events") List<SwitchEvent> events) {
        LiveState state = LiveState.of(events);
        int opened = last(events, SwitchEvent.Opened.class);
        int closed = last(events, SwitchEvent.Back.class);
        assertThat(state.switched()).isEqualTo(opened >= 0 && opened > closed);
        assertThat(state.open()).isEqualTo(state.switched() || opened < 0 && foundBeforeAll(events));
        if (state instanceof LiveState.Live) {
            assertThat(last(events, SwitchEvent.Proved.class)).isGreaterThan(closed);
        }
    }

    /** Before anything that shows a team that waits for its day; what cannot happen to one that waits shows nothing. */
    private static boolean foundBeforeAll(List<SwitchEvent> events) {
        return events.stream()
                .filter(event -> event instanceof SwitchEvent.Found || event instanceof SwitchEvent.Held)
                .findFirst()
                .filter(SwitchEvent.Found.class::isInstance)
                .isPresent();
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
                        new SwitchEvent.Found("1.0.0", "qa", FIRST),
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
