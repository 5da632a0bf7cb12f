package io.slipway.server.console;

import io.slipway.release.deploy.Verdict;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.project.Environment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.access.Role;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.ShownArtifacts;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.ApprovalPolicy;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.environment.EnvironmentDesk;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.environment.TargetReading;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** One environment: whether it answers, who is at it, what is in doubt, what ran there, who must agree. */
@Controller
@RequestMapping("/projects/{project}/environments/{environment}")
final class EnvironmentPages {
    private static final int PAGE = 50;
    private static final int UNDER_WAY = 20;
    /** Rows that are read at once for a file. */
    private static final int EXPORTED = 2_000;

    private static final List<String> COLUMNS =
            List.of("sequence", "at", "event", "path", "kind", "version", "statements", "rows", "millis", "by", "note");
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final ShownArtifacts shown;
    private final EnvironmentStates states;
    private final TargetDesk targets;
    private final EnvironmentDesk desk;
    private final DeploymentLists deployments;
    private final ApprovalPolicies policies;
    private final Runners runners;
    private final Clock clock;
    private final CalendarParts calendar;

    EnvironmentPages(
            Projects projects,
            ArtifactShelf artifacts,
            ShownArtifacts shown,
            EnvironmentStates states,
            TargetDesk targets,
            EnvironmentDesk desk,
            DeploymentLists deployments,
            ApprovalPolicies policies,
            Runners runners,
            Clock clock,
            CalendarParts calendar) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.shown = shown;
        this.states = states;
        this.targets = targets;
        this.desk = desk;
        this.deployments = deployments;
        this.policies = policies;
        this.runners = runners;
        this.clock = clock;
        this.calendar = calendar;
    }

    /** Where the whole script of a statement in doubt is to be read. */
    record Place(String version, int index) {}

    @GetMapping
    @Requires(Permission.VIEW)
    String environment(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String text,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            Model model) {
        ServedProject served = projects.named(project);
        Environment known = Projects.environment(served, environment);
        TargetReading reading = targets.read(served, known, filter(event, text), before, PAGE);
        model.addAttribute("project", served);
        model.addAttribute("environment", known);
        model.addAttribute("here", "/projects/" + project + "/environments/" + environment);
        Optional<EnvironmentState> state = states.of(project).stream()
                .filter(s -> s.environment().equals(environment))
                .findFirst()
                .map(s -> s.with(reading));
        model.addAttribute("state", state);
        model.addAttribute(
                "handedIn", state.flatMap(s -> artifacts.byDigest(s.artifact())).isPresent());
        model.addAttribute("reading", reading);
        Optional<Runner> runner = runners.of(project, environment);
        model.addAttribute("runner", runner);
        model.addAttribute(
                "runnerState", runner.map(r -> r.state(clock.instant())).orElse(""));
        model.addAttribute("place", reading.inDoubt().flatMap(doubt -> place(served, doubt.changeKey())));
        model.addAttribute("entries", reading.entries());
        if (reading.more()) {
            model.addAttribute("next", reading.entries().get(PAGE - 1).sequence());
        }
        model.addAttribute("event", event);
        model.addAttribute("text", text);
        model.addAttribute(
                "kinds",
                Arrays.stream(HistoryEvent.values()).map(HistoryEvent::text).toList());
        model.addAttribute("coming", deployments.open(project, environment, UNDER_WAY));
        model.addAttribute("policy", policies.of(served, known));
        model.addAttribute(
                "approvers",
                Arrays.stream(Role.values())
                        .filter(role -> role.allows(Permission.APPROVE))
                        .toList());
        calendar.environment(model, caller, project, environment);
        model.addAttribute("mayResolve", caller.may(Permission.RESOLVE, project, environment));
        model.addAttribute("mayDefine", caller.may(Permission.CONFIGURE, project, environment));
        return "environment";
    }

    /** The history with the same filters, as a file. */
    @GetMapping("/history")
    @Requires(Permission.VIEW)
    ResponseEntity<StreamingResponseBody> export(
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String text,
            @RequestParam String format) {
        ServedProject served = projects.named(project);
        Environment known = Projects.environment(served, environment);
        HistoryFilter filter = filter(event, text);
        return Export.of(
                format,
                "history-" + project + "-" + environment,
                COLUMNS,
                new Export.Pages<>(
                        before -> targets.history(served, known, filter, before, EXPORTED),
                        HistoryEntry::sequence,
                        EXPORTED,
                        Long.MAX_VALUE),
                EnvironmentPages::cells);
    }

    /** Looks at the target once more, so that the other pages show it too. */
    @PostMapping("/look")
    @Requires(Permission.VIEW)
    String look(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        targets.look(served, Stream.of(Projects.environment(served, environment)));
        return page(project, environment);
    }

    @PostMapping("/resolution")
    @Requires(Permission.RESOLVE)
    String resolve(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam String change,
            @RequestParam int statement,
            @RequestParam String verdict,
            @RequestParam(defaultValue = "false") boolean againstCatalogue,
            @RequestParam(defaultValue = "") String reason) {
        ServedProject served = projects.named(project);
        boolean done = switch (verdict) {
            case "done" -> true;
            case "not-done" -> false;
            default ->
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID,
                        "'" + verdict + "' does not say whether the statement's effect is there.",
                        "Say done or not-done.");
        };
        desk.resolve(
                caller,
                served,
                Projects.environment(served, environment),
                new Verdict(Optional.of(change), statement, done, againstCatalogue, reason));
        return page(project, environment);
    }

    @PostMapping("/policy")
    @Requires(Permission.CONFIGURE)
    String policy(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam int approvals,
            @RequestParam(required = false) Set<Role> roles) {
        ServedProject served = projects.named(project);
        policies.set(
                caller,
                served,
                Projects.environment(served, environment),
                new ApprovalPolicy(approvals, roles == null ? Set.of() : roles));
        return page(project, environment);
    }

    private static String page(String project, String environment) {
        return "redirect:/projects/" + project + "/environments/" + environment;
    }

    private Optional<Place> place(ServedProject project, String changeKey) {
        return artifacts.of(project.name(), 1).stream()
                .flatMap(stored -> shown.byKey(stored, shown.facts(project, stored), changeKey).stream()
                        .map(change -> new Place(stored.version(), change.index())))
                .findFirst();
    }

    /** @throws SlipwayException {@code request-invalid} for an event that there is none of */
    private static HistoryFilter filter(String event, String text) {
        Optional<HistoryEvent> wanted = Arrays.stream(HistoryEvent.values())
                .filter(kind -> kind.text().equals(event))
                .findFirst();
        if (wanted.isEmpty() && !event.isEmpty()) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "There is no event '" + event + "'.", "");
        }
        return new HistoryFilter(wanted, text);
    }

    private static List<String> cells(HistoryEntry entry) {
        return List.of(
                Long.toString(entry.sequence()),
                entry.at().toString(),
                entry.event().text(),
                entry.path().orElse(""),
                entry.kind().orElse(""),
                entry.version(),
                Integer.toString(entry.statements()),
                Long.toString(entry.rows()),
                Long.toString(entry.millis()),
                entry.by(),
                entry.note());
    }
}
