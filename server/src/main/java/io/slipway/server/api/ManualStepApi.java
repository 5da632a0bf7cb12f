package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What people do by hand while a team is provisioned. */
@RestController
@RequestMapping("/api/projects/{project}/rollout/manual-steps")
@Tag(name = "rollouts")
final class ManualStepApi {
    private final Rollouts rollouts;
    private final ManualSteps steps;

    ManualStepApi(Rollouts rollouts, ManualSteps steps) {
        this.rollouts = rollouts;
        this.steps = steps;
    }

    /** @param by account of who said it */
    record ShownView(String text, String by, Instant at) {}

    /**
     * @param who account of the person who does it
     * @param evidence what is asked for when it is done
     * @param shown what was given; absent while the step waits
     */
    record ManualStepView(String id, String title, String who, String evidence, Optional<ShownView> shown) {
        static ManualStepView of(ManualSteps.Manual step) {
            return new ManualStepView(
                    step.wish().id(),
                    step.wish().title(),
                    step.wish().who().key(),
                    step.wish().evidence(),
                    step.shown().map(each -> new ShownView(each.evidence().text(), each.by(), each.at())));
        }
    }

    record ManualStepList(List<ManualStepView> steps) {}

    @GetMapping
    @Requires(Permission.VIEW)
    @Operation(summary = "Lists the manual steps of the team's provisioning, and what was shown for each")
    ManualStepList all(@PathVariable String project) {
        return list(rollouts.of(project));
    }

    /** @param text a sentence, a link, or a file's digest and name as sha256sum prints them */
    record EvidenceBody(String text) {}

    @PostMapping("/{step}/evidence")
    @Requires(Permission.VIEW)
    @Operation(summary = "Says what shows that a step was done, as its person or as who looks after the rollout")
    ManualStepList show(
            Caller caller, @PathVariable String project, @PathVariable String step, @RequestBody EvidenceBody body) {
        ServedRollout rollout = rollouts.of(project);
        steps.show(caller, rollout, step, given(body.text(), "text"));
        return list(rollout);
    }

    private ManualStepList list(ServedRollout rollout) {
        return new ManualStepList(
                steps.of(rollout).stream().map(ManualStepView::of).toList());
    }
}
