package io.slipway.server.console;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as pages show them: how long ago, with the exact time in UTC beside it. */
public final class When {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private final Clock clock;

    When(Clock clock) {
        this.clock = clock;
    }

    public String exact(Instant time) {
        return EXACT.format(time);
    }

    public String day(LocalDate day) {
        return DayText.of(day);
    }

    public boolean past(Instant time) {
        return !time.isAfter(clock.instant());
    }

    public String ago(Instant time) {
        Duration age = Duration.between(time, clock.instant());
        if (age.isNegative()) {
            return "in " + span(age.negated());
        }
        return age.toSeconds() < 10 ? "just now" : span(age) + " ago";
    }

    public String lasted(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return span.toMillis() < 10_000 ? String.format(Locale.ROOT, "%.1f s", span.toMillis() / 1000.0) : span(span);
    }

    private static String span(Duration span) {
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        }
        return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " days";
    }
}
