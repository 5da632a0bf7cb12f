package io.slipway.server.console;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.project.Projects;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The runners: which are there, what they reach, and making and revoking them. */
@Controller
@RequestMapping("/runners")
final class RunnerPages {
    private final Runners runners;
    private final Projects projects;
    private final Clock clock;

    RunnerPages(Runners runners, Projects projects, Clock clock) {
        this.runners = runners;
        this.projects = projects;
        this.clock = clock;
    }

    /** @param valid whether its token counts, so that it can be revoked; else it can be removed */
    record Row(Runner runner, String state, boolean valid) {}

    @GetMapping
    @Requires(Permission.RUNNERS)
    String list(Model model) {
        model.addAttribute(
                "rows",
                runners.all().stream()
                        .map(runner -> new Row(runner, runner.state(clock.instant()), runner.valid(clock.instant())))
                        .toList());
        model.addAttribute(
                "places",
                projects.all().stream()
                        .flatMap(project -> project.project().environments().keySet().stream()
                                .map(environment -> new Runner.Place(project.name(), environment)))
                        .filter(place -> runners.of(place.project(), place.environment())
                                .filter(runner -> runner.valid(clock.instant()))
                                .isEmpty())
                        .toList());
        return "runners";
    }

    /** @param environments each as {@code project/environment} */
    @PostMapping
    @Requires(Permission.RUNNERS)
    String make(
            Caller caller,
            @RequestParam String name,
            @RequestParam(defaultValue = "") List<String> environments,
            @RequestParam(defaultValue = "90") int days,
            HttpServletResponse response,
            Model model) {
        try {
            model.addAttribute("made", runners.make(caller, name.strip(), places(environments), Duration.ofDays(days)));
            response.setHeader("Cache-Control", "no-store");
        } catch (SlipwayException e) {
            Refused.mistake(e, response, model, ErrorCode.NAME_TAKEN);
            model.addAttribute("name", name);
        }
        return list(model);
    }

    private static Set<Runner.Place> places(List<String> texts) {
        Set<Runner.Place> places = new LinkedHashSet<>();
        for (String text : texts) {
            String[] parts = text.split("/", 2);
            if (parts.length == 2) {
                places.add(new Runner.Place(parts[0], parts[1]));
            }
        }
        return places;
    }

    @PostMapping("/{name}/revocation")
    @Requires(Permission.RUNNERS)
    String revoke(Caller caller, @PathVariable String name) {
        runners.revoke(caller, name);
        return "redirect:/runners";
    }

    @PostMapping("/{name}/removal")
    @Requires(Permission.RUNNERS)
    String remove(Caller caller, @PathVariable String name) {
        runners.remove(caller, name);
        return "redirect:/runners";
    }
}
