package io.slipway.rollout.support;

import io.slipway.release.yaml.YamlSection;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the hours in which people work, wherever a rollout file has some. */
public final class HoursSection {
    public static final Set<String> KEYS = Set.of("zone", "days", "from", "until", "holidays");

    private HoursSection() {}

    /**
     * Reads {@code hours}: their days, from when until when, their holidays.
     *
     * @param zone by whose clock they are where the section names no other
     */
    public static BusinessHours read(YamlSection entry, ZoneId zone) {
        entry.only(KEYS);
        ZoneId own = entry.has("zone") ? entry.parsed("zone", ZoneId::of, "a time zone such as Europe/Berlin") : zone;
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        List<String> names = entry.list("days");
        for (int i = 0; i < names.size(); i++) {
            Optional<DayOfWeek> day = day(names.get(i));
            if (day.isEmpty()) {
                throw entry.invalidEntry("days", i, "'" + names.get(i) + "' is no day; days are mon, tue … sun");
            }
            if (!days.add(day.get())) {
                throw entry.invalidEntry("days", i, "'" + names.get(i) + "' stands twice in 'days'");
            }
        }
        if (days.isEmpty()) {
            throw entry.invalid("days", "'days' is empty: nobody would ever work");
        }
        LocalTime from = entry.parsed("from", LocalTime::parse, "a time such as \"08:00\"");
        LocalTime until = entry.parsed("until", HoursSection::until, "a time such as \"18:00\", or \"24:00\"");
        if (!until.equals(LocalTime.MIDNIGHT) && !from.isBefore(until)) {
            throw entry.invalid("until", "the hours end before they begin");
        }
        return new BusinessHours(own, days, from, until, holidays(entry));
    }

    private static LocalTime until(String text) {
        return text.equals("24:00") ? LocalTime.MIDNIGHT : LocalTime.parse(text);
    }

    private static Set<LocalDate> holidays(YamlSection entry) {
        Set<LocalDate> holidays = new HashSet<>();
        List<String> texts = entry.list("holidays");
        for (int i = 0; i < texts.size(); i++) {
            try {
                holidays.add(LocalDate.parse(texts.get(i)));
            } catch (DateTimeException e) {
                throw entry.invalidEntry("holidays", i, "'" + texts.get(i) + "' is not a day such as 2026-12-25");
            }
        }
        return holidays;
    }

    static Optional<DayOfWeek> day(String text) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day ->
                        day.name().substring(0, 3).toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
