package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.report.RollbackReport;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.api.DeploymentViews.DeploymentView;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.Choice;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Rollbacks: asked for here, then decided on, watched and stopped like deployments. */
@RestController
@RequestMapping("/api/projects/{project}/rollbacks")
@Tag(name = "deployments")
final class RollbackApi {
    private final Projects projects;
    private final NamedArtifacts named;
    private final Forecasts forecasts;
    private final DeploymentDesk desk;
    private final DeploymentViews views;

    RollbackApi(
            Projects projects, NamedArtifacts named, Forecasts forecasts, DeploymentDesk desk, DeploymentViews views) {
        this.projects = projects;
        this.named = named;
        this.forecasts = forecasts;
        this.desk = desk;
        this.views = views;
    }

    /**
     * What to roll back where; exactly one of {@code last}, {@code to} and {@code change}.
     *
     * @param last what the last deployment applied
     * @param to everything since the environment was at this version
     * @param change one change, by id or path
     * @param unproved run rollbacks as well that packaging could not prove
     * @param artifact where to take the rollbacks from: a version; when absent, the one that the environment has
     * @param emergency run it at once, before anybody approved; opens a review
     */
    record RollbackWish(
            String environment,
            Optional<Boolean> last,
            Optional<String> to,
            Optional<String> change,
            Optional<Boolean> unproved,
            Optional<String> artifact,
            Optional<String> reason,
            Optional<Instant> notBefore,
            Optional<Boolean> emergency) {
        Choice choice() {
            int said = (last.orElse(false) ? 1 : 0) + (to.isPresent() ? 1 : 0) + (change.isPresent() ? 1 : 0);
            if (said != 1) {
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "Say what to roll back: exactly one of 'last', 'to' and 'change'.",
                        "");
            }
            RollbackScope scope = to.<RollbackScope>map(RollbackScope.To::new)
                    .or(() -> change.map(RollbackScope.Change::new))
                    .orElseGet(RollbackScope.Last::new);
            return Choice.rollBack(scope, unproved.orElse(false));
        }
    }

    @PostMapping("/plan")
    @Requires(value = Permission.ROLL_BACK, somewhere = true)
    @Operation(summary = "Tells what a rollback would run; changes nothing")
    RollbackReport plan(@PathVariable String project, @RequestBody RollbackWish wish) {
        ServedProject served = projects.named(project);
        Environment environment = served.project().environment(given(wish.environment(), "environment"));
        Choice choice = wish.choice();
        return RollbackReport.of(
                environment.name(), forecasts.plan(served, environment, artifact(served, environment, wish), choice));
    }

    @PostMapping
    @Requires(value = Permission.ROLL_BACK, somewhere = true)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Asks for a rollback; it waits for approval and its turn as a deployment does")
    DeploymentView request(Caller caller, @PathVariable String project, @RequestBody RollbackWish wish) {
        ServedProject served = projects.named(project);
        Environment environment = served.project().environment(given(wish.environment(), "environment"));
        Choice choice = wish.choice();
        return views.of(desk.request(
                caller,
                new DeploymentDesk.Wish(
                        served,
                        environment,
                        artifact(served, environment, wish),
                        wish.reason().orElse(""),
                        false,
                        wish.notBefore(),
                        choice,
                        wish.emergency().orElse(false))));
    }

    private StoredArtifact artifact(ServedProject project, Environment environment, RollbackWish wish) {
        return wish.artifact()
                .map(version -> named.find(project, version, Optional.empty()))
                .orElseGet(() -> forecasts.deployed(project, environment));
    }
}
