package io.slipway.server.feed;

import io.slipway.server.feed.CalendarEntry.When;
import io.slipway.server.rollout.ServedRollout;
import java.util.List;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.Status;
import net.fortuna.ical4j.model.property.Transp;
import net.fortuna.ical4j.model.property.Uid;
import net.fortuna.ical4j.model.property.XProperty;

/** Rollouts as an iCalendar text. */
final class FeedText {
    private FeedText() {}

    static String of(String name, List<ServedRollout> rollouts, List<CalendarEntries> sources) {
        Calendar calendar = CalendarText.empty("PUBLISH");
        calendar.add(new XProperty("X-WR-CALNAME", name));
        calendar.add(new XProperty("X-PUBLISHED-TTL", "PT1H"));
        for (ServedRollout served : rollouts) {
            for (CalendarEntries source : sources) {
                for (CalendarEntry entry : source.of(served)) {
                    calendar.add(event(served, entry));
                }
            }
        }
        return CalendarText.of(calendar);
    }

    private static VEvent event(ServedRollout served, CalendarEntry entry) {
        VEvent event = entry.when() instanceof When.Days days
                ? new VEvent(days.first(), days.last().plusDays(1), entry.title())
                : new VEvent(((When.Times) entry.when()).from(), ((When.Times) entry.when()).until(), entry.title());
        event.add(new Uid(entry.id() + "." + served.team() + "@slipway"));
        event.add(new Status(entry.status()));
        // A sprint keeps nobody's day busy.
        event.add(new Transp(entry.when() instanceof When.Days ? Transp.VALUE_TRANSPARENT : Transp.VALUE_OPAQUE));
        if (!entry.description().isEmpty()) {
            event.add(new Description(entry.description()));
        }
        return event;
    }
}
