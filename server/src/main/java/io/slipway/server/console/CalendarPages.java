package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.calendar.CalendarPolicy;
import io.slipway.server.calendar.Freezes;
import io.slipway.server.calendar.Windows;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.deployment.StartTimes;
import io.slipway.server.project.Projects;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** What is to come over all projects, and the forms for windows and freezes. */
@Controller
final class CalendarPages {
    private final Projects projects;
    private final Windows windows;
    private final Freezes freezes;
    private final DeploymentTable deployments;
    private final StartTimes times;
    private final ZoneClock zones;

    CalendarPages(
            Projects projects,
            Windows windows,
            Freezes freezes,
            DeploymentTable deployments,
            StartTimes times,
            ZoneClock zones) {
        this.projects = projects;
        this.windows = windows;
        this.freezes = freezes;
        this.deployments = deployments;
        this.times = times;
        this.zones = zones;
    }

    /** A deployment that waits for its time, with the moment in its environment's zone. */
    record Coming(ServedDeployment deployment, Moment start, String why) {}

    @GetMapping("/calendar")
    @Open(Open.To.SIGNED_IN)
    String calendar(Caller caller, Model model) {
        List<Coming> coming = deployments.inState(DeploymentState.SCHEDULED).stream()
                .filter(d -> caller.may(Permission.VIEW, d.project()))
                .map(d -> {
                    var outlook = times.of(d);
                    return new Coming(d, zones.moment(outlook.start(), d.project(), d.environment()), outlook.why());
                })
                .toList();
        model.addAttribute("coming", coming);
        model.addAttribute("freezes", freezes.visible(caller));
        model.addAttribute("mayFreeze", Freezes.may(caller, "", ""));
        model.addAttribute("zones", zoneNames());
        return "calendar";
    }

    @PostMapping("/freezes")
    @Requires(Permission.CALENDAR)
    String freezeAll(
            Caller caller,
            @RequestParam(defaultValue = "") String from,
            @RequestParam String until,
            @RequestParam String zone,
            @RequestParam(defaultValue = "") String reason) {
        freezes.add(caller, "", "", zones.time(from, zone).orElseGet(zones::now), zones.needed(until, zone), reason);
        return "redirect:/calendar";
    }

    @PostMapping("/freezes/{id}/lifting")
    @Requires(Permission.CALENDAR)
    String liftAll(Caller caller, @PathVariable String id) {
        freezes.lift(caller, "", id);
        return "redirect:/calendar";
    }

    @PostMapping("/projects/{project}/freezes")
    @Requires(value = Permission.CALENDAR, somewhere = true)
    String freeze(
            Caller caller,
            @PathVariable String project,
            @RequestParam(name = "in", defaultValue = "") String environment,
            @RequestParam(defaultValue = "") String from,
            @RequestParam String until,
            @RequestParam String zone,
            @RequestParam(defaultValue = "") String reason) {
        if (!environment.isEmpty()) {
            Projects.environment(projects.named(project), environment);
        }
        freezes.add(
                caller,
                project,
                environment,
                zones.time(from, zone).orElseGet(zones::now),
                zones.needed(until, zone),
                reason);
        return "redirect:/projects/" + project;
    }

    @PostMapping("/projects/{project}/freezes/{id}/lifting")
    @Requires(value = Permission.CALENDAR, somewhere = true)
    String lift(Caller caller, @PathVariable String project, @PathVariable String id) {
        freezes.lift(caller, project, id);
        return "redirect:/projects/" + project;
    }

    @PostMapping("/projects/{project}/environments/{environment}/windows")
    @Requires(Permission.CALENDAR)
    String addWindow(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(required = false) List<String> days,
            @RequestParam String opens,
            @RequestParam String closes,
            @RequestParam String zone) {
        Projects.environment(projects.named(project), environment);
        windows.add(caller, project, environment, days == null ? List.of() : days, opens, closes, zone);
        return page(project, environment);
    }

    @PostMapping("/projects/{project}/environments/{environment}/windows/{id}/removal")
    @Requires(Permission.CALENDAR)
    String removeWindow(
            Caller caller, @PathVariable String project, @PathVariable String environment, @PathVariable String id) {
        windows.remove(caller, project, environment, id);
        return page(project, environment);
    }

    @PostMapping("/projects/{project}/environments/{environment}/calendar-policy")
    @Requires(Permission.CALENDAR)
    String policy(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(defaultValue = "false") boolean overrun,
            @RequestParam(defaultValue = "false") boolean emergencies,
            @RequestParam(defaultValue = "false") boolean rollbacks,
            @RequestParam boolean whole) {
        Projects.environment(projects.named(project), environment);
        windows.set(caller, project, environment, new CalendarPolicy(overrun, emergencies, rollbacks));
        return page(project, environment);
    }

    /** For fields in which a zone is typed. */
    static Set<String> zoneNames() {
        Set<String> names = new TreeSet<>();
        java.time.ZoneId.getAvailableZoneIds().stream()
                .filter(name -> name.matches("(Africa|America|Asia|Atlantic|Australia|Europe|Indian|Pacific)/.*"))
                .forEach(names::add);
        names.add("UTC");
        return names;
    }

    private static String page(String project, String environment) {
        return "redirect:/projects/" + project + "/environments/" + environment;
    }
}
