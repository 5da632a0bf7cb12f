package io.slipway.server.feed;

import io.slipway.server.rollout.ServedRollout;
import java.util.List;
import net.fortuna.ical4j.model.Calendar;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.Description;
import net.fortuna.ical4j.model.property.XProperty;

/** Rollouts as an iCalendar text. */
final class FeedText {
    private FeedText() {}

    static String of(String name, List<ServedRollout> rollouts, List<CalendarEntries> sources) {
        Calendar calendar = CalendarText.calendar("PUBLISH");
        calendar.add(new XProperty("X-WR-CALNAME", name));
        calendar.add(new XProperty("X-PUBLISHED-TTL", "PT1H"));
        for (ServedRollout served : rollouts) {
            for (CalendarEntries source : sources) {
                for (CalendarEntry entry : source.of(served)) {
                    calendar.add(event(served, entry));
                }
            }
        }
        return CalendarText.text(calendar);
    }

    private static VEvent event(ServedRollout served, CalendarEntry entry) {
        VEvent event = CalendarText.event(
                entry.id() + "." + served.team() + "@slipway", entry.title(), entry.when(), entry.status());
        if (!entry.description().isEmpty()) {
            event.add(new Description(entry.description()));
        }
        return event;
    }
}
