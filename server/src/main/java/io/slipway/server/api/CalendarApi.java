package io.slipway.server.api;

import static io.slipway.server.api.DeploymentViews.given;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.api.DeploymentViews.StartView;
import io.slipway.server.calendar.Calendar;
import io.slipway.server.calendar.CalendarPolicy;
import io.slipway.server.calendar.Demand;
import io.slipway.server.calendar.Freeze;
import io.slipway.server.calendar.Freezes;
import io.slipway.server.calendar.Openings;
import io.slipway.server.calendar.Window;
import io.slipway.server.calendar.Windows;
import io.slipway.server.deployment.Estimate;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Windows of environments, and freezes. */
@RestController
@RequestMapping("/api")
@Tag(name = "calendar")
final class CalendarApi {
    private final Projects projects;
    private final Windows windows;
    private final Freezes freezes;
    private final Calendar calendar;
    private final Clock clock;

    CalendarApi(Projects projects, Windows windows, Freezes freezes, Calendar calendar, Clock clock) {
        this.projects = projects;
        this.windows = windows;
        this.freezes = freezes;
        this.calendar = calendar;
        this.clock = clock;
    }

    /**
     * A window to be.
     *
     * @param days {@code mon} to {@code sun}
     * @param opens such as {@code 22:00}, by the clock of the zone
     * @param closes when no later than {@code opens}, on the day after
     * @param zone such as {@code Europe/Berlin}
     */
    record WindowBody(List<String> days, String opens, String closes, String zone) {}

    /** A window, see what it was made from. */
    record WindowView(String id, List<String> days, String opens, String closes, String zone) {
        static WindowView of(Window window) {
            return new WindowView(
                    window.id(),
                    window.days().stream().sorted().map(Window::shortName).toList(),
                    window.opens().toString(),
                    window.closes().toString(),
                    window.zone().getId());
        }
    }

    /**
     * When deployments to an environment may start.
     *
     * @param windows empty when they may at any time
     * @param freezes that concern it, those to come too
     * @param start when something asked for now could start
     */
    record EnvironmentCalendar(
            List<WindowView> windows, CalendarPolicy policy, List<Freeze> freezes, StartView start) {}

    /**
     * A freeze to be.
     *
     * @param environment absent for all of the project
     * @param from absent for from now on
     * @param until the first moment after it
     */
    record FreezeBody(Optional<String> environment, Optional<Instant> from, Optional<Instant> until, String reason) {}

    /** By their beginning; those that are over are not listed. */
    record FreezeList(List<Freeze> freezes) {}

    @GetMapping("/projects/{project}/environments/{environment}/calendar")
    @Requires(Permission.VIEW)
    @Operation(summary = "Tells when deployments to the environment may start: windows, freezes, what may pass them")
    EnvironmentCalendar calendar(@PathVariable String project, @PathVariable String environment) {
        known(project, environment);
        Openings openings = calendar.of(project, environment);
        return new EnvironmentCalendar(
                openings.windows().stream().map(WindowView::of).toList(),
                openings.policy(),
                openings.freezes(),
                StartView.of(
                        openings.look(clock.instant(), Demand.ANY),
                        Estimate.NONE,
                        calendar.zone(project, environment)));
    }

    @PostMapping("/projects/{project}/environments/{environment}/windows")
    @Requires(Permission.CALENDAR)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Adds a window; with one at least, deployments start in windows only")
    WindowView addWindow(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestBody WindowBody body) {
        known(project, environment);
        return WindowView.of(windows.add(
                caller,
                project,
                environment,
                Optional.ofNullable(body.days()).orElse(List.of()),
                given(body.opens(), "opens"),
                given(body.closes(), "closes"),
                given(body.zone(), "zone")));
    }

    @DeleteMapping("/projects/{project}/environments/{environment}/windows/{id}")
    @Requires(Permission.CALENDAR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Takes a window away; without any, deployments may start at any time")
    void removeWindow(
            Caller caller, @PathVariable String project, @PathVariable String environment, @PathVariable String id) {
        windows.remove(caller, project, environment, id);
    }

    @PutMapping("/projects/{project}/environments/{environment}/calendar-policy")
    @Requires(Permission.CALENDAR)
    @Operation(summary = "Says what may pass the environment's windows and freezes")
    CalendarPolicy setPolicy(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestBody CalendarPolicy body) {
        known(project, environment);
        windows.set(caller, project, environment, body);
        return body;
    }

    @GetMapping("/freezes")
    @Open(Open.To.SIGNED_IN)
    @Operation(summary = "Lists the freezes of now and later that the caller may know of")
    FreezeList freezes(Caller caller) {
        return new FreezeList(freezes.visible(caller));
    }

    @PostMapping("/freezes")
    @Requires(Permission.CALENDAR)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Freezes everything for a time: nothing starts, what runs goes on")
    Freeze freezeAll(Caller caller, @RequestBody FreezeBody body) {
        if (body.environment().isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID, "A freeze of everything names no environment.", "Ask its project.");
        }
        return add(caller, "", body);
    }

    @DeleteMapping("/freezes/{id}")
    @Requires(Permission.CALENDAR)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Lifts a freeze of everything")
    void liftAll(Caller caller, @PathVariable String id) {
        freezes.lift(caller, "", id);
    }

    @PostMapping("/projects/{project}/freezes")
    @Requires(value = Permission.CALENDAR, somewhere = true)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Freezes a project, or one of its environments, for a time: nothing starts, what runs goes on")
    Freeze freeze(Caller caller, @PathVariable String project, @RequestBody FreezeBody body) {
        body.environment().ifPresent(environment -> known(project, environment));
        return add(caller, projects.named(project).name(), body);
    }

    @DeleteMapping("/projects/{project}/freezes/{id}")
    @Requires(value = Permission.CALENDAR, somewhere = true)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Lifts a freeze of a project or of one of its environments")
    void lift(Caller caller, @PathVariable String project, @PathVariable String id) {
        freezes.lift(caller, project, id);
    }

    private Freeze add(Caller caller, String project, FreezeBody body) {
        return freezes.add(
                caller,
                project,
                body.environment().orElse(""),
                body.from().orElseGet(clock::instant),
                body.until()
                        .orElseThrow(() -> SlipwayException.of(ErrorCode.REQUEST_INVALID, "'until' is missing.", "")),
                given(body.reason(), "reason"));
    }

    private void known(String project, String environment) {
        ServedProject served = projects.named(project);
        Projects.environment(served, environment);
    }
}
