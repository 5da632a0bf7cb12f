package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.rollout.people.Person;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Rollouts: taking teams live. */
@RestController
@RequestMapping("/api")
@Tag(name = "rollouts")
final class RolloutApi {
    private final Projects projects;
    private final Rollouts rollouts;

    RolloutApi(Projects projects, Rollouts rollouts) {
        this.projects = projects;
        this.rollouts = rollouts;
    }

    /** @param file the text of a rollout file */
    record RolloutBody(String file) {}

    /** @param stakeholders accounts of those who must agree to the date */
    record RolloutView(
            String team,
            String title,
            String project,
            String zone,
            String manager,
            List<String> stakeholders,
            long revision,
            String file) {
        static RolloutView of(ServedRollout served) {
            return new RolloutView(
                    served.team(),
                    served.rollout().title(),
                    served.project(),
                    served.rollout().calendar().zone().getId(),
                    served.rollout().manager().key(),
                    served.rollout().stakeholders().stream().map(Person::key).toList(),
                    served.revision(),
                    served.file());
        }
    }

    record RolloutList(List<RolloutView> rollouts) {}

    @GetMapping("/rollouts")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists the rollouts of the projects that the caller may see")
    RolloutList list(Caller caller) {
        return new RolloutList(
                rollouts.visible(caller).stream().map(RolloutView::of).toList());
    }

    @GetMapping("/projects/{project}/rollout")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells about the rollout of the project's team")
    RolloutView one(@PathVariable String project) {
        return RolloutView.of(rollouts.of(project));
    }

    @PutMapping("/projects/{project}/rollout")
    @Requires(Permission.ROLLOUT)
    @Operation(summary = "Takes the project's rollout file in; the same text again changes nothing")
    RolloutView put(Caller caller, @PathVariable String project, @RequestBody RolloutBody body) {
        projects.named(project);
        return RolloutView.of(rollouts.put(caller, project, given(body.file(), "file")));
    }
}
