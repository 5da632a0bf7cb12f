package io.slipway.server.training;

import io.slipway.rollout.training.Booking;
import io.slipway.rollout.training.Session;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/** When sessions of all teams keep people busy; made from the events and can be made anew from them. */
final class Bookings {
    private final Rollouts rollouts;

    Bookings(Rollouts rollouts) {
        this.rollouts = rollouts;
    }

    private record Row(long number, String team, Instant from, Instant until, Set<String> people) {}

    /**
     * Those that are not over.
     *
     * @param caller who is told about them: a team that they may not see has no name
     * @param but the session that is to be moved; 0 for none
     */
    List<Booking> taken(Handle handle, Caller caller, Instant now, long but) {
        List<Row> rows = handle.createQuery(
                        "SELECT * FROM training_booking WHERE until_at > :now AND number <> :but ORDER BY number")
                .bind("now", now.toEpochMilli())
                .bind("but", but)
                .map((row, context) -> new Row(
                        row.getLong("number"),
                        row.getString("team"),
                        Instant.ofEpochMilli(row.getLong("from_at")),
                        Instant.ofEpochMilli(row.getLong("until_at")),
                        Set.of(row.getString("people").split(",", -1))))
                .list();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<String, ServedRollout> teams = rollouts.byTeam(handle);
        return rows.stream()
                .map(row -> new Booking(
                        Optional.ofNullable(teams.get(row.team()))
                                .filter(served -> caller.may(Permission.VIEW, served.project()))
                                .map(served -> served.rollout().title())
                                .orElse("another team"),
                        row.from(),
                        row.until(),
                        row.people()))
                .toList();
    }

    static void keep(Handle handle, ServedRollout served, Session session) {
        if (!session.stands()) {
            handle.createUpdate("DELETE FROM training_booking WHERE number = :number")
                    .bind("number", session.number())
                    .execute();
            return;
        }
        handle.createUpdate("INSERT INTO training_booking (number, team, from_at, until_at, people)"
                        + " VALUES (:number, :team, :from, :until, :people) ON CONFLICT (number) DO UPDATE SET"
                        + " from_at = excluded.from_at, until_at = excluded.until_at, people = excluded.people")
                .bind("number", session.number())
                .bind("team", served.team())
                .bind("from", session.plan().from().toEpochMilli())
                .bind("until", session.plan().until().toEpochMilli())
                .bind("people", String.join(",", session.plan().everybody()))
                .execute();
    }
}
