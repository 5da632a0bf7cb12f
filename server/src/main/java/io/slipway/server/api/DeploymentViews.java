package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.Reports;
import io.slipway.server.deployment.Approval;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.EmergencyReviews;
import io.slipway.server.deployment.Review;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Deployments and rollbacks as the API shows them. */
@Component
final class DeploymentViews {
    private static final String NOT_YET = "{}";
    private final DeploymentDesk desk;
    private final EmergencyReviews reviews;
    private final Runners runners;

    DeploymentViews(DeploymentDesk desk, EmergencyReviews reviews, Runners runners) {
        this.desk = desk;
        this.reviews = reviews;
        this.runners = runners;
    }

    /**
     * A deployment, or a rollback.
     *
     * @param verb {@code deploy} or {@code rollback}
     * @param version the artifact's
     * @param emergency whether it ran before anybody approved
     * @param review of an emergency
     * @param binding to be sent with a decision: what it is about
     * @param forecast what it would do, as seen when it was asked for
     * @param waitsFor name of the runner that it waits for, if it does
     * @param outcome absent until it has run
     */
    record DeploymentView(
            long number,
            String project,
            String environment,
            String verb,
            String artifact,
            String version,
            String state,
            String reason,
            boolean skipGate,
            boolean emergency,
            String binding,
            String requestedBy,
            Instant requestedAt,
            Instant notBefore,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<Approval> approvals,
            Optional<Review> review,
            Map<String, Object> forecast,
            Optional<String> waitsFor,
            Optional<DeployReport> outcome) {}

    DeploymentView of(ServedDeployment d) {
        return new DeploymentView(
                d.number(),
                d.project(),
                d.environment(),
                d.verb(),
                d.artifact(),
                d.version(),
                d.state().text(),
                d.reason(),
                d.skipGate(),
                d.emergency(),
                d.binding(),
                d.requestedBy(),
                d.requestedAt(),
                d.notBefore(),
                d.startedAt(),
                d.endedAt(),
                desk.approvals(d),
                reviews.of(d),
                forecast(d.forecast()),
                runners.awaited(d.project(), d.environment())
                        .filter(runner -> d.state().underWay())
                        .map(Runner::name),
                d.outcome().equals(NOT_YET)
                        ? Optional.empty()
                        : Optional.of(Reports.read(d.outcome(), DeployReport.class)));
    }

    @SuppressWarnings("unchecked") // the keys of a JSON object are texts
    private static Map<String, Object> forecast(String json) {
        return Reports.read(json, Map.class);
    }

    /** A field that must be there, whatever its type says: JSON may lack it. */
    static String given(@Nullable String value, String field) {
        if (value == null || value.isBlank()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'" + field + "' is missing.", "");
        }
        return value;
    }
}
