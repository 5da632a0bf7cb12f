package io.slipway.server.deployment;

import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/** The deployments in the store. A state changes only from the one that was expected, so nobody overtakes anybody. */
public final class DeploymentTable {
    private static final RowMapper<ServedDeployment> DEPLOYMENT = (row, context) -> deployment(row);
    private final Store store;

    public DeploymentTable(Store store) {
        this.store = store;
    }

    public Optional<ServedDeployment> byId(String id) {
        return store.read(handle -> handle.createQuery("SELECT * FROM deployment WHERE id = :id")
                .bind("id", id)
                .map(DEPLOYMENT)
                .findOne());
    }

    public Optional<ServedDeployment> byNumber(String project, long number) {
        return store.read(
                handle -> handle.createQuery("SELECT * FROM deployment WHERE project = :project AND number = :number")
                        .bind("project", project)
                        .bind("number", number)
                        .map(DEPLOYMENT)
                        .findOne());
    }

    /** All of one project. */
    public static List<ServedDeployment> of(Handle handle, String project) {
        return handle.createQuery("SELECT * FROM deployment WHERE project = :project")
                .bind("project", project)
                .map(DEPLOYMENT)
                .list();
    }

    /**
     * Newest first.
     *
     * @param project empty for all
     * @param environment empty for all
     * @param before only those with a smaller number: where an earlier page ended
     */
    public List<ServedDeployment> list(String project, String environment, long before, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM deployment WHERE number < :before"
                        + " AND (:project = '' OR project = :project)"
                        + " AND (:environment = '' OR environment = :environment) ORDER BY number DESC LIMIT :limit")
                .bind("before", before)
                .bind("project", project)
                .bind("environment", environment)
                .bind("limit", limit)
                .map(DEPLOYMENT)
                .list());
    }

    /** Those of one artifact, newest first. */
    public List<ServedDeployment> ofArtifact(String project, String digest, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM deployment WHERE project = :project"
                        + " AND artifact = :artifact ORDER BY number DESC LIMIT :limit")
                .bind("project", project)
                .bind("artifact", digest)
                .bind("limit", limit)
                .map(DEPLOYMENT)
                .list());
    }

    public List<ServedDeployment> inState(DeploymentState state) {
        return store.read(handle -> handle.createQuery("SELECT * FROM deployment WHERE state = :state ORDER BY number")
                .bind("state", state.text())
                .map(DEPLOYMENT)
                .list());
    }

    static long nextNumber(Handle handle) {
        return Store.next(handle, "deployment");
    }

    static void insert(Handle handle, ServedDeployment deployment) {
        handle.createUpdate("INSERT INTO deployment (id, number, project, environment, verb, artifact, version, state,"
                        + " reason, skip_gate, emergency, binding, requested_by, requested_at, not_before, cancel_by,"
                        + " forecast, outcome) VALUES (:id, :number, :project, :environment, :verb, :artifact,"
                        + " :version, :state, :reason, :skipGate, :emergency, :binding, :requestedBy, :requestedAt,"
                        + " :notBefore, '', :forecast, '{}')")
                .bind("id", deployment.id())
                .bind("number", deployment.number())
                .bind("project", deployment.project())
                .bind("environment", deployment.environment())
                .bind("verb", deployment.verb())
                .bind("artifact", deployment.artifact())
                .bind("version", deployment.version())
                .bind("state", deployment.state().text())
                .bind("reason", deployment.reason())
                .bind("skipGate", deployment.skipGate())
                .bind("emergency", deployment.emergency())
                .bind("binding", deployment.binding())
                .bind("requestedBy", deployment.requestedBy())
                .bind("requestedAt", deployment.requestedAt().toEpochMilli())
                .bind("notBefore", deployment.notBefore().toEpochMilli())
                .bind("forecast", deployment.forecast())
                .execute();
    }

    /** @return false when it was not in the expected state any more, and nothing changed */
    static boolean move(Handle handle, String id, DeploymentState from, DeploymentState to) {
        return handle.createUpdate("UPDATE deployment SET state = :to WHERE id = :id AND state = :from")
                        .bind("id", id)
                        .bind("from", from.text())
                        .bind("to", to.text())
                        .execute()
                > 0;
    }

    /** Takes it and all that belongs to it out, as if nobody had asked for it; the audit log tells of it still. */
    public static void forget(Handle handle, ServedDeployment deployment) {
        for (String table : List.of(
                "deployment_event",
                "approval",
                "deployment_choice",
                "deployment_estimate",
                "emergency_review",
                "deployment_origin",
                "deployment_claim")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE deployment = :id")
                    .bind("id", deployment.id())
                    .execute();
        }
        handle.createUpdate("DELETE FROM deployment WHERE id = :id")
                .bind("id", deployment.id())
                .execute();
    }

    /** Locked until the transaction ends: whoever else wants to change it waits, or was before. */
    static Optional<ServedDeployment> locked(Handle handle, String id) {
        handle.createUpdate("UPDATE deployment SET state = state WHERE id = :id")
                .bind("id", id)
                .execute();
        return handle.createQuery("SELECT * FROM deployment WHERE id = :id")
                .bind("id", id)
                .map(DEPLOYMENT)
                .findOne();
    }

    static List<ServedDeployment> scheduled(Handle handle, String project, String environment) {
        return handle.createQuery("SELECT * FROM deployment WHERE project = :project AND environment = :environment"
                        + " AND state = :state ORDER BY number")
                .bind("project", project)
                .bind("environment", environment)
                .bind("state", DeploymentState.SCHEDULED.text())
                .map(DEPLOYMENT)
                .list();
    }

    static void notBefore(Handle handle, String id, Instant notBefore) {
        handle.createUpdate("UPDATE deployment SET not_before = :at WHERE id = :id")
                .bind("at", notBefore.toEpochMilli())
                .bind("id", id)
                .execute();
    }

    static boolean end(Handle handle, String id, DeploymentState state, String outcome, Instant at) {
        return handle.createUpdate("UPDATE deployment SET state = :state, outcome = :outcome, ended_at = :at"
                                + " WHERE id = :id AND ended_at IS NULL")
                        .bind("state", state.text())
                        .bind("outcome", outcome)
                        .bind("at", at.toEpochMilli())
                        .bind("id", id)
                        .execute()
                > 0;
    }

    /** Ends what a node runs; nothing happens when the claim is another's by now, or it has ended. */
    static boolean end(Handle handle, Claim claim, DeploymentState state, String outcome, Instant at) {
        if (!Claims.holds(handle, claim)) {
            return false;
        }
        Claims.release(handle, claim);
        return end(handle, claim.deployment(), state, outcome, at);
    }

    static void wishCancelled(Handle handle, String id, String by) {
        handle.createUpdate("UPDATE deployment SET cancel_by = :by WHERE id = :id AND cancel_by = ''")
                .bind("by", by)
                .bind("id", id)
                .execute();
    }

    String cancelBy(String id) {
        return store.read(handle -> handle.createQuery("SELECT cancel_by FROM deployment WHERE id = :id")
                .bind("id", id)
                .mapTo(String.class)
                .one());
    }

    private static ServedDeployment deployment(ResultSet row) throws SQLException {
        return new ServedDeployment(
                row.getString("id"),
                row.getLong("number"),
                row.getString("project"),
                row.getString("environment"),
                row.getString("verb"),
                row.getString("artifact"),
                row.getString("version"),
                DeploymentState.of(row.getString("state")),
                row.getString("reason"),
                row.getBoolean("skip_gate"),
                row.getBoolean("emergency"),
                row.getString("binding"),
                row.getString("requested_by"),
                Instant.ofEpochMilli(row.getLong("requested_at")),
                Instant.ofEpochMilli(row.getLong("not_before")),
                instant(row, "started_at"),
                instant(row, "ended_at"),
                Optional.ofNullable(row.getString("node")),
                row.getString("cancel_by"),
                row.getString("forecast"),
                row.getString("outcome"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable((Number) row.getObject(column)).map(ms -> Instant.ofEpochMilli(ms.longValue()));
    }
}
