package io.slipway.server.feed;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** What all iCalendar texts of ours have in common. */
final class CalendarText {
    private CalendarText() {}

    static Calendar empty(String method) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Slipway//Rollout//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(new Method(method));
        return calendar;
    }

    static String of(Calendar calendar) {
        StringWriter text = new StringWriter();
        try {
            // What people typed is in it: whether a validator likes that must stop no mail.
            new CalendarOutputter(false).output(calendar, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
