package io.slipway.server.reach;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.LockWait;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.runner.OrderRun;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** This process opens the target itself. */
final class DirectReach implements Reach {
    private final String node;
    private final Targets targets;
    private final ArtifactShelf artifacts;
    private final Clock clock;

    DirectReach(String node, Targets targets, ArtifactShelf artifacts, Clock clock) {
        this.node = node;
        this.targets = targets;
        this.artifacts = artifacts;
        this.clock = clock;
    }

    @Override
    public String name() {
        return node;
    }

    @Override
    public boolean ready(String id) {
        return true;
    }

    /** Nobody here knows: a process that is gone now may have begun it. */
    @Override
    public Stage stage(String id) {
        return Stage.UNSEEN;
    }

    /** An earlier attempt that is still at it holds the lock; one that has yet to begin will find its claim lost. */
    @Override
    public void settle(Target target, String who, Duration patience, Progress progress, Cancellation cancellation) {
        LockWait.acquire(target.lock(), who, patience, progress, cancellation);
        target.lock().release();
    }

    @Override
    public boolean locks() {
        return true;
    }

    @Override
    public boolean repeated(String id) {
        return false;
    }

    @Override
    public Optional<Answer> run(
            Project project,
            Environment environment,
            Order order,
            Attempt attempt,
            Progress progress,
            Cancellation cancellation) {
        return Optional.of(new OrderRun(targets, clock, progress, cancellation)
                .run(project, environment, order, attempt, () -> open(order)));
    }

    private Artifact open(Order order) {
        return artifacts.open(order.needs()
                .flatMap(artifacts::byDigest)
                .orElseThrow(() ->
                        SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "The artifact is not here any more.", "")));
    }
}
