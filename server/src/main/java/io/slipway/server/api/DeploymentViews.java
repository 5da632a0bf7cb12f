package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.DeployReport;
import io.slipway.release.report.Reports;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.Outlook;
import io.slipway.server.deployment.Approval;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.EmergencyReviews;
import io.slipway.server.deployment.Estimate;
import io.slipway.server.deployment.Review;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.deployment.StartTimes;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import java.time.Instant;
import java.time.ZoneId;
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
    private final StartTimes times;
    private final Calendar calendar;

    DeploymentViews(
            DeploymentDesk desk, EmergencyReviews reviews, Runners runners, StartTimes times, Calendar calendar) {
        this.desk = desk;
        this.reviews = reviews;
        this.runners = runners;
        this.times = times;
        this.calendar = calendar;
    }

    /**
     * A deployment, or a rollback.
     *
     * @param verb {@code deploy} or {@code rollback}
     * @param version the artifact's
     * @param notBefore when it may start at the earliest
     * @param start when it starts as windows and freezes are now; absent once it has
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
            Optional<StartView> start,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<Approval> approvals,
            Optional<Review> review,
            Map<String, Object> forecast,
            Optional<String> waitsFor,
            Optional<DeployReport> outcome) {}

    /**
     * When something may start.
     *
     * @param at absent when no time is in sight
     * @param local the same by the environment's clock
     * @param zone of that clock
     * @param end when its window closes or the next freeze begins
     * @param inTime whether it is expected to end by then
     * @param why it does not start at once; empty when it does
     * @param seconds how long it may take at least, from what its changes took elsewhere
     * @param unmeasured how many of its changes ran nowhere yet
     */
    record StartView(
            Optional<Instant> at,
            Optional<String> local,
            String zone,
            Optional<Instant> end,
            boolean inTime,
            String why,
            long seconds,
            int unmeasured) {
        static StartView of(Outlook outlook, Estimate estimate, ZoneId zone) {
            return new StartView(
                    outlook.start(),
                    outlook.start().map(at -> at.atZone(zone).toOffsetDateTime().toString()),
                    zone.getId(),
                    outlook.end(),
                    outlook.inTime(),
                    outlook.why(),
                    (estimate.atLeast().toMillis() + 999) / 1000,
                    estimate.unmeasured());
        }
    }

    private Optional<StartView> start(ServedDeployment d) {
        return d.state().over() || d.state() == DeploymentState.RUNNING
                ? Optional.empty()
                : Optional.of(
                        StartView.of(times.of(d), times.estimate(d), calendar.zone(d.project(), d.environment())));
    }

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
                start(d),
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
