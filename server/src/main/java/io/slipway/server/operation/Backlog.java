package io.slipway.server.operation;

import io.slipway.server.deployment.DeploymentState;
import io.slipway.store.Store;
import java.util.Map;
import java.util.stream.Collectors;

/** What waits in the store, for all nodes together. */
record Backlog(long queued, long running, long waiting, long inDoubt, long failed) {

    static Backlog of(Store store) {
        return store.read(handle -> {
            // only states with few rows: the index finds them, however long the history is
            Map<String, Long> states = handle
                    .createQuery("SELECT state, count(*) AS n FROM deployment"
                            + " WHERE state IN (:queued, :running, :waiting) GROUP BY state")
                    .bind("queued", DeploymentState.QUEUED.text())
                    .bind("running", DeploymentState.RUNNING.text())
                    .bind("waiting", DeploymentState.WAITING_FOR_APPROVAL.text())
                    .map((row, context) -> Map.entry(row.getString("state"), row.getLong("n")))
                    .stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            return new Backlog(
                    states.getOrDefault(DeploymentState.QUEUED.text(), 0L),
                    states.getOrDefault(DeploymentState.RUNNING.text(), 0L),
                    states.getOrDefault(DeploymentState.WAITING_FOR_APPROVAL.text(), 0L),
                    count(handle, "in_doubt"),
                    count(handle, "failed"));
        });
    }

    private static long count(org.jdbi.v3.core.Handle handle, String column) {
        return handle.createQuery("SELECT count(*) FROM environment_state WHERE " + column + " <> ''")
                .mapTo(Long.class)
                .one();
    }
}
