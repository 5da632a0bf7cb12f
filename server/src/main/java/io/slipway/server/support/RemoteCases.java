package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.CaseEvent;
import io.slipway.rollout.support.Tracker;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** Which cases are to be in which tracker, and how far that is done. */
public final class RemoteCases {
    private static final RowMapper<RemoteCase> REMOTE = (row, context) -> remote(row);
    private final Store store;
    private final Clock clock;

    public RemoteCases(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * A case in a tracker.
     *
     * @param mark what it is found by there, made before anything is sent
     * @param remote its key there; empty until it is known
     * @param remoteState what the tracker calls its state
     * @param wanted the newest event that it must tell
     * @param told the newest that it tells
     * @param begunAt when it was last begun to be made without hearing how that ended
     */
    public record RemoteCase(
            long number,
            String tracker,
            String team,
            String mark,
            String state,
            String remote,
            String remoteState,
            long wanted,
            long told,
            int attempts,
            Optional<Instant> begunAt,
            Instant nextAt,
            String result) {
        public boolean known() {
            return !remote.isEmpty();
        }

        /** As people there call it; empty until it is known. */
        public String shown() {
            return TrackerClient.Remote.shown(remote);
        }
    }

    /** In the transaction of the event: neither is there without the other. */
    void want(Handle handle, ServedRollout rollout, Case one, CaseEvent.Kind kind) {
        if (kind == CaseEvent.Kind.TRACKED || one.source() == Case.Source.PROOF) {
            return;
        }
        rollout.rollout()
                .support()
                .ifPresent(support -> support.trackers().stream()
                        .filter(tracker -> one.tier().compareTo(tracker.from()) >= 0)
                        .forEach(tracker -> insert(handle, rollout, one, tracker)));
        // One that went there stays there, whatever tier has it now.
        handle.createUpdate("UPDATE support_remote SET wanted = :last, state = 'waiting', attempts = 0, next_at = :now"
                        + " WHERE number = :number")
                .bind("last", one.last())
                .bind("now", clock.millis())
                .bind("number", one.number())
                .execute();
    }

    private void insert(Handle handle, ServedRollout rollout, Case one, Tracker tracker) {
        handle.createUpdate("INSERT INTO support_remote (number, tracker, team, mark, state, remote, remote_state,"
                        + " wanted, told, attempts, next_at, asked_at, result) VALUES (:number, :tracker, :team, :mark,"
                        + " 'waiting', '', '', :last, 0, 0, :now, 0, '') ON CONFLICT (number, tracker) DO NOTHING")
                .bind("number", one.number())
                .bind("tracker", tracker.name())
                .bind("team", rollout.team())
                .bind("mark", "slipway-" + UUID.randomUUID())
                .bind("last", one.last())
                .bind("now", clock.millis())
                .execute();
    }

    public List<RemoteCase> of(long number) {
        return store.read(
                handle -> handle.createQuery("SELECT * FROM support_remote WHERE number = :number ORDER BY tracker")
                        .bind("number", number)
                        .map(REMOTE)
                        .list());
    }

    Optional<RemoteCase> find(long number, String tracker) {
        return store.read(handle -> find(handle, number, tracker));
    }

    static Optional<RemoteCase> find(Handle handle, long number, String tracker) {
        return handle.createQuery("SELECT * FROM support_remote WHERE number = :number AND tracker = :tracker")
                .bind("number", number)
                .bind("tracker", tracker)
                .map(REMOTE)
                .findOne();
    }

    List<RemoteCase> waiting() {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM support_remote WHERE state = 'waiting' ORDER BY next_at LIMIT 500")
                .map(REMOTE)
                .list());
    }

    /** Those whose tracker may have something new, the longest not asked first. */
    List<RemoteCase> toAsk(Instant before, int limit) {
        return store.read(handle -> handle.createQuery("SELECT r.* FROM support_remote r JOIN support_case c"
                        + " ON c.number = r.number WHERE r.state = 'there' AND r.asked_at < :before"
                        + " AND c.due_at < :over ORDER BY r.asked_at, r.number LIMIT :limit")
                .bind("before", before.toEpochMilli())
                .bind("over", CaseTable.OVER)
                .bind("limit", limit)
                .map(REMOTE)
                .list());
    }

    /**
     * Has the tracker asked with the next look, not only when its turn comes.
     *
     * @param key as people there call it; one that is no case's changes nothing
     */
    void askSoon(String team, String tracker, String key) {
        store.run(handle -> handle.createUpdate("UPDATE support_remote SET asked_at = 0 WHERE team = :team"
                        + " AND tracker = :tracker AND (remote = :key OR remote LIKE :number ESCAPE '!')")
                .bind("team", team)
                .bind("tracker", tracker)
                .bind("key", key)
                .bind("number", key.replace("_", "!_") + "/%")
                .execute());
    }

    void asked(RemoteCase one) {
        update("UPDATE support_remote SET asked_at = :now WHERE number = :number AND tracker = :tracker", one);
    }

    /** Takes it for one try; false when another was quicker. */
    boolean claim(RemoteCase one) {
        return store.write(handle -> handle.createUpdate("UPDATE support_remote SET attempts = attempts + 1"
                                + " WHERE number = :number AND tracker = :tracker AND attempts = :seen"
                                + " AND state = 'waiting'")
                        .bind("number", one.number())
                        .bind("tracker", one.tracker())
                        .bind("seen", one.attempts())
                        .execute())
                > 0;
    }

    /** Written before the tracker is asked to make it: whoever comes next looks for it there first. */
    void begin(RemoteCase one) {
        update("UPDATE support_remote SET begun_at = :now WHERE number = :number AND tracker = :tracker", one);
    }

    /** The tracker said that it did not make it this time; what is not known of an earlier time still is not. */
    void notBegun(RemoteCase one) {
        store.run(handle -> handle.createUpdate("UPDATE support_remote SET begun_at = :begun WHERE number = :number"
                        + " AND tracker = :tracker")
                .bind("begun", one.begunAt().map(Instant::toEpochMilli).orElse(null))
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute());
    }

    /** It was looked for and is not there, which is no failed try. */
    void looked(RemoteCase one, String why, Instant next) {
        store.run(handle -> handle.createUpdate("UPDATE support_remote SET attempts = :attempts, result = :why,"
                        + " next_at = :next WHERE number = :number AND tracker = :tracker AND state = 'waiting'"
                        + " AND attempts = :claimed")
                .bind("attempts", one.attempts())
                .bind("claimed", one.attempts() + 1)
                .bind("why", why)
                .bind("next", next.toEpochMilli())
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute());
    }

    private void update(String sql, RemoteCase one) {
        store.run(handle -> handle.createUpdate(sql)
                .bindMap(sql.contains(":now") ? java.util.Map.of("now", clock.millis()) : java.util.Map.of())
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute());
    }

    void known(Handle handle, RemoteCase one, String key) {
        handle.createUpdate("UPDATE support_remote SET remote = :key, begun_at = NULL"
                        + " WHERE number = :number AND tracker = :tracker AND remote = ''")
                .bind("key", key)
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute();
    }

    void state(Handle handle, RemoteCase one, String remoteState) {
        handle.createUpdate("UPDATE support_remote SET remote_state = :state"
                        + " WHERE number = :number AND tracker = :tracker")
                .bind("state", remoteState)
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute();
    }

    /** @param told the newest event that the tracker has now; with newer ones it goes on waiting */
    void told(RemoteCase one, long told) {
        store.run(handle -> handle.createUpdate("UPDATE support_remote SET told = :told, result = '', state ="
                        + " CASE WHEN wanted > :told THEN 'waiting' ELSE 'there' END"
                        + " WHERE number = :number AND tracker = :tracker")
                .bind("told", told)
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute());
    }

    void later(RemoteCase one, String why, Instant next) {
        ended(one, "waiting", why, next);
    }

    void dead(RemoteCase one, String why) {
        ended(one, "dead", why, one.nextAt());
    }

    private void ended(RemoteCase one, String state, String why, Instant next) {
        store.run(handle -> handle.createUpdate("UPDATE support_remote SET state = :state, result = :why,"
                        + " next_at = :next WHERE number = :number AND tracker = :tracker AND state = 'waiting'")
                .bind("state", state)
                .bind("why", why)
                .bind("next", next.toEpochMilli())
                .bind("number", one.number())
                .bind("tracker", one.tracker())
                .execute());
    }

    private static RemoteCase remote(ResultSet row) throws SQLException {
        return new RemoteCase(
                row.getLong("number"),
                row.getString("tracker"),
                row.getString("team"),
                row.getString("mark"),
                row.getString("state"),
                row.getString("remote"),
                row.getString("remote_state"),
                row.getLong("wanted"),
                row.getLong("told"),
                row.getInt("attempts"),
                Optional.ofNullable((Number) row.getObject("begun_at")).map(ms -> Instant.ofEpochMilli(ms.longValue())),
                Instant.ofEpochMilli(row.getLong("next_at")),
                row.getString("result"));
    }
}
