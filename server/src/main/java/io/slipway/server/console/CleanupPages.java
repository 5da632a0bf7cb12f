package io.slipway.server.console;

import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.cleanup.CleanupDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.reference.ReferenceDesk;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What a team's clean-up would take away, who approved it, what was done; and what reference databases follow. */
@Controller
final class CleanupPages {
    private final Projects projects;
    private final Rollouts rollouts;
    private final CleanupDesk desk;
    private final ReferenceDesk references;

    CleanupPages(Projects projects, Rollouts rollouts, CleanupDesk desk, ReferenceDesk references) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.desk = desk;
        this.references = references;
    }

    /**
     * What one deployment left in an environment.
     *
     * @param deployment such as {@code #7}
     * @param changes paths of those that are taken back, the last applied first
     * @param objects that go, or go back to what they were
     */
    public record Left(String deployment, List<String> changes, List<String> objects) {
        /** In the project's addresses. */
        public String number() {
            return deployment.substring(1);
        }
    }

    /** @param left the newest deployment first */
    public record There(CleanupPlan.Place place, List<Left> left) {
        static There of(CleanupPlan.Place place) {
            Map<String, Left> byDeployment =
                    new TreeMap<>(Comparator.comparingLong(CleanupPages::number).reversed());
            place.changes()
                    .forEach(key -> left(byDeployment, place, key).changes().add(key.replaceFirst("@.*", "")));
            place.going()
                    .forEach(key -> left(byDeployment, place, key).objects().add(place.shown(key)));
            return new There(place, List.copyOf(byDeployment.values()));
        }

        private static Left left(Map<String, Left> byDeployment, CleanupPlan.Place place, String key) {
            return byDeployment.computeIfAbsent(
                    java.util.Objects.requireNonNull(place.provenance().get(key)),
                    deployment -> new Left(deployment, new ArrayList<>(), new ArrayList<>()));
        }
    }

    private static long number(String deployment) {
        return Long.parseLong(deployment.substring(1));
    }

    @GetMapping("/projects/{project}/rollout/cleanup")
    @Requires(Permission.VIEW)
    String one(
            Caller caller,
            @PathVariable String project,
            @RequestParam(defaultValue = "false") boolean verify,
            Model model) {
        ServedRollout rollout = rollouts.of(project);
        CleanupDesk.Planned planned = desk.plan(rollout);
        CleanupPlan plan = planned.plan();
        boolean open = !plan.clean() && plan.blockers().isEmpty();
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", rollout);
        model.addAttribute("planned", planned);
        model.addAttribute("plan", plan);
        model.addAttribute(
                "places",
                plan.places().stream()
                        .filter(place -> !place.clean())
                        .map(There::of)
                        .toList());
        model.addAttribute(
                "mayApprove",
                open
                        && !planned.approved()
                        && caller.may(Permission.APPROVE, project)
                        && !planned.approvedBy().contains(caller.name()));
        model.addAttribute("mayApply", open && planned.approved() && caller.may(Permission.ROLLOUT, project));
        model.addAttribute("runs", desk.runs(rollout));
        if (verify) {
            model.addAttribute("found", desk.verify(rollout));
        }
        model.addAttribute("mayRollOut", caller.may(Permission.ROLLOUT, project));
        model.addAttribute("source", references.source(rollout).orElse("production"));
        model.addAttribute("reference", references.last(rollout));
        return "rollout-cleanup";
    }

    @PostMapping("/projects/{project}/rollout/cleanup/approvals")
    @Requires(Permission.APPROVE)
    String approve(Caller caller, @PathVariable String project, @RequestParam String digest) {
        desk.approve(caller, rollouts.of(project), digest);
        return back(project) + "#plan";
    }

    @PostMapping("/projects/{project}/rollout/cleanup")
    @Requires(Permission.ROLLOUT)
    String apply(Caller caller, @PathVariable String project) {
        desk.apply(caller, rollouts.of(project));
        return back(project) + "?verify=true#proof";
    }

    @PostMapping("/projects/{project}/rollout/reference")
    @Requires(Permission.ROLLOUT)
    String compare(Caller caller, @PathVariable String project) {
        references.record(caller, rollouts.of(project));
        return back(project) + "#reference";
    }

    private static String back(String project) {
        return "redirect:/projects/" + project + "/rollout/cleanup";
    }
}
