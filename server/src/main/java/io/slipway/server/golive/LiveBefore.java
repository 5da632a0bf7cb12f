package io.slipway.server.golive;

import io.slipway.rollout.golive.SwitchEvent;
import io.slipway.server.deployment.DeploymentLists;
import io.slipway.server.project.Projects;
import io.slipway.server.rollout.Arrival;
import io.slipway.server.rollout.ServedRollout;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * Sees, when a rollout file comes, whether its project deploys for real already: then its pipeline stays open
 * (docs/adr/0036).
 */
public final class LiveBefore implements Arrival {
    private final Projects projects;
    private final DeploymentLists deployments;
    private final SwitchBook book;
    private final Clock clock;

    public LiveBefore(Projects projects, DeploymentLists deployments, SwitchBook book, Clock clock) {
        this.projects = projects;
        this.deployments = deployments;
        this.book = book;
        this.clock = clock;
    }

    @Override
    public void came(Handle handle, ServedRollout rollout, String actor) {
        NextEnvironment.of(projects.named(rollout.project()))
                .ifPresent(next -> deployments
                        .firstPackageIn(rollout.project(), next, Instant.EPOCH)
                        .ifPresent(version -> book.add(
                                handle, rollout, actor, new SwitchEvent.Found(version, next, clock.instant()))));
    }
}
