package io.slipway.server.console;

import io.slipway.rollout.hypercare.Figures;
import io.slipway.rollout.hypercare.Hypercare;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.hypercare.HypercareDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What each sprint since a go-live brought, as figures and as charts. */
@Controller
final class HypercarePages {
    private static final int HEIGHT = 90;
    private static final int WIDTH = 46;
    private final Projects projects;
    private final Rollouts rollouts;
    private final HypercareDesk desk;

    HypercarePages(Projects projects, Rollouts rollouts, HypercareDesk desk) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.desk = desk;
    }

    /** One sprint's bar. */
    public record Bar(String sprint, int value, int x, int y, int height) {}

    /** @param width of the whole picture */
    public record Chart(String title, int width, List<Bar> bars) {
        static Chart of(String title, List<Figures> figures, ToIntFunction<Figures> value) {
            int most = Math.max(1, figures.stream().mapToInt(value).max().orElse(1));
            List<Bar> bars = new ArrayList<>();
            for (Figures each : figures) {
                int height = value.applyAsInt(each) * HEIGHT / most;
                bars.add(new Bar(
                        each.sprint().name(),
                        value.applyAsInt(each),
                        bars.size() * WIDTH + 6,
                        HEIGHT + 16 - height,
                        height));
            }
            return new Chart(title, Math.max(1, bars.size()) * WIDTH + 6, bars);
        }
    }

    @GetMapping("/projects/{project}/rollout/hypercare")
    @Requires(Permission.VIEW)
    String one(Caller caller, @PathVariable String project, Model model) {
        ServedRollout rollout = rollouts.of(project);
        Optional<HypercareDesk.Course> course = desk.of(rollout);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("served", rollout);
        model.addAttribute("course", course);
        model.addAttribute("mayVote", rollout.rollout().hypercare().votes().contains(caller.name()));
        List<Figures> figures = course.map(HypercareDesk.Course::figures).orElse(List.of());
        model.addAttribute(
                "charts",
                List.of(
                        Chart.of("Scripts packaged", figures, Figures::scripts),
                        Chart.of("Artifacts in production", figures, Figures::promoted),
                        Chart.of("Failures of a hundred", figures, Figures::failureRate),
                        Chart.of("Cases", figures, Figures::cases)));
        course.ifPresent(each -> model.addAttribute(
                "staffing",
                Hypercare.staffing(each.figures().size(), each.hypercare().state())));
        return "hypercare";
    }

    @PostMapping("/projects/{project}/rollout/hypercare/votes")
    @Requires(Permission.VIEW)
    String vote(Caller caller, @PathVariable String project, @RequestParam boolean yes) {
        desk.vote(caller, rollouts.of(project), yes);
        return "redirect:/projects/" + project + "/rollout/hypercare";
    }
}
