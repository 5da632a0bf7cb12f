package io.slipway.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Windows, freezes, wishes and lengths together. Friday 2026-12-04, 20:00 UTC. */
class OpeningsTest {
    private static final Instant NOW = Instant.parse("2026-12-04T20:00:00Z");
    private static final CalendarPolicy STRICT = new CalendarPolicy(false, true, false);

    private static Window window(String day, String opens, String closes) {
        return Window.parse("w", List.of(day), opens, closes, "UTC");
    }

    private static Freeze freeze(String from, String until) {
        return new Freeze("f", "", "", Instant.parse(from), Instant.parse(until), "inventory", "dora");
    }

    private static Demand takes(Duration length) {
        return new Demand(NOW, length, false);
    }

    private static Optional<Instant> at(String time) {
        return Optional.of(Instant.parse(time));
    }

    @Test
    void withoutWindowsAtOnce() {
        Outlook outlook = new Openings(List.of(), List.of(), STRICT).look(NOW, Demand.ANY);
        assertThat(outlook).isEqualTo(new Outlook(Optional.of(NOW), Optional.empty(), true, ""));
    }

    @Test
    void theWindowThatOpensFirst() {
        Openings openings = new Openings(
                List.of(window("sun", "10:00", "12:00"), window("sat", "22:00", "23:00")), List.of(), STRICT);
        Outlook outlook = openings.look(NOW, Demand.ANY);
        assertThat(outlook.start()).isEqualTo(at("2026-12-05T22:00:00Z"));
        assertThat(outlook.end()).isEqualTo(at("2026-12-05T23:00:00Z"));
        assertThat(outlook.why()).isEqualTo("No window is open before that.");
        assertThat(openings.look(NOW, new Demand(Instant.parse("2026-12-06T11:00:00Z"), Duration.ZERO, false))
                        .start())
                .isEqualTo(at("2026-12-06T11:00:00Z"));
    }

    @Test
    void windowsThatTouchAreOne() {
        Openings openings = new Openings(
                List.of(window("fri", "19:00", "00:00"), window("sat", "00:00", "04:00")), List.of(), STRICT);
        assertThat(openings.look(NOW, takes(Duration.ofHours(6))))
                .isEqualTo(new Outlook(Optional.of(NOW), at("2026-12-05T04:00:00Z"), true, ""));
    }

    @Test
    void alwaysOpenEndsTheSearch() {
        Openings openings = new Openings(
                List.of(Window.parse(
                        "w",
                        java.util.Arrays.stream(DayOfWeek.values())
                                .map(Window::shortName)
                                .toList(),
                        "00:00",
                        "00:00",
                        "UTC")),
                List.of(),
                STRICT);
        assertThat(openings.look(NOW, takes(Duration.ofDays(2))).start()).contains(NOW);
        assertThat(openings.nextWindow(NOW)).isEmpty();
    }

    @Test
    void tooLateForThisWindowWaitsForTheNext() {
        Window evening = window("fri", "19:00", "20:10");
        Outlook strict = new Openings(List.of(evening), List.of(), STRICT).look(NOW, takes(Duration.ofMinutes(11)));
        assertThat(strict.start()).isEqualTo(at("2026-12-11T19:00:00Z"));
        assertThat(strict.inTime()).isTrue();
        assertThat(strict.why()).contains("longer than there is time");
        Outlook lax = new Openings(List.of(evening), List.of(), CalendarPolicy.STANDARD)
                .look(NOW, takes(Duration.ofMinutes(11)));
        assertThat(lax.start()).contains(NOW);
        assertThat(lax.inTime()).isFalse();
        assertThat(new Openings(List.of(evening), List.of(), STRICT)
                        .look(NOW, takes(Duration.ofMinutes(10)))
                        .start())
                .contains(NOW);
    }

    @Test
    void longerThanAnyWindowNever() {
        assertThat(new Openings(List.of(window("fri", "19:00", "20:10")), List.of(), STRICT)
                        .look(NOW, takes(Duration.ofMinutes(71)))
                        .start())
                .isEmpty();
    }

    @Test
    void aFreezeHoldsAndIsTheEndOfWhatStartsBefore() {
        Freeze now = freeze("2026-12-04T19:00:00Z", "2026-12-05T06:00:00Z");
        assertThat(new Openings(List.of(), List.of(now), STRICT).look(NOW, Demand.ANY))
                .isEqualTo(new Outlook(at("2026-12-05T06:00:00Z"), Optional.empty(), true, "Frozen: inventory"));
        Freeze soon = freeze("2026-12-04T20:30:00Z", "2026-12-05T06:00:00Z");
        assertThat(new Openings(List.of(), List.of(soon), STRICT)
                        .look(NOW, takes(Duration.ofMinutes(31)))
                        .start())
                .isEqualTo(at("2026-12-05T06:00:00Z"));
        assertThat(new Openings(List.of(), List.of(soon), STRICT)
                        .look(NOW, takes(Duration.ofMinutes(30)))
                        .start())
                .contains(NOW);
    }

    @Test
    void aFreezeOverTheWholeWindowWaitsForTheOneAfter() {
        Openings openings = new Openings(
                List.of(window("sat", "22:00", "23:00")),
                List.of(freeze("2026-12-05T00:00:00Z", "2026-12-06T00:00:00Z")),
                STRICT);
        assertThat(openings.look(NOW, Demand.ANY).start()).isEqualTo(at("2026-12-12T22:00:00Z"));
    }

    @Test
    void whatPassesKeepsOnlyToItsOwnTime() {
        Openings closed = new Openings(
                List.of(window("sat", "22:00", "23:00")),
                List.of(freeze("2026-12-04T19:00:00Z", "2026-12-05T06:00:00Z")),
                STRICT);
        assertThat(closed.look(NOW, new Demand(NOW, Duration.ofHours(9), true)).start())
                .contains(NOW);
        assertThat(closed.look(NOW, new Demand(Instant.parse("2026-12-04T21:00:00Z"), Duration.ZERO, true))
                        .start())
                .isEqualTo(at("2026-12-04T21:00:00Z"));
    }

    @Test
    void theNextWindowIsNotTheOneThatIsOpen() {
        Openings openings = new Openings(List.of(window("fri", "19:00", "21:00")), List.of(), STRICT);
        assertThat(openings.nextWindow(NOW)).isEqualTo(at("2026-12-11T19:00:00Z"));
        assertThat(openings.nextWindow(Instant.parse("2026-12-04T18:00:00Z"))).isEqualTo(at("2026-12-04T19:00:00Z"));
    }
}
