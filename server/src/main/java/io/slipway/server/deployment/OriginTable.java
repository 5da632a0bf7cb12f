package io.slipway.server.deployment;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The target's schema right before an approved deployment touched it, as long as the deployment runs. */
final class OriginTable {
    private OriginTable() {}

    static void write(Handle handle, String deployment, String objects) {
        handle.createUpdate("INSERT INTO deployment_origin (deployment, objects) VALUES (:deployment, :objects)"
                        + " ON CONFLICT (deployment) DO UPDATE SET objects = excluded.objects")
                .bind("deployment", deployment)
                .bind("objects", objects)
                .execute();
    }

    static Optional<String> of(Handle handle, String deployment) {
        return handle.createQuery("SELECT objects FROM deployment_origin WHERE deployment = :deployment")
                .bind("deployment", deployment)
                .mapTo(String.class)
                .findOne();
    }

    static void forget(Handle handle, String deployment) {
        handle.createUpdate("DELETE FROM deployment_origin WHERE deployment = :deployment")
                .bind("deployment", deployment)
                .execute();
    }
}
