package io.slipway.server.notification;

import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** What is to be told, written in the very transaction of the change it tells of: neither is there without the other. */
public final class Outbox {
    private final Store store;
    private final Clock clock;

    public Outbox(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    public void write(Handle handle, Topic topic, About about, String actor, String reason) {
        insert(handle, new Notice(UUID.randomUUID().toString(), topic, about, actor, reason, "", clock.instant()));
    }

    /** @param key what is told once only, however often it is seen */
    public void writeOnce(Handle handle, String key, Topic topic, About about, String actor, String reason) {
        String id = UUID.nameUUIDFromBytes((topic.text() + ":" + key).getBytes(StandardCharsets.UTF_8))
                .toString();
        insert(handle, new Notice(id, topic, about, actor, reason, "", clock.instant()));
    }

    /** @return the notice's id */
    String writeTest(Handle handle, String project, String subscription, String actor) {
        About about = new About(project, "", 0, "", "", actor);
        Notice test =
                new Notice(UUID.randomUUID().toString(), Topic.TEST, about, actor, "", subscription, clock.instant());
        insert(handle, test);
        return test.id();
    }

    void write(Handle handle, Notice notice) {
        insert(handle, notice);
    }

    private static void insert(Handle handle, Notice notice) {
        About about = notice.about();
        handle.createUpdate("INSERT INTO outbox_event (id, kind, project, environment, number, verb, version,"
                        + " requested_by, actor, reason, only_to, at) VALUES (:id, :kind, :project, :environment,"
                        + " :number, :verb, :version, :requestedBy, :actor, :reason, :onlyTo, :at)"
                        + " ON CONFLICT (id) DO NOTHING")
                .bind("id", notice.id())
                .bind("kind", notice.topic().text())
                .bind("project", about.project())
                .bind("environment", about.environment())
                .bind("number", about.number())
                .bind("verb", about.verb())
                .bind("version", about.version())
                .bind("requestedBy", about.requestedBy())
                .bind("actor", notice.actor())
                .bind("reason", notice.reason())
                .bind("onlyTo", notice.onlyTo())
                .bind("at", notice.at().toEpochMilli())
                .execute();
    }

    /** Those of which no deliveries were made yet, the oldest first. */
    List<Notice> undistributed(int limit) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM outbox_event WHERE distributed_at IS NULL ORDER BY at, id LIMIT :limit")
                .bind("limit", limit)
                .map((row, context) -> notice(row))
                .list());
    }

    /** @return false when another node was quicker */
    boolean distributed(Handle handle, Notice notice) {
        return handle.createUpdate(
                                "UPDATE outbox_event SET distributed_at = :now WHERE id = :id AND distributed_at IS NULL")
                        .bind("now", clock.millis())
                        .bind("id", notice.id())
                        .execute()
                > 0;
    }

    Optional<Notice> byId(String id) {
        return store.read(handle -> handle.createQuery("SELECT * FROM outbox_event WHERE id = :id")
                .bind("id", id)
                .map((row, context) -> notice(row))
                .findOne());
    }

    private static Notice notice(ResultSet row) throws SQLException {
        return new Notice(
                row.getString("id"),
                Topic.of(row.getString("kind")),
                new About(
                        row.getString("project"),
                        row.getString("environment"),
                        row.getLong("number"),
                        row.getString("verb"),
                        row.getString("version"),
                        row.getString("requested_by")),
                row.getString("actor"),
                row.getString("reason"),
                row.getString("only_to"),
                Instant.ofEpochMilli(row.getLong("at")));
    }
}
