package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.golive.GoLive;
import io.slipway.server.golive.Rehearsals;
import io.slipway.server.readiness.ReadinessDesk;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.time.LocalDate;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The buttons of a rollout's page that are about gates, rehearsals and the switch. */
@Controller
final class ReadinessPages {
    private final Rollouts rollouts;
    private final ReadinessDesk desk;
    private final GoLive golive;
    private final Rehearsals rehearsals;

    ReadinessPages(Rollouts rollouts, ReadinessDesk desk, GoLive golive, Rehearsals rehearsals) {
        this.rollouts = rollouts;
        this.desk = desk;
        this.golive = golive;
        this.rehearsals = rehearsals;
    }

    @PostMapping("/projects/{project}/rollout/readiness/check")
    @Requires(Permission.ROLLOUT)
    String check(Caller caller, @PathVariable String project) {
        golive.check(caller, rollouts.of(project));
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/gates/{gate}/waiver")
    @Requires(Permission.VIEW)
    String ask(
            Caller caller,
            @PathVariable String project,
            @PathVariable String gate,
            @RequestParam String reason,
            @RequestParam LocalDate until) {
        ServedRollout rollout = rollouts.of(project);
        // to the end of that day, where the team is
        desk.askWaiver(
                caller,
                rollout,
                gate,
                reason,
                until.plusDays(1)
                        .atStartOfDay(rollout.rollout().calendar().zone())
                        .toInstant());
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/gates/{gate}/waiver/agreement")
    @Requires(Permission.VIEW)
    String give(Caller caller, @PathVariable String project, @PathVariable String gate) {
        desk.giveWaiver(caller, rollouts.of(project), gate);
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/gates/{gate}/waiver/end")
    @Requires(Permission.VIEW)
    String end(Caller caller, @PathVariable String project, @PathVariable String gate) {
        desk.endWaiver(caller, rollouts.of(project), gate, "");
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/rehearsals")
    @Requires(Permission.ROLLOUT)
    String begin(Caller caller, @PathVariable String project) {
        rehearsals.begin(caller, rollouts.of(project));
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/rehearsals/end")
    @Requires(Permission.ROLLOUT)
    String endRehearsal(Caller caller, @PathVariable String project) {
        rehearsals.end(caller, rollouts.of(project));
        return back(project);
    }

    @PostMapping("/projects/{project}/rollout/switch-back")
    @Requires(Permission.ROLLOUT)
    String switchBack(Caller caller, @PathVariable String project, @RequestParam String reason) {
        golive.switchBack(caller, rollouts.of(project), reason);
        return back(project);
    }

    private static String back(String project) {
        return "redirect:/projects/" + project + "/rollout";
    }
}
