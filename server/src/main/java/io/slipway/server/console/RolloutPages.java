package io.slipway.server.console;

import io.slipway.release.error.Category;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.people.Person;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.dates.TeamDates;
import io.slipway.server.error.ProblemStatus;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.RolloutFiles;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** All rollouts, one team's rollout, and its file. */
@Controller
final class RolloutPages {
    private final Projects projects;
    private final Rollouts rollouts;
    private final RolloutFiles files;
    private final TeamDates teams;
    private final DateParts dates;
    private final SupportParts support;
    private final ReadinessParts readiness;
    private final ManualStepParts manual;
    private final TrainingParts trainings;
    private final ScenarioParts scenarios;
    private final Clock clock;

    RolloutPages(
            Projects projects,
            Rollouts rollouts,
            RolloutFiles files,
            TeamDates teams,
            DateParts dates,
            SupportParts support,
            ReadinessParts readiness,
            ManualStepParts manual,
            TrainingParts trainings,
            ScenarioParts scenarios,
            Clock clock) {
        this.projects = projects;
        this.rollouts = rollouts;
        this.files = files;
        this.support = support;
        this.teams = teams;
        this.dates = dates;
        this.readiness = readiness;
        this.manual = manual;
        this.trainings = trainings;
        this.scenarios = scenarios;
        this.clock = clock;
    }

    @GetMapping("/rollouts")
    @Open(Open.To.SIGNED_IN)
    String all(
            Caller caller,
            @RequestParam(defaultValue = "") String turn,
            @RequestParam(defaultValue = "") String blocked,
            @RequestParam(defaultValue = "") String date,
            @RequestParam(defaultValue = "") String until,
            Model model) {
        RolloutFilter filter = RolloutFilter.of(turn, blocked, date, until);
        TimeLine line = new TimeLine(clock.instant());
        List<TeamDates.TeamDate> visible = teams.visible(caller);
        Map<String, ReadinessParts.Blocks> blocks = readiness.blocks(visible);
        model.addAttribute("months", line.months());
        model.addAttribute("today", line.todayAt());
        model.addAttribute("filter", filter);
        model.addAttribute("all", visible.size());
        model.addAttribute("people", turns(blocks.values()));
        model.addAttribute("reader", caller.name());
        model.addAttribute("blocks", blocks);
        model.addAttribute(
                "lines",
                visible.stream()
                        .filter(team -> filter.takes(
                                team,
                                Objects.requireNonNull(blocks.get(team.served().team()))))
                        .map(line::line)
                        .toList());
        return "rollouts";
    }

    /** Everybody whose turn it is somewhere, by name. */
    private static List<Person> turns(Collection<ReadinessParts.Blocks> blocks) {
        Map<String, Person> people = new HashMap<>();
        blocks.forEach(each -> each.turn().forEach(person -> people.putIfAbsent(person.key(), person)));
        return people.values().stream()
                .sorted(Comparator.comparing(Person::name).thenComparing(Person::key))
                .toList();
    }

    @GetMapping("/projects/{project}/rollout")
    @Requires(Permission.VIEW)
    String one(Caller caller, @PathVariable String project, Model model) {
        model.addAttribute("project", projects.named(project));
        model.addAttribute("mayRollOut", caller.may(Permission.ROLLOUT, project));
        Optional<ServedRollout> served = rollouts.find(project);
        if (served.isEmpty()) {
            model.addAttribute("file", "");
            return "rollout-file";
        }
        model.addAttribute("served", served.get());
        files.waiting(served.get()).ifPresent(wish -> {
            model.addAttribute("wish", wish);
            model.addAttribute("mayAgree", files.mayAgree(caller, served.get(), wish));
            model.addAttribute("mayRefuse", files.mayRefuse(caller, served.get()));
        });
        readiness.rollout(model, caller, served.get());
        manual.rollout(model, caller, served.get());
        dates.rollout(model, caller, served.get());
        trainings.rollout(model, caller, served.get());
        scenarios.rollout(model, served.get());
        support.rollout(model, served.get());
        return "rollout";
    }

    @GetMapping("/projects/{project}/rollout/file")
    @Requires(Permission.VIEW)
    String file(Caller caller, @PathVariable String project, Model model) {
        model.addAttribute("project", projects.named(project));
        model.addAttribute("mayRollOut", caller.may(Permission.ROLLOUT, project));
        Optional<ServedRollout> served = rollouts.find(project);
        model.addAttribute("file", served.map(ServedRollout::file).orElse(""));
        model.addAttribute("revision", served.map(ServedRollout::revision).orElse(0L));
        return "rollout-file";
    }

    @PostMapping("/projects/{project}/rollout/wish/agreement")
    @Requires(Permission.VIEW)
    String agree(Caller caller, @PathVariable String project, @RequestParam String digest) {
        files.agree(caller, project, digest);
        return "redirect:/projects/" + project + "/rollout";
    }

    @PostMapping("/projects/{project}/rollout/wish/end")
    @Requires(Permission.VIEW)
    String refuse(Caller caller, @PathVariable String project) {
        files.refuse(caller, project);
        return "redirect:/projects/" + project + "/rollout";
    }

    @PostMapping("/projects/{project}/rollout/file")
    @Requires(Permission.ROLLOUT)
    String put(
            Caller caller,
            @PathVariable String project,
            @RequestParam String file,
            @RequestParam long revision,
            Model model,
            HttpServletResponse response) {
        try {
            files.put(caller, project, file, Optional.of(revision));
            return "redirect:/projects/" + project + "/rollout";
        } catch (SlipwayException e) {
            // What was typed stays on the page.
            response.setStatus(e.code().category() == Category.CONFIGURATION ? 422 : ProblemStatus.of(e.code()));
            model.addAttribute(
                    "problem", e.location().map(where -> where + ": ").orElse("") + e.getMessage());
            model.addAttribute("help", e.help());
            model.addAttribute("project", projects.named(project));
            model.addAttribute("mayRollOut", true);
            model.addAttribute("file", file);
            model.addAttribute("revision", revision);
            model.addAttribute(
                    "counting",
                    rollouts.find(project)
                            .filter(served -> served.revision() != revision)
                            .map(ServedRollout::file)
                            .orElse(""));
            return "rollout-file";
        }
    }
}
