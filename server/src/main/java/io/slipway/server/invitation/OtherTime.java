package io.slipway.server.invitation;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another time that a mail program proposes (METHOD:COUNTER), as it stands there: it may be anything.
 *
 * @param start DTSTART
 * @param zone its TZID, which may be one that only the sender's calendar knows; empty for none
 */
public record OtherTime(String start, String zone) {
    private static final Pattern FORM = Pattern.compile("(\\d{8})(?:T(\\d{6})(Z?))?");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy", Locale.ENGLISH);
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("EEEE, d MMMM yyyy, HH:mm", Locale.ENGLISH);

    /**
     * The day that it is on. Outlook makes a time of a whole day, by the clock of whoever answers.
     *
     * @param team the team's zone, for a time that is said as UTC
     */
    public Optional<LocalDate> day(ZoneId team) {
        Matcher form = FORM.matcher(start);
        try {
            if (!form.matches()) {
                return Optional.empty();
            }
            return Optional.of(
                    "Z".equals(form.group(3))
                            ? utc(form).withZoneSameInstant(team).toLocalDate()
                            : LocalDate.parse(form.group(1), DateTimeFormatter.BASIC_ISO_DATE));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * In words, by the team's clock where it says by which clock it is, else as it stands there: {@code Tuesday,
     * 1 December 2026, 09:00 (Europe/Berlin)}. Empty for what cannot be read.
     */
    public String shown(ZoneId team) {
        Matcher form = FORM.matcher(start);
        try {
            if (!form.matches()) {
                return "";
            }
            if (form.group(2) == null) {
                return DAY.format(LocalDate.parse(form.group(1), DateTimeFormatter.BASIC_ISO_DATE));
            }
            if ("Z".equals(form.group(3))) {
                return zoned(utc(form).withZoneSameInstant(team));
            }
            return ZoneId.getAvailableZoneIds().contains(zone)
                    ? zoned(local(form).atZone(ZoneId.of(zone)).withZoneSameInstant(team))
                    : SHOWN.format(local(form)) + (zone.matches("[\\w .()+:/-]{1,60}") ? " (" + zone + ")" : "");
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String zoned(ZonedDateTime time) {
        return SHOWN.format(time) + " (" + time.getZone() + ")";
    }

    private static LocalDateTime local(Matcher form) {
        return LocalDateTime.parse(form.group(1) + form.group(2), TIME);
    }

    private static ZonedDateTime utc(Matcher form) {
        return local(form).atZone(ZoneOffset.UTC);
    }
}
