package io.slipway.server.console;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactSignature;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.Proof.ChangeProof;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.ScriptText;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Requires;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.artifact.StoredArtifact;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.environment.EnvironmentState;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    private final EnvironmentStates states;
    private final DeploymentTable deployments;

    ArtifactPages(Projects projects, ArtifactShelf artifacts, EnvironmentStates states, DeploymentTable deployments) {
        this.projects = projects;
        this.artifacts = artifacts;
        this.states = states;
        this.deployments = deployments;
    }

    record Line(int index, Change change, ChangeProof proof) {}

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
        try (Artifact artifact = artifacts.open(stored)) {
            List<Change> changes = artifact.manifest().changes();
            int start = Math.max(0, Math.min(all ? from : artifact.manifest().firstNew() + from, changes.size()));
            int end = Math.min(start + PAGE, changes.size());
            model.addAttribute(
                    "lines",
                    IntStream.range(start, end)
                            .mapToObj(i ->
                                    new Line(i, changes.get(i), artifact.proof().of(changes.get(i))))
                            .toList());
            model.addAttribute("all", all);
            if (end < changes.size()) {
                model.addAttribute("next", from + PAGE);
            }
            model.addAttribute("deployments", deployments.ofArtifact(project, stored.digest(), DEPLOYMENTS));
            model.addAttribute("provedOn", artifact.proof().server());
            model.addAttribute("signature", signature(served, artifact));
            model.addAttribute("commit", artifact.manifest().commit().orElse(""));
        }
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
        StoredArtifact stored = artifacts.version(project, version);
        try (Artifact artifact = artifacts.open(stored)) {
            List<Change> changes = artifact.manifest().changes();
            if (index < 0 || index >= changes.size()) {
                throw SlipwayException.of(ErrorCode.NOT_FOUND, version + " has no change " + index + ".", "");
            }
            Change change = changes.get(index);
            Optional<Change> before = changes.subList(0, index).stream()
                    .filter(earlier -> earlier.id().equals(change.id()))
                    .reduce((first, last) -> last);
            model.addAttribute(
                    "diff",
                    before.map(old -> ScriptDiff.of(text(artifact.text(old)), text(artifact.text(change))))
                            .orElse(List.of()));
            model.addAttribute("edited", before.isPresent());
            Optional<ScriptText> back = artifact.rollback(change);
            model.addAttribute("change", change);
            model.addAttribute("index", index);
            model.addAttribute("proof", artifact.proof().of(change));
            model.addAttribute("showsRollback", rollback && back.isPresent());
            model.addAttribute("hasRollback", back.isPresent());
            model.addAttribute(
                    "sql", SqlHighlight.of(text(rollback && back.isPresent() ? back.get() : artifact.text(change))));
        }
        model.addAttribute("project", projects.named(project));
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

    private static String signature(ServedProject project, Artifact artifact) {
        TrustedKeys keys =
                project.trustedKeys().isBlank() ? TrustedKeys.NONE : TrustedKeys.of(List.of(project.trustedKeys()));
        ArtifactSignature.Verdict verdict = artifact.signature().verify(keys);
        return switch (verdict) {
            case VALID -> "signed by " + artifact.signature().who() + ", a key this project trusts";
            case UNKNOWN_KEY -> "signed by " + artifact.signature().who() + ", a key this project does not trust";
            case WRONG -> "the signature is wrong";
            case UNSIGNED -> "not signed";
        };
    }

    private static String text(ScriptText text) {
        try (InputStream in = text.open()) {
            byte[] bytes = in.readNBytes(SHOWN_TEXT);
            String shown = new String(bytes, StandardCharsets.UTF_8);
            return text.size() > SHOWN_TEXT ? shown + "\n-- … the rest is in the artifact" : shown;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
