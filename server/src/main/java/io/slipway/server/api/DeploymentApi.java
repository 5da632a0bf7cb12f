package io.slipway.server.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.Approval;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
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
final class DeploymentApi {
    private static final int MOST = 500;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final DeploymentDesk desk;
    private final DeploymentTable table;
    private final Forecasts forecasts;
    private final LiveEvents live;

    DeploymentApi(
            Projects projects,
            ArtifactShelf artifacts,
            DeploymentDesk desk,
            DeploymentTable table,
            Forecasts forecasts,
            LiveEvents live) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.desk = desk;
        this.table = table;
        this.forecasts = forecasts;
        this.live = live;
    }

    /**
     * What to deploy where.
     *
     * @param artifact a version, or {@code latest}
     * @param notBefore when it may run at the earliest
     */
    record DeploymentWish(
            String artifact,
            String environment,
            Optional<String> reason,
            Optional<Boolean> skipGate,
            Optional<Instant> notBefore) {}

    /** @param binding what the caller saw: of the deployment that was looked at */
    record Decision(boolean approve, Optional<String> reason, String binding) {}

    /** @param refusal why it would be refused; absent when it would run */
    record ForecastView(@JsonRawValue String forecast, Optional<RefusalView> refusal) {}

    record RefusalView(String code, String message, String help) {}

    record DeploymentView(
            long number,
            String project,
            String environment,
            String artifact,
            String version,
            String state,
            String reason,
            boolean skipGate,
            String binding,
            String requestedBy,
            Instant requestedAt,
            Instant notBefore,
            Optional<Instant> startedAt,
            Optional<Instant> endedAt,
            List<Approval> approvals,
            @JsonRawValue String forecast,
            @JsonRawValue String outcome) {}

    /** @param next pass as {@code before} for what follows; absent at the end */
    record DeploymentList(List<DeploymentView> deployments, Optional<Long> next) {}

    @PostMapping("/forecasts")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    ForecastView forecast(@PathVariable String project, @RequestBody DeploymentWish wish) {
        ServedProject served = projects.named(project);
        Forecasts.Seen seen = forecasts.look(
                served,
                served.project().environment(given(wish.environment(), "environment")),
                artifact(served, given(wish.artifact(), "artifact")),
                wish.skipGate().orElse(false));
        return new ForecastView(
                seen.json(), seen.refusal().map(e -> new RefusalView(e.code().code(), e.getMessage(), e.help())));
    }

    @PostMapping("/deployments")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    @ResponseStatus(HttpStatus.CREATED)
    DeploymentView request(Caller caller, @PathVariable String project, @RequestBody DeploymentWish wish) {
        ServedProject served = projects.named(project);
        return view(desk.request(
                caller,
                new DeploymentDesk.Wish(
                        served,
                        served.project().environment(given(wish.environment(), "environment")),
                        artifact(served, given(wish.artifact(), "artifact")),
                        wish.reason().orElse(""),
                        wish.skipGate().orElse(false),
                        wish.notBefore())));
    }

    /** Newest first. */
    @GetMapping("/deployments")
    @Requires(Permission.VIEW)
    DeploymentList list(
            @PathVariable String project,
            @RequestParam(name = "in", defaultValue = "") String environment,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            @RequestParam(defaultValue = "50") int limit) {
        int size = Math.max(1, Math.min(limit, MOST));
        List<ServedDeployment> page = table.list(project, environment, before, size);
        return new DeploymentList(
                page.stream().map(this::view).toList(),
                page.size() < size
                        ? Optional.empty()
                        : Optional.of(page.get(page.size() - 1).number()));
    }

    @GetMapping("/deployments/{number}")
    @Requires(Permission.VIEW)
    DeploymentView one(@PathVariable String project, @PathVariable long number) {
        return view(find(project, number));
    }

    @PostMapping("/deployments/{number}/decisions")
    @Requires(value = Permission.APPROVE, somewhere = true)
    DeploymentView decide(
            Caller caller, @PathVariable String project, @PathVariable long number, @RequestBody Decision decision) {
        return view(desk.decide(
                caller,
                projects.named(project),
                find(project, number),
                decision.approve(),
                decision.reason().orElse(""),
                given(decision.binding(), "binding")));
    }

    /** Whoever asked for it may stop it, and whoever may approve. */
    @PostMapping("/deployments/{number}/cancellation")
    @Requires(Permission.VIEW)
    DeploymentView cancel(Caller caller, @PathVariable String project, @PathVariable long number) {
        return view(desk.cancel(caller, projects.named(project), find(project, number)));
    }

    /** Live, as server-sent events; each has its sequence as id, so that a reader who comes back misses none. */
    @GetMapping(path = "/deployments/{number}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Requires(Permission.VIEW)
    SseEmitter events(
            @PathVariable String project,
            @PathVariable long number,
            @RequestHeader(name = "Last-Event-ID", defaultValue = "0") long after) {
        return live.of(find(project, number), after);
    }

    private StoredArtifact artifact(ServedProject project, String wanted) {
        if (!wanted.equals("latest")) {
            return artifacts.version(project.name(), wanted);
        }
        String pipeline = project.project().pipelines().containsKey("main")
                ? "main"
                : project.project().pipelines().keySet().iterator().next();
        return artifacts
                .newest(project.name(), pipeline)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING, "'" + project.name() + "' has no artifact here yet.", ""));
    }

    private ServedDeployment find(String project, long number) {
        return table.byNumber(project, number)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND, "'" + project + "' has no deployment #" + number + ".", ""));
    }

    private DeploymentView view(ServedDeployment d) {
        return new DeploymentView(
                d.number(),
                d.project(),
                d.environment(),
                d.artifact(),
                d.version(),
                d.state().text(),
                d.reason(),
                d.skipGate(),
                d.binding(),
                d.requestedBy(),
                d.requestedAt(),
                d.notBefore(),
                d.startedAt(),
                d.endedAt(),
                desk.approvals(d),
                d.forecast(),
                d.outcome());
    }

    @SuppressWarnings("ConstantValue") // JSON may lack it, whatever the type says
    private static String given(String value, String field) {
        if (value == null || value.isBlank()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "'" + field + "' is missing.", "");
        }
        return value;
    }
}
