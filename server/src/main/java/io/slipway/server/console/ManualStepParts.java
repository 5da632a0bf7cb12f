package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.golive.ManualSteps;
import io.slipway.server.rollout.ServedRollout;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What people do by hand while a team is provisioned, as a part of its rollout's page. */
@Component
final class ManualStepParts {
    private final ManualSteps steps;

    ManualStepParts(ManualSteps steps) {
        this.steps = steps;
    }

    /** @param may whether this reader may say that it was done */
    public record Line(ManualSteps.Manual step, boolean may) {}

    void rollout(Model model, Caller caller, ServedRollout served) {
        model.addAttribute(
                "manual",
                steps.of(served).stream()
                        .map(step -> new Line(step, ManualSteps.mayShow(caller, served, step.wish())))
                        .toList());
    }
}
