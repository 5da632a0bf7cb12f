package io.slipway.server.golive;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.server.deployment.PipelineGate;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.util.Optional;

/**
 * Keeps a team's deployments from its pipeline until it is live; rehearsals pass, but for production. A project that
 * has no rollout is none of its business.
 */
public final class LivePipelines implements PipelineGate {
    private final Rollouts rollouts;
    private final SwitchBook book;
    private final Rehearsals rehearsals;

    public LivePipelines(Rollouts rollouts, SwitchBook book, Rehearsals rehearsals) {
        this.rollouts = rollouts;
        this.book = book;
        this.rehearsals = rehearsals;
    }

    @Override
    public void require(ServedProject project, Environment environment) {
        Optional<ServedRollout> rollout = rollouts.find(project.name());
        if (rollout.isEmpty() || book.of(rollout.get()).open()) {
            return;
        }
        boolean rehearsing = rehearsals.open(rollout.get()).isPresent();
        if (!rehearsing) {
            throw SlipwayException.of(
                    ErrorCode.NOT_LIVE,
                    "The team '" + rollout.get().team() + "' is not live yet: nothing goes down the pipeline of '"
                            + project.name() + "'.",
                    "Begin a rehearsal on the rollout's page, or wait for the agreed date.");
        }
        if (Production.of(project, rollout.get()).contains(environment.name())) {
            throw SlipwayException.of(
                    ErrorCode.NOT_LIVE,
                    "A rehearsal does not go to '" + environment.name() + "', which is production.",
                    "Rehearse as far as the environment before it.");
        }
    }
}
