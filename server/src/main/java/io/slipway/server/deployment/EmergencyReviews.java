package io.slipway.server.deployment;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The reviews of deployments that ran in an emergency: each stays open until another person has looked at it. */
public final class EmergencyReviews {
    private final Store store;
    private final DeploymentLists lists;
    private final AuditLog audit;
    private final Clock clock;

    public EmergencyReviews(Store store, DeploymentLists lists, AuditLog audit, Clock clock) {
        this.store = store;
        this.lists = lists;
        this.audit = audit;
        this.clock = clock;
    }

    static void open(Handle handle, String deployment, Instant at) {
        handle.createUpdate("INSERT INTO emergency_review (deployment, opened_at, comment) VALUES (:id, :at, '')")
                .bind("id", deployment)
                .bind("at", at.toEpochMilli())
                .execute();
    }

    public Optional<Review> of(ServedDeployment deployment) {
        return store.read(handle -> handle.createQuery("SELECT r.*, p.name FROM emergency_review r"
                        + " LEFT JOIN person p ON p.id = r.closed_by WHERE r.deployment = :id")
                .bind("id", deployment.id())
                .map((row, context) -> new Review(
                        Instant.ofEpochMilli(row.getLong("opened_at")),
                        Optional.ofNullable(row.getString("name")),
                        Optional.ofNullable((Number) row.getObject("closed_at"))
                                .map(ms -> Instant.ofEpochMilli(ms.longValue())),
                        row.getString("name") == null ? Optional.empty() : Optional.of(row.getBoolean("justified")),
                        row.getString("comment")))
                .findOne());
    }

    /** Those that the caller may close, the oldest first. */
    public List<DeploymentLine> openTo(Caller caller) {
        return lists.unreviewed().stream()
                .filter(line -> mayClose(caller, line.requestedBy(), line.project(), line.environment()))
                .toList();
    }

    public static boolean mayClose(Caller caller, ServedDeployment deployment) {
        return mayClose(caller, deployment.requestedBy(), deployment.project(), deployment.environment());
    }

    private static boolean mayClose(Caller caller, String requestedBy, String project, String environment) {
        return !caller.name().equals(requestedBy) && caller.may(Permission.APPROVE, project, environment);
    }

    /**
     * Says what one thinks of it, which closes the review.
     *
     * @throws SlipwayException {@code approval-own}, {@code not-allowed}, {@code request-invalid} without a comment,
     *     {@code deployment-state} when there is no open review
     */
    public void close(Caller caller, ServedDeployment deployment, boolean justified, String comment) {
        if (caller.name().equals(deployment.requestedBy())) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_OWN, "You deployed it yourself; somebody else must review it.", "");
        }
        if (!mayClose(caller, deployment)) {
            throw SlipwayException.of(
                    ErrorCode.NOT_ALLOWED,
                    "You may not " + Permission.APPROVE.sentence() + " in '" + deployment.environment() + "'.",
                    "Ask an administrator for a role that may.");
        }
        if (comment.isBlank()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "Say what you found: a review needs a comment.", "");
        }
        store.run(handle -> {
            int closed = handle.createUpdate("UPDATE emergency_review SET closed_by = :person, closed_at = :now,"
                            + " justified = :justified, comment = :comment"
                            + " WHERE deployment = :id AND closed_at IS NULL")
                    .bind("person", caller.person().id())
                    .bind("now", clock.millis())
                    .bind("justified", justified)
                    .bind("comment", comment.strip())
                    .bind("id", deployment.id())
                    .execute();
            if (closed == 0) {
                throw SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "No review of this deployment is open.", "");
            }
            audit.append(
                    handle,
                    caller.name(),
                    "emergency-reviewed",
                    deployment.project(),
                    "#" + deployment.number(),
                    Map.of("justified", Boolean.toString(justified), "comment", comment.strip()));
        });
    }
}
