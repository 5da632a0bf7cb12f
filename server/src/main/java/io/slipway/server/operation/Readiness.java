package io.slipway.server.operation;

import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.store.Store;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/** Whether requests should come here: asked by load balancers every few seconds, so it answers in time whatever is. */
public final class Readiness implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private final DeploymentJobs jobs;
    private final Bounded<Boolean> schema;
    private final AtomicBoolean stopping = new AtomicBoolean();

    public Readiness(Store store, DeploymentJobs jobs) {
        this.jobs = jobs;
        this.schema = new Bounded<>("slipway-readiness", PATIENCE, store::schemaThere);
    }

    /**
     * @param store the server's database answers
     * @param schema its schema is that of this version
     * @param scheduler this process takes deployments from the queue
     * @param staying it is not being stopped
     */
    public record Checks(boolean store, boolean schema, boolean scheduler, boolean staying) {
        public boolean ready() {
            return store && schema && scheduler && staying;
        }
    }

    public Checks checks() {
        var found = schema.ask();
        return new Checks(found.isPresent(), found.orElse(false), jobs.running(), !stopping.get());
    }

    /** From now on it says that it is not. */
    public void stopping() {
        stopping.set(true);
    }

    @Override
    public void close() {
        schema.close();
    }
}
