package io.slipway.server.feed;

import io.slipway.server.rollout.ServedRollout;
import java.util.List;

/** A part of a rollout that has days or times: sprints and dates, trainings, meetings. */
@FunctionalInterface
public interface CalendarEntries {
    List<CalendarEntry> of(ServedRollout served);
}
