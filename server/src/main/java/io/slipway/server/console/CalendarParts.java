package io.slipway.server.console;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.Demand;
import io.slipway.server.calendar.Freezes;
import io.slipway.server.calendar.Openings;
import io.slipway.server.calendar.Outlook;
import io.slipway.server.deployment.Approval;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.Estimate;
import io.slipway.server.deployment.Estimates;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.deployment.StartTimes;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** What pages about other things show of windows and freezes. */
@Component
final class CalendarParts {
    private final Calendar calendar;
    private final Freezes freezes;
    private final Estimates estimates;
    private final StartTimes times;
    private final ZoneClock zones;

    CalendarParts(Calendar calendar, Freezes freezes, Estimates estimates, StartTimes times, ZoneClock zones) {
        this.calendar = calendar;
        this.freezes = freezes;
        this.estimates = estimates;
        this.times = times;
        this.zones = zones;
    }

    /** Freezes of everything that the caller sees. */
    void overview(Model model, Caller caller) {
        model.addAttribute("freezes", freezes.visible(caller));
    }

    void project(Model model, Caller caller, String project) {
        model.addAttribute("freezes", freezes.of(project));
        model.addAttribute("mayFreeze", caller.mayAnywhere(Permission.CALENDAR, project));
        model.addAttribute("mayFreezeAll", caller.may(Permission.CALENDAR, project));
    }

    void environment(Model model, Caller caller, String project, String environment) {
        Openings openings = calendar.of(project, environment);
        model.addAttribute("openings", openings);
        model.addAttribute("freezes", openings.freezes());
        model.addAttribute("outlook", openings.look(zones.now(), Demand.ANY));
        model.addAttribute(
                "start", moment(openings.look(zones.now(), Demand.ANY).start(), project, environment));
        model.addAttribute("zone", zones.of(project, environment).getId());
        model.addAttribute("zones", CalendarPages.zoneNames());
        model.addAttribute(
                "weekdays",
                Arrays.stream(java.time.DayOfWeek.values())
                        .map(io.slipway.server.calendar.Window::shortName)
                        .toList());
        model.addAttribute("maySchedule", caller.may(Permission.CALENDAR, project, environment));
    }

    /** When what a forecast tells could start, and how long it may take. */
    void forecast(Model model, String project, String environment, String forecast) {
        Estimate estimate = estimates.of(project, forecast);
        Openings openings = calendar.of(project, environment);
        Instant now = zones.now();
        Outlook outlook = openings.look(now, new Demand(now, estimate.atLeast(), false));
        model.addAttribute("openings", openings);
        model.addAttribute("freezes", openings.freezes());
        model.addAttribute("estimate", estimate);
        model.addAttribute("outlook", outlook);
        model.addAttribute("open", outlook.startsBy(now));
        model.addAttribute("closed", !openings.look(now, Demand.ANY).startsBy(now));
        model.addAttribute("start", moment(outlook.start(), project, environment));
        model.addAttribute("end", moment(outlook.end(), project, environment));
        openings.nextWindow(now)
                .ifPresent(at -> model.addAttribute("nextWindow", moment(Optional.of(at), project, environment)));
        model.addAttribute("zone", zones.of(project, environment).getId());
    }

    void deployment(Model model, Caller caller, ServedDeployment deployment, List<Approval> approvals) {
        boolean waits = !deployment.state().over() && deployment.state() != DeploymentState.RUNNING;
        boolean own = caller.name().equals(deployment.requestedBy());
        boolean approved = approvals.stream().anyMatch(Approval::approved);
        model.addAttribute("waits", waits);
        model.addAttribute(
                "mayMove",
                waits
                        && (own
                                ? !approved
                                : caller.may(Permission.APPROVE, deployment.project(), deployment.environment())));
        if (waits) {
            Outlook outlook = times.of(deployment);
            model.addAttribute("outlook", outlook);
            model.addAttribute("estimate", times.estimate(deployment));
            model.addAttribute("start", moment(outlook.start(), deployment.project(), deployment.environment()));
            model.addAttribute("end", moment(outlook.end(), deployment.project(), deployment.environment()));
            model.addAttribute(
                    "zone",
                    zones.of(deployment.project(), deployment.environment()).getId());
        }
    }

    /** When the next window opens, for who wants to wait for it though one is open. */
    Optional<Instant> nextWindow(String project, String environment) {
        return calendar.of(project, environment).nextWindow(zones.now());
    }

    Optional<Instant> time(String text, String zone) {
        return zones.time(text, zone);
    }

    private Moment moment(Optional<Instant> at, String project, String environment) {
        return zones.moment(at, project, environment);
    }
}
