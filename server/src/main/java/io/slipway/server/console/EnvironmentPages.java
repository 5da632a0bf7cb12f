package io.slipway.server.console;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.Change;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.project.Environment;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.access.Role;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.ApprovalPolicy;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.environment.TargetReading;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** One environment: whether it answers, who is at it, what is in doubt, what ran there, who must agree. */
@Controller
@RequestMapping("/projects/{project}/environments/{environment}")
final class EnvironmentPages {
    private static final int PAGE = 50;
    private static final int UNDER_WAY = 20;
    private static final List<String> COLUMNS =
            List.of("sequence", "at", "event", "path", "kind", "version", "statements", "rows", "millis", "by", "note");
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final EnvironmentStates states;
    private final TargetDesk targets;
    private final DeploymentTable deployments;
    private final ApprovalPolicies policies;
    private final CalendarParts calendar;

    EnvironmentPages(
            Projects projects,
            ArtifactShelf artifacts,
            EnvironmentStates states,
            TargetDesk targets,
            DeploymentTable deployments,
            ApprovalPolicies policies,
            CalendarParts calendar) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.states = states;
        this.targets = targets;
        this.deployments = deployments;
        this.policies = policies;
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
        TargetReading reading = targets.read(served, known);
        List<HistoryEntry> matching = filtered(reading, event, text).stream()
                .filter(entry -> entry.sequence() < before)
                .limit(PAGE + 1L)
                .toList();
        model.addAttribute("project", served);
        model.addAttribute("environment", known);
        model.addAttribute("here", "/projects/" + project + "/environments/" + environment);
        model.addAttribute(
                "state",
                states.of(project).stream()
                        .filter(s -> s.environment().equals(environment))
                        .findFirst());
        model.addAttribute("reading", reading);
        model.addAttribute("place", reading.inDoubt().flatMap(doubt -> place(project, doubt.changeKey())));
        model.addAttribute("entries", matching.subList(0, Math.min(PAGE, matching.size())));
        if (matching.size() > PAGE) {
            model.addAttribute("next", matching.get(PAGE - 1).sequence());
        }
        model.addAttribute("event", event);
        model.addAttribute("text", text);
        model.addAttribute(
                "kinds",
                Arrays.stream(HistoryEvent.values()).map(HistoryEvent::text).toList());
        model.addAttribute(
                "coming",
                deployments.list(project, environment, Long.MAX_VALUE, UNDER_WAY).stream()
                        .filter(deployment -> !deployment.state().over())
                        .toList());
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
    ResponseEntity<byte[]> export(
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam(defaultValue = "") String event,
            @RequestParam(defaultValue = "") String text,
            @RequestParam String format) {
        ServedProject served = projects.named(project);
        TargetReading reading = targets.read(served, Projects.environment(served, environment));
        if (reading.error().isPresent()) {
            throw reading.error().get();
        }
        return Export.of(
                format,
                "history-" + project + "-" + environment,
                COLUMNS,
                filtered(reading, event, text).stream()
                        .map(EnvironmentPages::cells)
                        .toList());
    }

    /** Looks at the target once more, so that the other pages show it too. */
    @PostMapping("/look")
    @Requires(Permission.VIEW)
    String look(@PathVariable String project, @PathVariable String environment) {
        ServedProject served = projects.named(project);
        states.look(served, Projects.environment(served, environment));
        return page(project, environment);
    }

    @PostMapping("/resolution")
    @Requires(Permission.RESOLVE)
    String resolve(
            Caller caller,
            @PathVariable String project,
            @PathVariable String environment,
            @RequestParam int statement,
            @RequestParam String verdict,
            @RequestParam(defaultValue = "") String reason) {
        ServedProject served = projects.named(project);
        targets.resolve(
                caller, served, Projects.environment(served, environment), statement, verdict.equals("done"), reason);
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

    private Optional<Place> place(String project, String changeKey) {
        for (StoredArtifact stored : artifacts.of(project, 1)) {
            try (Artifact artifact = artifacts.open(stored)) {
                List<String> keys =
                        artifact.manifest().changes().stream().map(Change::key).toList();
                if (keys.contains(changeKey)) {
                    return Optional.of(new Place(stored.version(), keys.indexOf(changeKey)));
                }
            }
        }
        return Optional.empty();
    }

    private static List<HistoryEntry> filtered(TargetReading reading, String event, String text) {
        return reading.entries().stream()
                .filter(entry -> event.isEmpty() || entry.event().text().equals(event))
                .filter(entry -> text.isBlank()
                        || entry.path().orElse("").contains(text.strip())
                        || entry.version().equals(text.strip())
                        || entry.by().contains(text.strip()))
                .toList();
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
