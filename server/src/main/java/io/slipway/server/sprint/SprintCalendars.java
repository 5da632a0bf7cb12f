package io.slipway.server.sprint;

import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.calendar.Sprint;
import io.slipway.rollout.calendar.SprintCalendar;
import io.slipway.rollout.calendar.SprintSource;
import io.slipway.rollout.calendar.Sprints;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * Each team's sprints, from its file, or as they were last read from where the file says they are kept. What was read
 * well stays until it is read well again: a calendar that vanishes takes no sprint away.
 */
public final class SprintCalendars {
    private static final Duration AGAIN = Duration.ofMinutes(30);
    private static final int MOST = 400;
    private final Store store;
    private final SprintReader reader;
    private final Clock clock;

    public SprintCalendars(Store store, SprintReader reader, Clock clock) {
        this.store = store;
        this.reader = reader;
        this.clock = clock;
    }

    private record Row(String source, String sprints, Optional<Instant> readAt, Instant triedAt, String problem) {}

    public KnownSprints of(ServedRollout served) {
        return store.read(handle -> of(handle, served));
    }

    public KnownSprints of(Handle handle, ServedRollout served) {
        SprintCalendar calendar = served.rollout().calendar();
        if (calendar.source() instanceof SprintSource.InFile) {
            return new KnownSprints(calendar, Optional.empty(), "");
        }
        return row(handle, served)
                .map(row -> new KnownSprints(calendar.with(parsed(row.sprints())), row.readAt(), row.problem()))
                .orElseGet(() -> new KnownSprints(calendar, Optional.empty(), ""));
    }

    /** Reads them when it is time to, and no other node is at it. */
    public void readWhenDue(ServedRollout served) {
        if (claim(served)) {
            read(served);
        }
    }

    private boolean claim(ServedRollout served) {
        SprintSource source = served.rollout().calendar().source();
        if (source instanceof SprintSource.InFile) {
            return false;
        }
        return store.write(handle -> {
            Optional<Row> row = row(handle, served);
            return (row.isEmpty() || row.get().triedAt().plus(AGAIN).isBefore(clock.instant()))
                    && tried(handle, served);
        });
    }

    private boolean tried(Handle handle, ServedRollout served) {
        handle.createUpdate("DELETE FROM rollout_sprints WHERE team = :team AND source <> :source")
                .bind("team", served.team())
                .bind("source", key(served))
                .execute();
        return handle.createUpdate("INSERT INTO rollout_sprints (team, source, sprints, tried_at, problem)"
                                + " VALUES (:team, :source, '', :now, '') ON CONFLICT (team) DO UPDATE SET"
                                + " tried_at = excluded.tried_at WHERE rollout_sprints.tried_at < excluded.tried_at")
                        .bind("team", served.team())
                        .bind("source", key(served))
                        .bind("now", clock.millis())
                        .execute()
                > 0;
    }

    /** Reads them now. A failure is kept beside what was known, and told by what comes back. */
    public KnownSprints read(ServedRollout served) {
        SprintCalendar calendar = served.rollout().calendar();
        if (calendar.source() instanceof SprintSource.InFile) {
            return of(served);
        }
        store.write(handle -> tried(handle, served));
        String problem;
        try {
            List<Sprint> sprints = reader.read(served.project(), calendar);
            Optional<String> fault = sprints.size() > MOST
                    ? Optional.of("there are more than " + MOST + " sprints")
                    : sprints.isEmpty() ? Optional.of("no sprint is in it") : Sprints.fault(sprints);
            if (fault.isEmpty()) {
                keep(served, sprints);
                return of(served);
            }
            problem = "What it answered is no sprint calendar: " + fault.get() + ".";
        } catch (SlipwayException e) {
            problem = Optional.ofNullable(e.getMessage()).orElse("It could not be read.");
        }
        String told = problem;
        store.run(handle -> handle.createUpdate(
                        "UPDATE rollout_sprints SET problem = :problem WHERE team = :team AND source = :source")
                .bind("problem", told)
                .bind("team", served.team())
                .bind("source", key(served))
                .execute());
        return of(served);
    }

    private void keep(ServedRollout served, List<Sprint> sprints) {
        store.run(handle -> handle.createUpdate("UPDATE rollout_sprints SET sprints = :sprints, read_at = :now,"
                        + " problem = '' WHERE team = :team AND source = :source")
                .bind(
                        "sprints",
                        sprints.stream()
                                .map(sprint -> sprint.first() + " " + sprint.last() + " " + sprint.name())
                                .collect(Collectors.joining("\n")))
                .bind("now", clock.millis())
                .bind("team", served.team())
                .bind("source", key(served))
                .execute());
    }

    private static Optional<Row> row(Handle handle, ServedRollout served) {
        return handle.createQuery("SELECT * FROM rollout_sprints WHERE team = :team AND source = :source")
                .bind("team", served.team())
                .bind("source", key(served))
                .map((row, context) -> new Row(
                        row.getString("source"),
                        row.getString("sprints"),
                        Optional.ofNullable((Number) row.getObject("read_at"))
                                .map(at -> Instant.ofEpochMilli(at.longValue())),
                        Instant.ofEpochMilli(row.getLong("tried_at")),
                        row.getString("problem")))
                .findOne();
    }

    private static List<Sprint> parsed(String text) {
        return text.lines()
                .map(line -> line.split(" ", 3))
                .map(part -> new Sprint(part[2], LocalDate.parse(part[0]), LocalDate.parse(part[1])))
                .toList();
    }

    /** Where they are kept, for what was read from another place says nothing; a reference names its secret only. */
    private static String key(ServedRollout served) {
        return served.rollout().calendar().source().toString();
    }
}
