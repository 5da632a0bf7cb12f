package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.Window;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Times to and from the zones that people live by. */
@Component
final class ZoneClock {
    private final Calendar calendar;
    private final Clock clock;

    ZoneClock(Calendar calendar, Clock clock) {
        this.calendar = calendar;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    ZoneId of(String project, String environment) {
        return calendar.zone(project, environment);
    }

    Moment moment(Optional<Instant> at, String project, String environment) {
        return new Moment(at, of(project, environment));
    }

    Instant needed(String text, String zone) {
        return time(text, zone)
                .orElseThrow(() -> SlipwayException.of(ErrorCode.REQUEST_INVALID, "A time is missing.", ""));
    }

    /**
     * As a browser's date and time field sends it. Of two equal readings of the clock it is the first.
     *
     * @throws SlipwayException {@code request-invalid}, also for a time that the zone's clock jumps over
     */
    Optional<Instant> time(String text, String zone) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        ZoneId known = Window.zone(zone);
        try {
            LocalDateTime local = LocalDateTime.parse(text);
            if (known.getRules().getValidOffsets(local).isEmpty()) {
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "There is no " + local.toLocalTime() + " on that day in " + zone + ": the clock jumps over it.",
                        "Take a time an hour later.");
            }
            return Optional.of(local.atZone(known).toInstant());
        } catch (DateTimeParseException e) {
            throw SlipwayException.of(
                            ErrorCode.REQUEST_INVALID, "'" + text + "' is no time such as 2026-11-24T22:00.", "")
                    .causedBy(e);
        }
    }
}
