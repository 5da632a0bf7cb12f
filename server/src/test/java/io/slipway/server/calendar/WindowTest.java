package io.slipway.server.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.SlipwayException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Windows by the clock on the wall, over the nights in which it jumps. */
class WindowTest {
    private static final String BERLIN = "Europe/Berlin";
    private static final String NEW_YORK = "America/New_York";

    private static Window window(String days, String opens, String closes, String zone) {
        return Window.parse("w", Arrays.asList(days.split(",")), opens, closes, zone);
    }

    private static Span next(Window window, String from) {
        return window.next(Instant.parse(from)).orElseThrow();
    }

    private static Span span(String from, String to) {
        return new Span(Instant.parse(from), Instant.parse(to));
    }

    @Test
    void overMidnight() {
        Window saturday = window("sat", "22:00", "02:00", BERLIN);
        Span expected = span("2026-12-05T21:00:00Z", "2026-12-06T01:00:00Z");
        assertThat(next(saturday, "2026-12-01T12:00:00Z")).isEqualTo(expected);
        assertThat(next(saturday, "2026-12-06T00:59:59Z")).isEqualTo(expected);
        assertThat(next(saturday, "2026-12-06T01:00:00Z"))
                .isEqualTo(span("2026-12-12T21:00:00Z", "2026-12-13T01:00:00Z"));
    }

    @Test
    void aWholeDay() {
        assertThat(next(window("sun", "00:00", "00:00", "UTC"), "2026-12-01T12:00:00Z"))
                .isEqualTo(span("2026-12-06T00:00:00Z", "2026-12-07T00:00:00Z"));
    }

    /** 2027-03-28, 02:00 becomes 03:00 (01:00 UTC). */
    @Test
    void clocksGoForwardInBerlin() {
        String before = "2027-03-26T12:00:00Z";
        assertThat(next(window("sun", "02:30", "04:00", BERLIN), before))
                .as("opens at the jump")
                .isEqualTo(span("2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"));
        assertThat(next(window("sat", "22:00", "02:30", BERLIN), before))
                .as("closes at the jump")
                .isEqualTo(span("2027-03-27T21:00:00Z", "2027-03-28T01:00:00Z"));
        assertThat(next(window("sat", "22:00", "05:00", BERLIN), before))
                .as("an hour shorter")
                .isEqualTo(span("2027-03-27T21:00:00Z", "2027-03-28T03:00:00Z"));
        assertThat(next(window("sun", "02:00", "03:00", BERLIN), before))
                .as("there is no such hour that night: the week after")
                .isEqualTo(span("2027-04-04T00:00:00Z", "2027-04-04T01:00:00Z"));
    }

    /** 2026-10-25, 03:00 becomes 02:00 (01:00 UTC). */
    @Test
    void clocksGoBackInBerlin() {
        String before = "2026-10-23T12:00:00Z";
        assertThat(next(window("sun", "02:00", "03:00", BERLIN), before))
                .as("that hour twice")
                .isEqualTo(span("2026-10-25T00:00:00Z", "2026-10-25T02:00:00Z"));
        Window early = window("sun", "02:00", "02:30", BERLIN);
        assertThat(next(early, before))
                .as("the first of the two")
                .isEqualTo(span("2026-10-25T00:00:00Z", "2026-10-25T00:30:00Z"));
        assertThat(next(early, "2026-10-25T01:10:00Z"))
                .as("and not the second")
                .isEqualTo(span("2026-11-01T01:00:00Z", "2026-11-01T01:30:00Z"));
        Span night = next(window("sat", "22:00", "05:00", BERLIN), before);
        assertThat(Duration.between(night.from(), night.to())).isEqualTo(Duration.ofHours(8));
    }

    /** 2027-03-14, 02:00 becomes 03:00 (07:00 UTC); 2026-11-01, 02:00 becomes 01:00 (06:00 UTC). */
    @Test
    void clocksJumpInNewYork() {
        assertThat(next(window("sun", "02:15", "04:00", NEW_YORK), "2027-03-13T12:00:00Z"))
                .isEqualTo(span("2027-03-14T07:00:00Z", "2027-03-14T08:00:00Z"));
        assertThat(next(window("sun", "02:15", "02:45", NEW_YORK), "2027-03-13T12:00:00Z"))
                .isEqualTo(span("2027-03-21T06:15:00Z", "2027-03-21T06:45:00Z"));
        assertThat(next(window("sun", "01:00", "02:00", NEW_YORK), "2026-10-31T12:00:00Z"))
                .isEqualTo(span("2026-11-01T05:00:00Z", "2026-11-01T07:00:00Z"));
        assertThat(next(window("sun", "01:30", "03:00", NEW_YORK), "2026-10-31T12:00:00Z"))
                .isEqualTo(span("2026-11-01T05:30:00Z", "2026-11-01T08:00:00Z"));
    }

    @Test
    void whatIsNoWindowIsRefused() {
        for (List<String> bad : List.of(
                List.of("", "22:00", "23:00", BERLIN),
                List.of("someday", "22:00", "23:00", BERLIN),
                List.of("mon", "25:00", "23:00", BERLIN),
                List.of("mon", "22:00", "late", BERLIN),
                List.of("mon", "22:00", "23:00", "Berlin"),
                List.of("mon", "22:00", "23:00", "+01:00"),
                List.of("mon", "22:00", "23:00", ""))) {
            assertThatThrownBy(() -> window(bad.get(0), bad.get(1), bad.get(2), bad.get(3)))
                    .as(bad.toString())
                    .isInstanceOfSatisfying(
                            SlipwayException.class,
                            e -> assertThat(e.code().code()).isEqualTo("request-invalid"));
        }
    }
}
