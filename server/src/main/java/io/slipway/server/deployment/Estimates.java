package io.slipway.server.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.store.Store;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** How long deployments may take, from what the same changes took when they were deployed elsewhere. */
public final class Estimates {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** Changes that are pending here were deployed lately in the environment before. */
    private static final int LOOKED_AT = 30;

    private final Store store;

    public Estimates(Store store) {
        this.store = store;
    }

    /** @param forecast as a deployment keeps it */
    public Estimate of(String project, String forecast) {
        Map<String, Long> longest = new HashMap<>();
        for (String outcome : outcomes(project)) {
            for (JsonNode measured : json(outcome).path("measured")) {
                longest.merge(
                        measured.path("path").asText(), measured.path("millis").asLong(), Math::max);
            }
        }
        long millis = 0;
        int unmeasured = 0;
        for (JsonNode change : json(forecast).path("pending")) {
            Long took = longest.get(change.path("path").asText());
            millis += took == null ? 0 : took;
            unmeasured += took == null ? 1 : 0;
        }
        return new Estimate(Duration.ofMillis(millis), unmeasured);
    }

    private List<String> outcomes(String project) {
        return store.read(handle -> handle.createQuery("SELECT outcome FROM deployment WHERE project = :project"
                        + " AND state = :completed AND verb = :deploy ORDER BY number DESC LIMIT :limit")
                .bind("project", project)
                .bind("completed", DeploymentState.COMPLETED.text())
                .bind("deploy", ServedDeployment.DEPLOY)
                .bind("limit", LOOKED_AT)
                .mapTo(String.class)
                .list());
    }

    static void insert(Handle handle, String deployment, Estimate estimate) {
        handle.createUpdate("INSERT INTO deployment_estimate (deployment, millis, unmeasured)"
                        + " VALUES (:deployment, :millis, :unmeasured)")
                .bind("deployment", deployment)
                .bind("millis", estimate.atLeast().toMillis())
                .bind("unmeasured", estimate.unmeasured())
                .execute();
    }

    static Estimate of(Handle handle, String deployment) {
        return handle.createQuery("SELECT millis, unmeasured FROM deployment_estimate WHERE deployment = :deployment")
                .bind("deployment", deployment)
                .map((row, context) -> new Estimate(Duration.ofMillis(row.getLong("millis")), row.getInt("unmeasured")))
                .findOne()
                .orElse(Estimate.NONE);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON that is none", e);
        }
    }
}
