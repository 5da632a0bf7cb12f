package io.slipway.server.deployment;

import io.slipway.server.notification.About;
import io.slipway.server.notification.Outbox;
import io.slipway.server.notification.Topic;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What is told of each deployment: kept, so that any node and any later reader sees all of it. */
public final class DeploymentEvents {
    private final Store store;
    private final Outbox outbox;
    private final Clock clock;

    public DeploymentEvents(Store store, Outbox outbox, Clock clock) {
        this.store = store;
        this.outbox = outbox;
        this.clock = clock;
    }

    /** @param after sequence of the last one that the reader has; 0 for all */
    public List<DeploymentEvent> after(String deployment, long after, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM deployment_event WHERE deployment = :deployment"
                        + " AND sequence > :after ORDER BY sequence LIMIT :limit")
                .bind("deployment", deployment)
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list());
    }

    /**
     * The newest before a place, oldest first.
     *
     * @param before sequence of the first one that the reader has
     */
    public List<DeploymentEvent> newest(String deployment, long before, int limit) {
        List<DeploymentEvent> newest = store.read(handle -> handle.createQuery(
                        "SELECT * FROM deployment_event WHERE deployment = :deployment AND sequence < :before"
                                + " ORDER BY sequence DESC LIMIT :limit")
                .bind("deployment", deployment)
                .bind("before", before)
                .bind("limit", limit)
                .map((row, context) -> event(row))
                .list());
        Collections.reverse(newest);
        return newest;
    }

    private static DeploymentEvent event(ResultSet row) throws SQLException {
        return new DeploymentEvent(
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("kind"),
                row.getString("message"),
                row.getLong("done"),
                row.getLong("total"));
    }

    /** @param events their sequence is given here */
    static void add(Handle handle, String deployment, List<DeploymentEvent> events) {
        if (events.isEmpty()) {
            return;
        }
        long sequence = handle.createQuery(
                        "SELECT coalesce(max(sequence), 0) FROM deployment_event WHERE deployment = :deployment")
                .bind("deployment", deployment)
                .mapTo(Long.class)
                .one();
        PreparedBatch batch = handle.prepareBatch("INSERT INTO deployment_event"
                + " (deployment, sequence, at, kind, message, done, total)"
                + " VALUES (:deployment, :sequence, :at, :kind, :message, :done, :total)");
        for (DeploymentEvent event : events) {
            batch.bind("deployment", deployment)
                    .bind("sequence", ++sequence)
                    .bind("at", event.at().toEpochMilli())
                    .bind("kind", event.kind())
                    .bind("message", event.message())
                    .bind("done", event.done())
                    .bind("total", event.total())
                    .add();
        }
        batch.execute();
    }

    void tell(Handle handle, String deployment, String kind, String message) {
        add(handle, deployment, List.of(event(kind, message, 0, 0)));
    }

    /** Whether it is the last that was told: what is so for a while is told when it begins. */
    boolean told(Handle handle, String deployment, String sentence) {
        return handle.createQuery("SELECT message FROM deployment_event WHERE deployment = :deployment"
                        + " ORDER BY sequence DESC LIMIT 1")
                .bind("deployment", deployment)
                .mapTo(String.class)
                .findOne()
                .filter(sentence::equals)
                .isPresent();
    }

    /** Tells those who wanted to be told, once the transaction is through. */
    void announce(Handle handle, Topic topic, ServedDeployment deployment, String actor, String reason) {
        outbox.write(handle, topic, about(deployment), actor, reason);
    }

    /** For what is seen more than once of a deployment, and told once. */
    void announceOnce(Handle handle, Topic topic, ServedDeployment deployment, String reason) {
        outbox.writeOnce(handle, deployment.id(), topic, about(deployment), "slipway", reason);
    }

    private static About about(ServedDeployment deployment) {
        return new About(
                deployment.project(),
                deployment.environment(),
                deployment.number(),
                deployment.verb(),
                deployment.version(),
                deployment.requestedBy());
    }

    DeploymentEvent event(String kind, String message, long done, long total) {
        return new DeploymentEvent(0, clock.instant(), kind, message, done, total);
    }
}
