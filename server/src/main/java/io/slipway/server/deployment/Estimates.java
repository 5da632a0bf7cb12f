package io.slipway.server.deployment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.slipway.store.Store;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/** How long deployments may take, from what the same changes took when they were deployed elsewhere. */
public final class Estimates {
    private static final ObjectReader TIMED =
            new ObjectMapper().readerFor(Timed.class).without(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    /** Changes that are pending here were deployed lately in the environment before. */
    private static final int LOOKED_AT = 30;

    private final Store store;

    public Estimates(Store store) {
        this.store = store;
    }

    /** @param forecast as a deployment keeps it */
    public Estimate of(String project, String forecast) {
        List<String> pending = new ArrayList<>();
        each("/pending", forecast, change -> pending.add(change.path()));
        if (pending.isEmpty()) {
            return Estimate.NONE;
        }
        Map<String, Long> longest = new HashMap<>();
        outcomes(project)
                .forEach(outcome ->
                        each("/measured", outcome, change -> longest.merge(change.path(), change.millis(), Math::max)));
        List<Long> measured =
                pending.stream().map(longest::get).filter(Objects::nonNull).toList();
        return new Estimate(
                Duration.ofMillis(measured.stream().mapToLong(Long::longValue).sum()),
                pending.size() - measured.size());
    }

    /** What is looked at of a change, in a forecast or an outcome; these are long, and so never held as a whole. */
    private record Timed(String path, long millis) {}

    private static void each(String list, String json, Consumer<Timed> visitor) {
        try (MappingIterator<Timed> changes = TIMED.at(list).readValues(json)) {
            changes.forEachRemaining(visitor);
        } catch (IOException e) {
            throw new IllegalStateException("the store holds JSON that is none", e);
        }
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
}
