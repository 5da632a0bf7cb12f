package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.ForecastReport;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.api.DeploymentViews.DeploymentView;
import io.slipway.server.deployment.Choice;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentEvent;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.EmergencyReviews;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Forecasts, and deployments: asking for them, deciding on them, watching them. */
@RestController
@RequestMapping("/api/projects/{project}")
@Tag(name = "deployments")
final class DeploymentApi {
    private static final int MOST = 500;
    private final Projects projects;
    private final NamedArtifacts named;
    private final DeploymentDesk desk;
    private final DeploymentTable table;
    private final Forecasts forecasts;
    private final DeploymentViews views;
    private final LiveEvents live;
    private final EmergencyReviews reviews;

    DeploymentApi(
            Projects projects,
            NamedArtifacts named,
            DeploymentDesk desk,
            DeploymentTable table,
            Forecasts forecasts,
            DeploymentViews views,
            LiveEvents live,
            EmergencyReviews reviews) {
        this.projects = projects;
        this.named = named;
        this.desk = desk;
        this.table = table;
        this.forecasts = forecasts;
        this.views = views;
        this.live = live;
        this.reviews = reviews;
    }

    /**
     * What to deploy where.
     *
     * @param artifact a version, or {@code latest}
     * @param pipeline whose newest artifact {@code latest} is
     * @param notBefore when it may run at the earliest
     * @param labels expression that the changes must satisfy
     * @param contexts that hold; when absent, the environment's
     * @param emergency run it at once, before anybody approved; opens a review
     */
    record DeploymentWish(
            String artifact,
            Optional<String> pipeline,
            String environment,
            Optional<String> reason,
            Optional<Boolean> skipGate,
            Optional<Instant> notBefore,
            Optional<String> labels,
            Optional<List<String>> contexts,
            Optional<Boolean> emergency) {
        Choice choice() {
            return Choice.deploy(labels, contexts.orElse(List.of()));
        }
    }

    /** @param binding what the caller saw: of the deployment that was looked at */
    record Decision(boolean approve, Optional<String> reason, String binding) {}

    /** @param notBefore absent for as soon as may be */
    record ScheduleBody(Optional<Instant> notBefore) {}

    /** @param comment what was found */
    record ReviewBody(boolean justified, String comment) {}

    /** @param next pass as {@code before} for what follows; absent at the end */
    record DeploymentList(List<DeploymentView> deployments, Optional<Long> next) {}

    @PostMapping("/forecasts")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    @Operation(summary = "Tells what a deployment would do; changes nothing")
    ForecastReport forecast(@PathVariable String project, @RequestBody DeploymentWish wish) {
        ServedProject served = projects.named(project);
        Forecasts.Seen seen = forecasts.look(
                served,
                served.project().environment(given(wish.environment(), "environment")),
                named.find(served, given(wish.artifact(), "artifact"), wish.pipeline()),
                wish.skipGate().orElse(false),
                wish.choice());
        return ForecastReport.of(seen.forecast(), served.project());
    }

    @PostMapping("/deployments")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Asks for a deployment; it runs when enough people approved it and its turn has come")
    DeploymentView request(Caller caller, @PathVariable String project, @RequestBody DeploymentWish wish) {
        ServedProject served = projects.named(project);
        return views.of(desk.request(
                caller,
                new DeploymentDesk.Wish(
                        served,
                        served.project().environment(given(wish.environment(), "environment")),
                        named.find(served, given(wish.artifact(), "artifact"), wish.pipeline()),
                        wish.reason().orElse(""),
                        wish.skipGate().orElse(false),
                        wish.notBefore(),
                        wish.choice(),
                        wish.emergency().orElse(false))));
    }

    /** Newest first. */
    @GetMapping("/deployments")
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists deployments and rollbacks, newest first")
    DeploymentList list(
            @PathVariable String project,
            @RequestParam(name = "in", defaultValue = "") String environment,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "50") int limit) {
        int size = Math.max(1, Math.min(limit, MOST));
        List<ServedDeployment> page = table.list(project, environment, before, size);
        return new DeploymentList(
                page.stream().map(views::of).toList(),
                page.size() < size
                        ? Optional.empty()
                        : Optional.of(page.get(page.size() - 1).number()));
    }

    @GetMapping("/deployments/{number}")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells where a deployment is, and how it ended")
    DeploymentView one(@PathVariable String project, @PathVariable long number) {
        return views.of(find(project, number));
    }

    @PostMapping("/deployments/{number}/decisions")
    @Requires(value = Permission.APPROVE, somewhere = true)
    @Operation(summary = "Says yes or no to a deployment that waits for approval")
    DeploymentView decide(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody Decision decision) {
        return views.of(desk.decide(
                caller,
                projects.named(project),
                find(project, number),
                decision.approve(),
                decision.reason().orElse(""),
                given(decision.binding(), "binding")));
    }

    @PostMapping("/deployments/{number}/review")
    @Requires(value = Permission.APPROVE, somewhere = true)
    @Operation(summary = "Closes the review of a deployment that ran in an emergency")
    DeploymentView review(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody ReviewBody body) {
        ServedDeployment deployment = find(project, number);
        reviews.close(caller, deployment, body.justified(), given(body.comment(), "comment"));
        return views.of(deployment);
    }

    /** Whoever asked for it may stop it, and whoever may approve. */
    @PostMapping("/deployments/{number}/cancellation")
    @Requires(value = Permission.APPROVE, somewhere = true, orRequester = true)
    @Operation(
            summary = "Stops a deployment: one that waits never runs, one that runs stops after the statement it is at")
    DeploymentView cancel(Caller caller, @PathVariable String project, @PathVariable long number) {
        return views.of(desk.cancel(caller, projects.named(project), find(project, number)));
    }

    /** Whoever asked for it may move it until it is approved, and whoever may approve at any time. */
    @PutMapping("/deployments/{number}/schedule")
    @Requires(value = Permission.APPROVE, somewhere = true, orRequester = true)
    @Operation(summary = "Gives a deployment that has not started another time")
    DeploymentView reschedule(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody ScheduleBody body) {
        return views.of(desk.reschedule(caller, projects.named(project), find(project, number), body.notBefore()));
    }

    /** Live, as server-sent events; each has its sequence as id, so that a reader who comes back misses none. */
    @GetMapping(path = "/deployments/{number}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells live, as server-sent events, what happens; each event has its sequence as id")
    @ApiResponse(
            responseCode = "200",
            description = "Events state, begin, step, note and error; the last one is over",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(implementation = DeploymentEvent.class)))
    SseEmitter events(
            @PathVariable String project,
            @PathVariable long number,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "0") long after) {
        return live.of(find(project, number), after);
    }

    private ServedDeployment find(String project, long number) {
        return table.byNumber(project, number)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND, "'" + project + "' has no deployment #" + number + ".", ""));
    }
}
