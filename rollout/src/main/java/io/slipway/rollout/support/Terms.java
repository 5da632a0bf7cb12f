package io.slipway.rollout.support;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a tier takes a case on: its hours then, and how much of them it has. They stand in the event of the hand-over, so
 * that a deadline stays what it was when the rollout file changes.
 *
 * @param acknowledge until somebody says that they have it
 * @param resolve until it is resolved
 */
public record Terms(BusinessHours hours, Duration acknowledge, Duration resolve) {

    /** As an event carries it. */
    public String text() {
        return acknowledge + " " + resolve + " " + hours;
    }

    /** @throws IllegalArgumentException it is none that {@link #text} made */
    public static Terms parse(String text) {
        List<String> parts = List.of(text.split(" ", -1));
        if (parts.size() != 6) {
            throw new IllegalArgumentException("no terms: " + text);
        }
        List<String> hours = List.of(parts.get(4).split("-", -1));
        return new Terms(
                new BusinessHours(
                        ZoneId.of(parts.get(2)),
                        Arrays.stream(parts.get(3).split(",", -1))
                                .map(day -> DayOfWeek.of(Integer.parseInt(day)))
                                .collect(Collectors.toSet()),
                        LocalTime.parse(hours.get(0)),
                        LocalTime.parse(hours.get(1)),
                        parts.get(5).equals("-")
                                ? java.util.Set.of()
                                : Stream.of(parts.get(5).split(",", -1))
                                        .map(LocalDate::parse)
                                        .collect(Collectors.toSet())),
                Duration.parse(parts.get(0)),
                Duration.parse(parts.get(1)));
    }
}
