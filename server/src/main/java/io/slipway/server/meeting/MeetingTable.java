package io.slipway.server.meeting;

import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jdbi.v3.core.Handle;

/** Which sessions are to have a meeting, and how far that is done. */
public final class MeetingTable {
    /** What a meeting is to be whose session is cancelled, or has another link. */
    public static final String GONE = "gone";

    private final Store store;
    private final Clock clock;

    public MeetingTable(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A session's meeting.
     *
     * @param mark what it is found by, made before anything is sent
     * @param state {@code waiting}, {@code done} or {@code dead}: it was given up
     * @param remote its key at the provider; empty until it is known
     * @param wanted from and until, with a slash between; or {@link #GONE}
     * @param told what the provider was last told
     * @param begunAt when it was last begun to be made without hearing how that ended
     * @param result why it waits, or was given up; empty when nothing went wrong
     */
    public record Meeting(
            long session,
            String team,
            String mark,
            String state,
            String remote,
            String wanted,
            String told,
            int attempts,
            Optional<Instant> begunAt,
            Instant nextAt,
            String result) {
        public boolean known() {
            return !remote.isEmpty();
        }

        public boolean unwanted() {
            return wanted.equals(GONE);
        }

        /** @throws IllegalStateException it is unwanted */
        public GotoClient.Times times() {
            String[] both = wanted.split("/", 2);
            if (both.length != 2) {
                throw new IllegalStateException("a meeting that is unwanted has no times");
            }
            return new GotoClient.Times(Instant.parse(both[0]), Instant.parse(both[1]));
        }
    }

    /** In the transaction of what is wanted: neither is there without the other. */
    public void want(Handle handle, String team, long session, GotoClient.Times times) {
        handle.createUpdate("INSERT INTO training_meeting (session, team, mark, state, remote, wanted, told, attempts,"
                        + " next_at, result) VALUES (:session, :team, :mark, 'waiting', '', :wanted, '', 0, :now, '')"
                        + " ON CONFLICT (session) DO UPDATE SET wanted = excluded.wanted, state = 'waiting',"
                        + " attempts = 0, next_at = excluded.next_at")
                .bind("session", session)
                .bind("team", team)
                .bind(
                        "mark",
                        "slipway-"
                                + HexFormat.of()
                                        .toHexDigits(ThreadLocalRandom.current().nextLong()))
                .bind("wanted", times.from() + "/" + times.until())
                .bind("now", clock.millis())
                .execute();
    }

    /** Nothing happens where there is none. */
    public void unwant(Handle handle, long session) {
        handle.createUpdate("UPDATE training_meeting SET wanted = :gone, state = 'waiting', attempts = 0,"
                        + " next_at = :now WHERE session = :session")
                .bind("gone", GONE)
                .bind("now", clock.millis())
                .bind("session", session)
                .execute();
    }

    /** Tries again what waits or was given up. */
    public void again(long session) {
        store.run(handle -> handle.createUpdate("UPDATE training_meeting SET state = 'waiting', attempts = 0,"
                        + " next_at = :now WHERE session = :session AND state <> 'done'")
                .bind("now", clock.millis())
                .bind("session", session)
                .execute());
    }

    public Optional<Meeting> find(long session) {
        return store.read(handle -> find(handle, session));
    }

    public Optional<Meeting> find(Handle handle, long session) {
        return handle.createQuery("SELECT * FROM training_meeting WHERE session = :session")
                .bind("session", session)
                .map((row, context) -> meeting(row))
                .findOne();
    }

    public List<Meeting> due() {
        return store.read(handle -> handle.createQuery("SELECT * FROM training_meeting WHERE state = 'waiting'"
                        + " AND next_at <= :now ORDER BY next_at LIMIT 100")
                .bind("now", clock.millis())
                .map((row, context) -> meeting(row))
                .list());
    }

    /** Takes it for one try; false when another was quicker. */
    public boolean claim(Meeting one) {
        return store.write(handle -> handle.createUpdate("UPDATE training_meeting SET attempts = attempts + 1"
                                + " WHERE session = :session AND attempts = :seen AND state = 'waiting'")
                        .bind("session", one.session())
                        .bind("seen", one.attempts())
                        .execute())
                > 0;
    }

    /** Written before it is made: whoever comes next looks for it first. False when another began meanwhile. */
    public boolean begin(Meeting one) {
        return store.write(handle -> handle.createUpdate("UPDATE training_meeting SET begun_at = :now"
                                + " WHERE session = :session AND remote = '' AND coalesce(begun_at, 0) = :seen")
                        .bind("now", clock.millis())
                        .bind("session", one.session())
                        .bind("seen", one.begunAt().map(Instant::toEpochMilli).orElse(0L))
                        .execute())
                > 0;
    }

    /** The provider said that it did not make it. */
    public void notBegun(Meeting one) {
        update("begun_at = NULL", one, Map.of());
    }

    public void known(Handle handle, Meeting one, String key) {
        update(handle, "remote = :key, begun_at = NULL", one, Map.of("key", key));
    }

    /** Something else may be wanted by now: then it goes on waiting. */
    public void told(Meeting one) {
        update(
                "told = :told, result = '', state = CASE WHEN wanted = :told THEN 'done' ELSE 'waiting' END",
                one,
                Map.of("told", one.wanted()));
    }

    public void later(Meeting one, String why, Instant next) {
        update("result = :why, next_at = :next", one, Map.of("why", why, "next", next.toEpochMilli()));
    }

    public void dead(Meeting one, String why) {
        update("result = :why, state = 'dead'", one, Map.of("why", why));
    }

    private void update(String what, Meeting one, Map<String, ?> values) {
        store.run(handle -> update(handle, what, one, values));
    }

    private static void update(Handle handle, String what, Meeting one, Map<String, ?> values) {
        handle.createUpdate("UPDATE training_meeting SET " + what + " WHERE session = :session")
                .bindMap(values)
                .bind("session", one.session())
                .execute();
    }

    private static Meeting meeting(ResultSet row) throws SQLException {
        return new Meeting(
                row.getLong("session"),
                row.getString("team"),
                row.getString("mark"),
                row.getString("state"),
                row.getString("remote"),
                row.getString("wanted"),
                row.getString("told"),
                row.getInt("attempts"),
                Optional.ofNullable((Number) row.getObject("begun_at")).map(ms -> Instant.ofEpochMilli(ms.longValue())),
                Instant.ofEpochMilli(row.getLong("next_at")),
                row.getString("result"));
    }
}
