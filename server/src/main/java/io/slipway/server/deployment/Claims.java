package io.slipway.server.deployment;

import io.slipway.store.Store;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/** Who runs what: one deployment at a time in each environment, and one node at a time at each deployment. */
final class Claims {
    private Claims() {}

    /** What a node is told that wants to run a deployment. */
    sealed interface Answer {

        /** @param resumed another attempt, perhaps another node's, may have come some way */
        record Mine(Claim claim, boolean resumed) implements Answer {}

        /** @param ahead how many deployments of the environment run, or come first; 0 while it waits for a runner */
        record Later(long ahead) implements Answer {}

        /** There is nothing to run, now at least. */
        record Over() implements Answer {}
    }

    /**
     * Claims it for a node; takes it from the node that has it, which the caller knows to be gone.
     *
     * @param unless asked when nobody is ahead of it, for the answer with which it is not claimed after all; what it
     *     reads is true until the transaction ends
     */
    static Answer take(
            Handle handle, ServedDeployment deployment, String node, Instant at, Supplier<Optional<Answer>> unless) {
        // a look first: the queue asks often, and should not make those wait who claim
        long ahead = ahead(handle, deployment);
        if (ahead > 0) {
            return new Answer.Later(ahead);
        }
        // the counter is locked until the transaction ends, so what is read from here on stays true
        long attempt = Store.next(handle, "attempt");
        ahead = ahead(handle, deployment);
        if (ahead > 0) {
            return new Answer.Later(ahead);
        }
        Optional<Answer> otherwise = unless.get();
        if (otherwise.isPresent()) {
            return otherwise.get();
        }
        boolean resumed = state(handle, deployment.id()) == DeploymentState.RUNNING;
        int started = handle.createUpdate(
                        "UPDATE deployment SET state = :running, node = :node,"
                                + " started_at = coalesce(started_at, :at) WHERE id = :id AND state IN (:queued, :scheduled, :running)")
                .bind("running", DeploymentState.RUNNING.text())
                .bind("queued", DeploymentState.QUEUED.text())
                .bind("scheduled", DeploymentState.SCHEDULED.text())
                .bind("node", node)
                .bind("at", at.toEpochMilli())
                .bind("id", deployment.id())
                .execute();
        if (started == 0) {
            return new Answer.Over();
        }
        Claim claim = new Claim(deployment.id(), node, attempt);
        write(handle, deployment, claim);
        return new Answer.Mine(claim, resumed);
    }

    private static DeploymentState state(Handle handle, String id) {
        return DeploymentState.of(handle.createQuery("SELECT state FROM deployment WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    /** In the order of their numbers, of those whose time came first; an emergency only waits for what runs. */
    private static long ahead(Handle handle, ServedDeployment deployment) {
        return handle.createQuery("SELECT count(*) FROM deployment WHERE project = :project"
                        + " AND environment = :environment AND id <> :id AND (state = :running OR (state = :queued"
                        + " AND number < :number AND not_before <= :notBefore))")
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("id", deployment.id())
                .bind("running", DeploymentState.RUNNING.text())
                .bind("queued", DeploymentState.QUEUED.text())
                .bind("number", deployment.emergency() ? 0 : deployment.number())
                .bind("notBefore", deployment.notBefore().toEpochMilli())
                .mapTo(Long.class)
                .one();
    }

    private static void write(Handle handle, ServedDeployment deployment, Claim claim) {
        int written = handle.createUpdate("INSERT INTO deployment_claim (project, environment, deployment, node,"
                        + " attempt) VALUES (:project, :environment, :deployment, :node, :attempt)"
                        + " ON CONFLICT (project, environment) DO UPDATE SET node = excluded.node,"
                        + " attempt = excluded.attempt WHERE deployment_claim.deployment = excluded.deployment")
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("deployment", claim.deployment())
                .bind("node", claim.node())
                .bind("attempt", claim.attempt())
                .execute();
        if (written == 0) {
            throw new IllegalStateException("two deployments run in " + deployment.environment() + " of "
                    + deployment.project() + ": " + deployment.id() + " is one of them");
        }
    }

    /** Whether it still holds; if so nobody can take it over before the transaction ends. */
    static boolean holds(Handle handle, Claim claim) {
        return handle.createUpdate("UPDATE deployment_claim SET attempt = attempt"
                                + " WHERE deployment = :deployment AND attempt = :attempt")
                        .bind("deployment", claim.deployment())
                        .bind("attempt", claim.attempt())
                        .execute()
                > 0;
    }

    static void release(Handle handle, Claim claim) {
        handle.createUpdate("DELETE FROM deployment_claim WHERE deployment = :deployment AND attempt = :attempt")
                .bind("deployment", claim.deployment())
                .bind("attempt", claim.attempt())
                .execute();
    }
}
