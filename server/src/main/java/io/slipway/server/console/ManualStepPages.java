package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.rollout.Rollouts;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The form with which people say what shows that they did a manual step. */
@Controller
final class ManualStepPages {
    private final Rollouts rollouts;
    private final ManualSteps steps;

    ManualStepPages(Rollouts rollouts, ManualSteps steps) {
        this.rollouts = rollouts;
        this.steps = steps;
    }

    @PostMapping("/projects/{project}/rollout/manual-steps/{step}/evidence")
    @Requires(Permission.VIEW)
    String show(Caller caller, @PathVariable String project, @PathVariable String step, @RequestParam String text) {
        steps.show(caller, rollouts.of(project), step, text);
        return "redirect:/projects/" + project + "/rollout#manual-steps";
    }
}
