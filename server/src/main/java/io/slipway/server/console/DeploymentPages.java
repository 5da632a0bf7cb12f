package io.slipway.server.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.report.RiskReport;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Open;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.Approval;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.Choice;
import io.slipway.server.deployment.DeploymentDesk;
import io.slipway.server.deployment.DeploymentEvent;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentLine;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.EmergencyReviews;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.deployment.ServedDeployment;
import io.slipway.server.environment.TargetDesk;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import io.slipway.server.reach.Runners;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Forecasts and deployments: looking ahead, asking, deciding, watching. */
@Controller
final class DeploymentPages {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PAGE = 50;
    private static final int EVENTS = 300;
    /** Changes that a page shows. */
    private static final int CHANGES = 100;
    /** Of changes, those with the highest. */
    private static final int RISKS = 20;

    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Forecasts forecasts;
    private final TargetDesk targets;
    private final ApprovalPolicies policies;
    private final DeploymentDesk desk;
    private final DeploymentTable table;
    private final DeploymentLists lists;
    private final DeploymentEvents events;
    private final PendingDecisions decisions;
    private final EmergencyReviews reviews;
    private final Runners runners;
    private final CalendarParts calendar;

    DeploymentPages(
            Projects projects,
            ArtifactShelf artifacts,
            Forecasts forecasts,
            TargetDesk targets,
            ApprovalPolicies policies,
            DeploymentDesk desk,
            DeploymentTable table,
            DeploymentLists lists,
            DeploymentEvents events,
            PendingDecisions decisions,
            EmergencyReviews reviews,
            Runners runners,
            CalendarParts calendar) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.forecasts = forecasts;
        this.targets = targets;
        this.policies = policies;
        this.desk = desk;
        this.table = table;
        this.lists = lists;
        this.events = events;
        this.decisions = decisions;
        this.reviews = reviews;
        this.runners = runners;
        this.calendar = calendar;
    }

    @GetMapping("/projects/{project}/forecast")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    String forecast(
            @PathVariable String project,
            @RequestParam String version,
            @RequestParam String environment,
            @RequestParam(defaultValue = "false") boolean skipGate,
            @RequestParam(defaultValue = "0") int from,
            Caller caller,
            Model model) {
        ServedProject served = projects.named(project);
        Environment known = served.project().environment(environment);
        StoredArtifact stored = artifacts.version(project, version);
        Forecasts.Seen seen = targets.inTime(known, () -> forecasts.look(served, known, stored, skipGate));
        model.addAttribute("project", served);
        model.addAttribute("artifact", stored);
        model.addAttribute("environment", known);
        model.addAttribute("policy", policies.of(served, known));
        JsonNode forecast = json(seen.json());
        model.addAttribute("forecast", forecast);
        risks(seen, model);
        pending(forecast, from, model);
        calendar.forecast(model, project, environment, seen.json());
        model.addAttribute("skipGate", skipGate);
        model.addAttribute("mayEmergency", caller.may(Permission.EMERGENCY, project, environment));
        seen.refusal().ifPresent(e -> {
            model.addAttribute("refusal", e);
            model.addAttribute("gate", e.code() == ErrorCode.GATE_NOT_PASSED);
        });
        return "forecast";
    }

    @PostMapping("/projects/{project}/deployments")
    @Requires(value = Permission.DEPLOY, somewhere = true)
    String request(
            Caller caller,
            @PathVariable String project,
            @RequestParam String version,
            @RequestParam String environment,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam(defaultValue = "false") boolean skipGate,
            @RequestParam(defaultValue = "") String when,
            @RequestParam(defaultValue = "") String notBefore,
            @RequestParam(defaultValue = "UTC") String zone,
            @RequestParam(defaultValue = "false") boolean emergency) {
        ServedProject served = projects.named(project);
        ServedDeployment made = desk.request(
                caller,
                new DeploymentDesk.Wish(
                        served,
                        served.project().environment(environment),
                        artifacts.version(project, version),
                        reason,
                        skipGate,
                        when.equals("window")
                                ? calendar.nextWindow(project, environment)
                                : calendar.time(notBefore, zone),
                        Choice.ALL,
                        emergency));
        return "redirect:/projects/" + project + "/deployments/" + made.number();
    }

    @GetMapping("/projects/{project}/deployments")
    @Requires(Permission.VIEW)
    String list(
            @PathVariable String project,
            @RequestParam(name = "in", defaultValue = "") String environment,
            @RequestParam(defaultValue = "9223372036854775807") long before,
            Model model) {
        List<DeploymentLine> page = lists.of(project, environment, before, PAGE);
        model.addAttribute("project", projects.named(project));
        model.addAttribute("environment", environment);
        model.addAttribute("deployments", page);
        if (page.size() == PAGE) {
            model.addAttribute("next", page.get(page.size() - 1).number());
        }
        return "deployments";
    }

    @GetMapping("/projects/{project}/deployments/{number}")
    @Requires(Permission.VIEW)
    String one(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam(defaultValue = "0") int from,
            @RequestParam(defaultValue = "9223372036854775807") long logBefore,
            Model model) {
        ServedProject served = projects.named(project);
        ServedDeployment deployment = find(project, number);
        List<DeploymentEvent> told = events.newest(deployment.id(), logBefore, EVENTS);
        JsonNode forecast = json(deployment.forecast());
        JsonNode outcome = json(deployment.outcome());
        List<Comparison> comparison = Comparison.of(forecast, outcome);
        pending(forecast, from, model);
        boolean waiting = deployment.state() == DeploymentState.WAITING_FOR_APPROVAL;
        model.addAttribute("project", served);
        model.addAttribute("deployment", deployment);
        model.addAttribute("forecast", forecast);
        model.addAttribute("outcome", outcome);
        model.addAttribute("comparison", part(comparison, from));
        model.addAttribute(
                "timed", comparison.stream().filter(Comparison::timed).count());
        model.addAttribute(
                "timesMet",
                comparison.stream().filter(line -> line.timed() && line.met()).count());
        model.addAttribute("comparisonNext", from + CHANGES < comparison.size() ? from + CHANGES : null);
        model.addAttribute("events", told);
        List<Approval> approvals = desk.approvals(deployment);
        model.addAttribute("approvals", approvals);
        calendar.deployment(model, caller, deployment, approvals);
        reviews.of(deployment).ifPresent(review -> model.addAttribute("review", review));
        model.addAttribute("mayReview", EmergencyReviews.mayClose(caller, deployment));
        runners.awaited(project, deployment.environment())
                .filter(runner -> deployment.state().underWay())
                .ifPresent(runner -> model.addAttribute("awaited", runner));
        model.addAttribute("live", !deployment.state().over() && logBefore == Long.MAX_VALUE);
        model.addAttribute(
                "mayDecide",
                waiting
                        && caller.may(Permission.APPROVE, project, deployment.environment())
                        && !caller.name().equals(deployment.requestedBy()));
        model.addAttribute(
                "mayCancel",
                !deployment.state().over()
                        && (caller.name().equals(deployment.requestedBy())
                                || caller.may(Permission.APPROVE, project, deployment.environment())));
        return "deployment";
    }

    @PostMapping("/projects/{project}/deployments/{number}/decision")
    @Requires(value = Permission.APPROVE, somewhere = true)
    String decide(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam String verdict,
            @RequestParam(defaultValue = "") String reason,
            @RequestParam String binding) {
        desk.decide(caller, projects.named(project), find(project, number), verdict.equals("approve"), reason, binding);
        return "redirect:/projects/" + project + "/deployments/" + number;
    }

    @PostMapping("/projects/{project}/deployments/{number}/review")
    @Requires(value = Permission.APPROVE, somewhere = true)
    String review(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam boolean justified,
            @RequestParam(defaultValue = "") String comment) {
        reviews.close(caller, find(project, number), justified, comment);
        return "redirect:/projects/" + project + "/deployments/" + number;
    }

    @PostMapping("/projects/{project}/deployments/{number}/cancellation")
    @Requires(value = Permission.APPROVE, somewhere = true, orRequester = true)
    String cancel(Caller caller, @PathVariable String project, @PathVariable long number) {
        desk.cancel(caller, projects.named(project), find(project, number));
        return "redirect:/projects/" + project + "/deployments/" + number;
    }

    @PostMapping("/projects/{project}/deployments/{number}/schedule")
    @Requires(value = Permission.APPROVE, somewhere = true, orRequester = true)
    String reschedule(
            Caller caller,
            @PathVariable String project,
            @PathVariable long number,
            @RequestParam(defaultValue = "") String notBefore,
            @RequestParam(defaultValue = "UTC") String zone) {
        desk.reschedule(caller, projects.named(project), find(project, number), calendar.time(notBefore, zone));
        return "redirect:/projects/" + project + "/deployments/" + number;
    }

    @GetMapping("/approvals")
    @Open(Open.To.SIGNED_IN)
    String approvals(Caller caller, @RequestParam(defaultValue = "0") long after, Model model) {
        List<DeploymentLine> waiting = decisions.of(caller).stream()
                .filter(line -> line.number() > after)
                .limit(PAGE + 1L)
                .toList();
        model.addAttribute("deployments", waiting.subList(0, Math.min(PAGE, waiting.size())));
        if (waiting.size() > PAGE) {
            model.addAttribute("next", waiting.get(PAGE - 1).number());
        }
        model.addAttribute("emergencies", reviews.openTo(caller));
        return "approvals";
    }

    private ServedDeployment find(String project, long number) {
        return table.byNumber(project, number)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND, "'" + project + "' has no deployment #" + number + ".", ""));
    }

    /** What the target is like at this moment: approvals are bound to what would run, not to how much is in a table. */
    private static void risks(Forecasts.Seen seen, Model model) {
        List<RiskReport> risks = RiskReport.of(seen.forecast());
        model.addAttribute(
                "measured",
                seen.forecast().measured() || seen.forecast().pending().isEmpty());
        model.addAttribute("risks", risks.stream().limit(RISKS).toList());
        model.addAttribute("moreRisks", Math.max(0, risks.size() - RISKS));
    }

    /** The changes that would run, a page of them. */
    private static void pending(JsonNode forecast, int from, Model model) {
        List<JsonNode> all = new ArrayList<>();
        forecast.path("pending").forEach(all::add);
        model.addAttribute("pending", part(all, from));
        model.addAttribute("pendingNext", from + CHANGES < all.size() ? from + CHANGES : null);
    }

    private static <T> List<T> part(List<T> all, int from) {
        int start = Math.max(0, Math.min(from, all.size()));
        return all.subList(start, Math.min(start + CHANGES, all.size()));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON that is none", e);
        }
    }
}
