package io.slipway.server.sprint;

import java.time.LocalDate;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.Recur;
import net.fortuna.ical4j.model.component.CalendarComponent;

/** The days on which an entry of a calendar repeats (RRULE, RDATE, EXDATE of RFC 5545), within bounds. */
final class RepeatedDays {
    private static final int MOST = 500;
    private static final Set<String> FREQUENCIES = Set.of("DAILY", "WEEKLY", "MONTHLY", "YEARLY");
    /** The end of an entry of whole days is said as a time all the same by some programs. */
    private static final Pattern UNTIL_TIME = Pattern.compile("(?i)(UNTIL=\\d{8})T\\d{6}Z?");

    private RepeatedDays() {}

    /**
     * @param name what people call it, for a message
     * @param until the last day that is asked for: a rule may have no end
     * @throws io.slipway.release.error.SlipwayException {@code sprints-unreadable} for a rule that is none, or that gives
     *     too many days
     */
    static NavigableSet<LocalDate> of(CalendarComponent entry, String name, LocalDate first, LocalDate until) {
        NavigableSet<LocalDate> days = new TreeSet<>();
        days.add(first);
        String rule = FeedValue.of(entry, Property.RRULE);
        if (!rule.isEmpty()) {
            days.addAll(byRule(rule, name, first, until));
        }
        FeedValue.days(entry, Property.RDATE).stream()
                .filter(day -> !day.isAfter(until))
                .forEach(days::add);
        FeedValue.days(entry, Property.EXDATE).forEach(days::remove);
        if (days.size() > MOST) {
            throw FeedValue.unreadable(
                    "The entry '" + name + "' repeats more than " + MOST + " times until " + until + ".");
        }
        return days;
    }

    private static List<LocalDate> byRule(String rule, String name, LocalDate first, LocalDate until) {
        try {
            Recur<LocalDate> recur = new Recur<>(UNTIL_TIME.matcher(rule).replaceAll("$1"));
            if (FREQUENCIES.contains(recur.getFrequency().name())) {
                return recur.getDates(first, first, until, MOST + 1);
            }
        } catch (RuntimeException e) {
            // The library throws many kinds of them at rules that are none.
            throw FeedValue.unreadable("The entry '" + name + "' repeats by a rule that is none.")
                    .causedBy(e);
        }
        throw FeedValue.unreadable("The entry '" + name + "' repeats within a day: that is no sprint.");
    }
}
