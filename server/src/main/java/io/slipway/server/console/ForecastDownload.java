package io.slipway.server.console;

import io.slipway.release.project.Environment;
import io.slipway.release.report.ForecastReport;
import io.slipway.release.report.page.ForecastPage;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.time.Clock;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** A forecast as a file, to send to whoever has no account, and to print. */
@Controller
final class ForecastDownload {
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Forecasts forecasts;
    private final TargetDesk targets;
    private final Clock clock;

    ForecastDownload(Projects projects, ArtifactShelf artifacts, Forecasts forecasts, TargetDesk targets, Clock clock) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.forecasts = forecasts;
        this.targets = targets;
        this.clock = clock;
    }

    @GetMapping("/projects/{project}/forecast.html")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    ResponseEntity<String> page(
            @PathVariable String project,
            @RequestParam String version,
            @RequestParam String environment,
            @RequestParam(defaultValue = "false") boolean skipGate) {
        ServedProject served = projects.named(project);
        Environment known = served.project().environment(environment);
        StoredArtifact stored = artifacts.version(project, version);
        Forecasts.Seen seen = targets.inTime(known, () -> forecasts.look(served, known, stored, skipGate));
        return ResponseEntity.ok()
                .contentType(MediaType.TEXT_HTML)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename("forecast-" + stored.version() + "-" + known.name() + ".html")
                                .build()
                                .toString())
                .body(ForecastPage.of(ForecastReport.of(seen.forecast(), served.project()), clock.instant()));
    }
}
