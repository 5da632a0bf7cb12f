package io.slipway.server.deployment;

import io.slipway.server.notification.Topic;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Reminds of reviews that have stayed open for a day, each once. */
public final class ReviewReminder implements Runnable {
    private static final Duration PATIENCE = Duration.ofDays(1);
    private final Store store;
    private final DeploymentTable table;
    private final DeploymentEvents events;
    private final Clock clock;

    public ReviewReminder(Store store, DeploymentTable table, DeploymentEvents events, Clock clock) {
        this.store = store;
        this.table = table;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public void run() {
        List<String> open = store.read(handle -> handle.createQuery(
                        "SELECT deployment FROM emergency_review WHERE closed_at IS NULL AND opened_at < :before"
                                + " AND opened_at > :forgotten")
                .bind("before", clock.instant().minus(PATIENCE).toEpochMilli())
                // what was told is kept for a while only: older ones must not be told anew
                .bind(
                        "forgotten",
                        clock.instant().minus(PATIENCE.multipliedBy(60)).toEpochMilli())
                .mapTo(String.class)
                .list());
        open.stream()
                .flatMap(id -> table.byId(id).stream())
                .forEach(deployment -> store.run(
                        handle -> events.announceOnce(handle, Topic.REVIEW_DUE, deployment, deployment.reason())));
    }
}
