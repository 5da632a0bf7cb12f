package io.slipway.release.deploy;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactHead;
import io.slipway.release.artifact.ArtifactSignature;
import io.slipway.release.artifact.Change;
import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Whether an artifact may go to an environment at all: whose it is, who signed and who approved it, where it was before. */
public final class Admission {
    private final DeployRequest request;
    private final Gatekeeper gatekeeper;

    public Admission(DeployRequest request, Gatekeeper gatekeeper) {
        this.request = request;
        this.gatekeeper = gatekeeper;
    }

    /** @throws SlipwayException {@code artifact-signature}, {@code artifact-damaged} */
    public void checkArtifact() {
        Project project = request.project();
        Artifact artifact = request.artifact();
        ArtifactHead head = artifact.head();
        if (!head.project().equals(project.name()) || !head.database().equals(project.database())) {
            throw SlipwayException.of(
                    ErrorCode.GATE_NOT_PASSED,
                    "The artifact is of project '" + head.project() + "' for " + head.database() + "; this is '"
                            + project.name() + "' for " + project.database() + ".",
                    "");
        }
        checkSignature(project, request.environment(), artifact);
    }

    /**
     * A protected environment takes only what a trusted key signed; others take unsigned artifacts too, but never one
     * whose signature is wrong.
     *
     * @throws SlipwayException {@code artifact-signature}
     */
    public static void checkSignature(Project project, Environment environment, Artifact artifact) {
        Path trusted = project.signing().trusted();
        TrustedKeys keys = Files.exists(trusted) ? TrustedKeys.read(trusted) : TrustedKeys.NONE;
        boolean wrong = artifact.signature().verify(keys) == ArtifactSignature.Verdict.WRONG;
        if (environment.isProtected() || wrong) {
            artifact.signature().require(keys, artifact.file().getFileName().toString());
        }
    }

    /** @throws SlipwayException {@code approval-required} */
    public static void checkApproval(Environment environment, Actor actor) {
        if (environment.isProtected()
                && (actor.approvedBy().isEmpty() || actor.reason().isEmpty())) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED,
                    "'" + environment.name() + "' is protected.",
                    "Say who approved it and why: --approve-as NAME --reason TEXT.");
        }
    }

    /**
     * @return why the gate would have been closed, if it was skipped
     * @throws SlipwayException {@code gate-not-passed}
     */
    public Optional<String> checkGate(List<Change> pending) {
        Project project = request.project();
        List<String> pipeline = project.pipeline(request.artifact().head().pipeline());
        int place = pipeline.indexOf(request.environment().name());
        if (place < 0) {
            throw SlipwayException.of(
                    ErrorCode.GATE_NOT_PASSED,
                    "'" + request.environment().name() + "' is not in the pipeline '"
                            + request.artifact().head().pipeline() + "' that the artifact was packaged for.",
                    "Its environments are " + String.join(", ", pipeline) + ".");
        }
        if (place == 0) {
            return Optional.empty();
        }
        Environment previous = project.environment(pipeline.get(place - 1));
        Optional<String> closed = closed(previous, pending);
        if (closed.isPresent() && !request.skipGate()) {
            throw SlipwayException.of(
                    ErrorCode.GATE_NOT_PASSED,
                    "The gate is closed: " + closed.get() + ".",
                    "Deploy to '" + previous.name() + "' first. To pass it over, say why: --skip-gate --reason TEXT;"
                            + " the history will show it.");
        }
        if (closed.isPresent() && request.actor().reason().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.APPROVAL_REQUIRED,
                    "Passing over a gate needs a reason.",
                    "Add --reason TEXT; the history will show it.");
        }
        return closed;
    }

    private Optional<String> closed(Environment previous, List<Change> pending) {
        try {
            return gatekeeper.closed(request.project(), previous, request.artifact(), pending);
        } catch (SlipwayException e) {
            if (request.skipGate()) {
                return Optional.of("'" + previous.name() + "' could not be asked ("
                        + e.code().code() + ")");
            }
            throw e;
        }
    }
}
