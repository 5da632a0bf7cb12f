package io.slipway.server.console;

import io.slipway.release.artifact.TextBeginning;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactFacts;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.ShownArtifacts;
import io.slipway.server.artifact.ShownChange;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** One artifact: what is new in it, what the proof saw, who vouches for it, where it is. */
@Controller
final class ArtifactPages {
    private static final int SHOWN_TEXT = 200_000;
    private static final int PAGE = 200;
    private static final int DEPLOYMENTS = 50;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final ShownArtifacts shown;
    private final EnvironmentStates states;
    private final DeploymentLists deployments;

    ArtifactPages(
            Projects projects,
            ArtifactShelf artifacts,
            ShownArtifacts shown,
            EnvironmentStates states,
            DeploymentLists deployments) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.shown = shown;
        this.states = states;
        this.deployments = deployments;
    }

    @GetMapping("/projects/{project}/artifacts/{version}")
    @Requires(Permission.VIEW)
    String artifact(
            Caller caller,
            @PathVariable String project,
            @PathVariable String version,
            @RequestParam(defaultValue = "false") boolean all,
            @RequestParam(defaultValue = "0") int from,
            Model model) {
        ServedProject served = projects.named(project);
        StoredArtifact stored = artifacts.version(project, version);
        ArtifactFacts facts = shown.facts(served, stored);
        long start = Math.max(0, from) + (all ? 0 : stored.totalChanges() - stored.newChanges());
        model.addAttribute("lines", shown.changes(stored, facts, start, start + PAGE));
        model.addAttribute("all", all);
        if (start + PAGE < stored.totalChanges()) {
            model.addAttribute("next", from + PAGE);
        }
        model.addAttribute("deployments", deployments.ofArtifacts(List.of(stored.digest()), DEPLOYMENTS));
        model.addAttribute("provedOn", facts.provedOn());
        model.addAttribute("signature", signature(stored, facts));
        model.addAttribute("commit", facts.commit());
        model.addAttribute("project", served);
        model.addAttribute("artifact", stored);
        model.addAttribute(
                "places",
                states.of(project).stream()
                        .filter(s -> s.artifact().equals(stored.digest()))
                        .map(EnvironmentState::environment)
                        .toList());
        model.addAttribute("environments", deployable(caller, served));
        return "artifact";
    }

    /** The text of one change, as it would run. */
    @GetMapping("/projects/{project}/artifacts/{version}/changes/{index}")
    @Requires(Permission.VIEW)
    String change(
            @PathVariable String project,
            @PathVariable String version,
            @PathVariable int index,
            @RequestParam(defaultValue = "false") boolean rollback,
            Model model) {
        ServedProject served = projects.named(project);
        StoredArtifact stored = artifacts.version(project, version);
        ArtifactFacts facts = shown.facts(served, stored);
        ShownChange change = shown.change(stored, facts, index);
        String digest = change.change().digest();
        String text = text(stored, digest, false);
        Optional<ShownChange> before = shown.previous(facts, change);
        model.addAttribute(
                "diff",
                before.map(old -> ScriptDiff.of(text(stored, old.change().digest(), false), text))
                        .orElse(List.of()));
        model.addAttribute("edited", before.isPresent());
        Optional<String> back = change.change().rollback();
        model.addAttribute("change", change.change());
        model.addAttribute("index", index);
        model.addAttribute("proof", change.proof());
        model.addAttribute("showsRollback", rollback && back.isPresent());
        model.addAttribute("hasRollback", back.isPresent());
        model.addAttribute(
                "sql",
                SqlHighlight.of(back.filter(b -> rollback)
                        .map(b -> text(stored, b, true))
                        .orElse(text)));
        model.addAttribute("project", served);
        model.addAttribute("artifact", stored);
        return "change";
    }

    private static List<String> deployable(Caller caller, ServedProject project) {
        return project.project().environments().values().stream()
                .filter(e -> caller.may(
                        e.isProtected() ? Permission.DEPLOY_PROTECTED : Permission.DEPLOY, project.name(), e.name()))
                .map(e -> e.name())
                .toList();
    }

    private static String signature(StoredArtifact stored, ArtifactFacts facts) {
        return switch (facts.verdict()) {
            case VALID -> "signed by " + stored.signedBy() + ", a key this project trusts";
            case UNKNOWN_KEY -> "signed by " + stored.signedBy() + ", a key this project does not trust";
            case WRONG -> "the signature is wrong";
            case UNSIGNED -> "not signed";
        };
    }

    private String text(StoredArtifact stored, String digest, boolean rollback) {
        TextBeginning text = shown.text(stored, digest, rollback, SHOWN_TEXT);
        return text.size() > SHOWN_TEXT ? text.text() + "\n-- … the rest is in the artifact" : text.text();
    }
}
