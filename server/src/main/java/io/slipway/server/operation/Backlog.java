package io.slipway.server.operation;

import io.slipway.server.deployment.DeploymentState;
import io.slipway.store.Store;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * What waits in the store, for all nodes together.
 *
 * @param queued those whose time has come
 */
record Backlog(long queued, long running, long waiting, long inDoubt, long failed) {

    static Backlog of(Store store, Instant now) {
        return store.read(handle -> new Backlog(
                deployments(handle, DeploymentState.QUEUED, now.toEpochMilli()),
                deployments(handle, DeploymentState.RUNNING, Long.MAX_VALUE),
                deployments(handle, DeploymentState.WAITING_FOR_APPROVAL, Long.MAX_VALUE),
                environments(handle, "in_doubt"),
                environments(handle, "failed")));
    }

    /** Only states with few rows: the index finds them, however long the history is. */
    private static long deployments(Handle handle, DeploymentState state, long until) {
        return handle.createQuery("SELECT count(*) FROM deployment WHERE state = :state AND not_before <= :until")
                .bind("state", state.text())
                .bind("until", until)
                .mapTo(Long.class)
                .one();
    }

    private static long environments(Handle handle, String column) {
        return handle.createQuery("SELECT count(*) FROM environment_state WHERE " + column + " <> ''")
                .mapTo(Long.class)
                .one();
    }
}
