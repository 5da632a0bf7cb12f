package io.slipway.server.feed;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import net.fortuna.ical4j.data.CalendarOutputter;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Method;
import net.fortuna.ical4j.model.property.ProdId;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.immutable.ImmutableCalScale;
import net.fortuna.ical4j.model.property.immutable.ImmutableVersion;

/** What every iCalendar text of this server is made of. */
public final class CalendarText {
    private CalendarText() {}

    /** @param method iCalendar's, such as {@code PUBLISH} */
    public static Calendar calendar(String method) {
        Calendar calendar = new Calendar();
        calendar.add(new ProdId("-//Slipway//Rollout//EN"));
        calendar.add(ImmutableVersion.VERSION_2_0);
        calendar.add(ImmutableCalScale.GREGORIAN);
        calendar.add(new Method(method));
        return calendar;
    }

    /** Whole days keep nobody busy: a sprint leaves room for meetings. */
    public static VEvent event(String uid, String title, CalendarEntry.When when, String status) {
        VEvent event = when instanceof CalendarEntry.When.Days days
                ? new VEvent(days.first(), days.last().plusDays(1), title)
                : new VEvent(
                        ((CalendarEntry.When.Times) when).from(), ((CalendarEntry.When.Times) when).until(), title);
        event.add(new Uid(uid));
        event.add(new Status(status));
        event.add(new Transp(when instanceof CalendarEntry.When.Days ? Transp.VALUE_TRANSPARENT : Transp.VALUE_OPAQUE));
        return event;
    }

    public static String text(Calendar calendar) {
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
