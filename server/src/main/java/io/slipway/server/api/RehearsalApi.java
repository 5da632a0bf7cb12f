package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.rehearsal.Stage;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.golive.Traces;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rehearsals of a go-live. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/rehearsals")
@Tag(name = "rollouts")
final class RehearsalApi {
    private final Rollouts rollouts;
    private final Rehearsals rehearsals;
    private final Traces traces;

    RehearsalApi(Rollouts rollouts, Rehearsals rehearsals, Traces traces) {
        this.rollouts = rollouts;
        this.rehearsals = rehearsals;
        this.traces = traces;
    }

    /**
     * @param missing steps that it did not go through, once it has ended
     * @param millis how long each step took
     */
    record RehearsalView(
            long number,
            String by,
            Instant begun,
            Optional<Instant> ended,
            boolean complete,
            List<String> missing,
            Map<String, Long> millis) {
        static RehearsalView of(Rehearsals.Rehearsal rehearsal) {
            Map<String, Long> millis = new TreeMap<>();
            rehearsal.took().forEach((stage, took) -> millis.put(stage.text(), took.toMillis()));
            return new RehearsalView(
                    rehearsal.number(),
                    rehearsal.by(),
                    rehearsal.begun(),
                    rehearsal.ended(),
                    rehearsal.complete(),
                    rehearsal.missing().stream().map(Stage::text).toList(),
                    millis);
        }
    }

    /** @param provenance the audit log's event that tells of it, or the deployment that made it */
    record TraceView(long rehearsal, String kind, String environment, String name, String provenance, Instant madeAt) {
        static TraceView of(Traces.Trace trace) {
            return new TraceView(
                    trace.rehearsal(),
                    trace.kind().text(),
                    trace.environment(),
                    trace.name(),
                    trace.provenance(),
                    trace.madeAt());
        }
    }

    /** @param traces all that is not cleared away yet */
    record RehearsalList(List<RehearsalView> rehearsals, List<TraceView> traces) {}

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists the rehearsals of the team's go-live, and what they left")
    RehearsalList list(@PathVariable String project) {
        ServedRollout rollout = rollouts.of(project);
        return new RehearsalList(
                rehearsals.of(rollout).stream().map(RehearsalView::of).toList(),
                traces.of(rollout).stream().map(TraceView::of).toList());
    }

    @PostMapping
    @Requires(Permission.ROLLOUT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Begins a rehearsal: what the project hands in and deploys from now on is part of it")
    RehearsalView begin(Caller caller, @PathVariable String project) {
        return RehearsalView.of(rehearsals.begin(caller, rollouts.of(project)));
    }

    @PostMapping("/end")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Ends the open rehearsal, tags what it made and tells how long each step took")
    RehearsalView end(Caller caller, @PathVariable String project) {
        return RehearsalView.of(rehearsals.end(caller, rollouts.of(project)));
    }

    /** @param kind {@code person} makes an account, {@code branch} tags one of the script repository */
    record TagBody(String kind, String name) {}

    @PostMapping("/tags")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Makes an account for the open rehearsal, or tags a branch that it made")
    RehearsalList tag(Caller caller, @PathVariable String project, @RequestBody TagBody body) {
        ServedRollout rollout = rollouts.of(project);
        Rehearsals.Rehearsal open = rehearsals
                .open(rollout)
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.DEPLOYMENT_STATE, "No rehearsal is open.", "Begin one first."));
        switch (given(body.kind(), "kind")) {
            case "person" -> traces.account(caller, rollout, open, given(body.name(), "name"));
            case "branch" -> traces.branch(caller, rollout, open, given(body.name(), "name"));
            default ->
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "'kind' is person or branch.", "The rest is tagged by itself.");
        }
        return list(project);
    }
}
