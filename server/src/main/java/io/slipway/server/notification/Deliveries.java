package io.slipway.server.notification;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** What was sent to whom, what waits, and what was given up. A state changes only from the one that was seen. */
public final class Deliveries {
    private static final String SELECT =
            "SELECT d.*, e.kind, e.number FROM delivery d JOIN outbox_event e ON e.id = d.event ";
    private static final RowMapper<Delivery> DELIVERY = (row, context) -> delivery(row);
    private final Store store;
    private final AuditLog audit;
    private final Clock clock;

    public Deliveries(Store store, AuditLog audit, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Newest first.
     *
     * @param project empty for all
     * @param state empty for all
     */
    public List<Delivery> list(String project, String state, int limit) {
        return store.read(handle -> handle.createQuery(SELECT + "WHERE (:project = '' OR d.project = :project)"
                        + " AND (:state = '' OR d.state = :state) ORDER BY d.made_at DESC, d.id LIMIT :limit")
                .bind("project", project)
                .bind("state", state)
                .bind("limit", limit)
                .map(DELIVERY)
                .list());
    }

    /** @throws SlipwayException {@code not-found}, {@code deployment-state} when it was not given up */
    Delivery sendAgain(Caller caller, String project, String id) {
        Delivery delivery = byId(id).filter(known -> known.project().equals(project))
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no such delivery.", ""));
        store.run(handle -> {
            int moved = handle.createUpdate("UPDATE delivery SET state = 'waiting', attempts = 0, next_at = :now,"
                            + " ended_at = NULL WHERE id = :id AND state = 'dead'")
                    .bind("now", clock.millis())
                    .bind("id", id)
                    .execute();
            if (moved == 0) {
                throw SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "Only what was given up can be sent again.", "");
            }
            audit.append(handle, caller.name(), "notification-sent-again", project, id, detail(delivery));
        });
        return byId(id).orElseThrow();
    }

    Optional<Delivery> byId(String id) {
        return store.read(handle -> handle.createQuery(SELECT + "WHERE d.id = :id")
                .bind("id", id)
                .map(DELIVERY)
                .findOne());
    }

    List<Delivery> waiting() {
        return store.read(handle -> handle.createQuery(SELECT + "WHERE d.state = 'waiting' ORDER BY d.next_at")
                .map(DELIVERY)
                .list());
    }

    String add(Handle handle, Notice notice, String subscription, Channel channel, String address) {
        String id = UUID.randomUUID().toString();
        handle.createUpdate("INSERT INTO delivery (id, event, project, subscription, channel, address, state,"
                        + " attempts, next_at, result, made_at) VALUES (:id, :event, :project, :subscription,"
                        + " :channel, :address, 'waiting', 0, :now, '', :now)")
                .bind("id", id)
                .bind("event", notice.id())
                .bind("project", notice.about().project())
                .bind("subscription", subscription)
                .bind("channel", channel.text())
                .bind("address", address)
                .bind("now", clock.millis())
                .execute();
        return id;
    }

    /** Takes it for one try. Written before anything is sent, so that tries are counted even when a node dies of one. */
    boolean claim(Delivery delivery) {
        return store.write(handle -> handle.createUpdate("UPDATE delivery SET attempts = attempts + 1"
                                + " WHERE id = :id AND state = 'waiting' AND attempts = :seen")
                        .bind("id", delivery.id())
                        .bind("seen", delivery.attempts())
                        .execute())
                > 0;
    }

    void sent(Delivery delivery, String result) {
        store.run(handle -> end(handle, delivery, "sent", result));
    }

    void later(Delivery delivery, String why, Instant next) {
        store.run(handle -> handle.createUpdate("UPDATE delivery SET next_at = :next, result = :result"
                        + " WHERE id = :id AND state = 'waiting'")
                .bind("next", next.toEpochMilli())
                .bind("result", why)
                .bind("id", delivery.id())
                .execute());
    }

    void dead(Delivery delivery, String why) {
        store.run(handle -> {
            if (end(handle, delivery, "dead", why)) {
                audit.append(
                        handle,
                        "slipway",
                        "notification-given-up",
                        delivery.project(),
                        delivery.id(),
                        detail(delivery));
            }
        });
    }

    private boolean end(Handle handle, Delivery delivery, String state, String result) {
        return handle.createUpdate("UPDATE delivery SET state = :state, result = :result, ended_at = :now"
                                + " WHERE id = :id AND state = 'waiting'")
                        .bind("state", state)
                        .bind("result", result)
                        .bind("now", clock.millis())
                        .bind("id", delivery.id())
                        .execute()
                > 0;
    }

    /** Old ones that have ended, and the notices of which none is left. */
    void clear(Instant before) {
        store.run(handle -> {
            handle.createUpdate("DELETE FROM delivery WHERE ended_at < :before")
                    .bind("before", before.toEpochMilli())
                    .execute();
            handle.createUpdate("DELETE FROM outbox_event WHERE at < :before AND distributed_at IS NOT NULL"
                            + " AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.event = outbox_event.id)")
                    .bind("before", before.toEpochMilli())
                    .execute();
            handle.execute(
                    "DELETE FROM letter WHERE NOT EXISTS" + " (SELECT 1 FROM outbox_event e WHERE e.id = letter.id)");
        });
    }

    private static Map<String, String> detail(Delivery delivery) {
        return Map.of(
                "event",
                delivery.topic().text(),
                delivery.topic().ofCase() ? "case" : "deployment",
                "#" + delivery.number(),
                "channel",
                delivery.channel().text(),
                "address",
                delivery.address());
    }

    private static Delivery delivery(ResultSet row) throws SQLException {
        return new Delivery(
                row.getString("id"),
                row.getString("event"),
                Topic.of(row.getString("kind")),
                row.getLong("number"),
                row.getString("project"),
                row.getString("subscription"),
                Channel.of(row.getString("channel")),
                row.getString("address"),
                Delivery.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
                row.getInt("attempts"),
                Instant.ofEpochMilli(row.getLong("next_at")),
                row.getString("result"),
                Instant.ofEpochMilli(row.getLong("made_at")),
                Optional.ofNullable((Number) row.getObject("ended_at"))
                        .map(ms -> Instant.ofEpochMilli(ms.longValue())));
    }
}
