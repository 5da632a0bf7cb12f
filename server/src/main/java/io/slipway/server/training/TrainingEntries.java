package io.slipway.server.training;

import io.slipway.rollout.support.JoinLink;
import io.slipway.rollout.training.Session;
import io.slipway.server.feed.CalendarEntries;
import io.slipway.server.feed.CalendarEntry;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Sessions of trainings, for calendars. */
public final class TrainingEntries implements CalendarEntries {
    private static final Duration BACK = Duration.ofDays(90);
    private final TrainingBook book;
    private final Clock clock;

    public TrainingEntries(TrainingBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    @Override
    public List<CalendarEntry> of(ServedRollout served) {
        Instant from = clock.instant().minus(BACK);
        return book.sessions(served).all().stream()
                .filter(session -> session.stands() && session.plan().from().isAfter(from))
                .map(session -> entry(served, session))
                .toList();
    }

    private static CalendarEntry entry(ServedRollout served, Session session) {
        return new CalendarEntry(
                "training." + session.number(),
                TrainingInvitations.title(served, session),
                JoinLink.isMade(session.plan().link()) ? "" : session.plan().link(),
                new CalendarEntry.When.Times(
                        session.plan().from(), session.plan().until()),
                "CONFIRMED");
    }
}
