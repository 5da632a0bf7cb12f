package io.slipway.server.golive;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.rollout.golive.LiveState;
import io.slipway.server.deployment.PipelineGate;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.Rollouts;
import io.slipway.server.rollout.ServedRollout;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Keeps a team's deployments from its pipeline until it is live; rehearsals pass, but for production. A project that
 * has no rollout is none of its business.
 */
public final class LivePipelines implements PipelineGate {
    private final Rollouts rollouts;
    private final SwitchBook book;
    private final Rehearsals rehearsals;
    private final Traces traces;

    public LivePipelines(Rollouts rollouts, SwitchBook book, Rehearsals rehearsals, Traces traces) {
        this.traces = traces;
        this.rollouts = rollouts;
        this.book = book;
        this.rehearsals = rehearsals;
    }

    @Override
    public void require(ServedProject project, Environment environment) {
        Optional<ServedRollout> rollout = rollouts.find(project.name());
        LiveState state = rollout.map(book::of).orElse(new LiveState.Waiting());
        if (rollout.isEmpty() || state.open()) {
            return;
        }
        boolean rehearsing = rehearsals.open(rollout.get()).isPresent();
        if (!rehearsing && state instanceof LiveState.Back back) {
            throw SlipwayException.of(
                    ErrorCode.NOT_LIVE,
                    "The team '" + rollout.get().team() + "' was switched back by " + back.by() + " on "
                            + back.at().truncatedTo(ChronoUnit.MINUTES) + ": " + back.reason(),
                    "Nothing goes down the pipeline of '" + project.name()
                            + "' until another go-live. Whoever looks after the rollout proposes its date.");
        }
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

    /** Whatever somebody made of the environment since the rehearsal began: production is known by its own mark. */
    @Override
    public void require(ServedProject project, Environment environment, Target reached) {
        Optional<ServedRollout> rollout = rollouts.find(project.name());
        if (rollout.isEmpty() || book.of(rollout.get()).open()) {
            return;
        }
        if (traces.identities(project, Production.of(project, rollout.get())).contains(identity(reached))) {
            throw SlipwayException.of(
                    ErrorCode.NOT_LIVE,
                    "'" + environment.name()
                            + "' is production: its database bears the same mark. A rehearsal does not go" + " there.",
                    "Give the environment a database of its own.");
        }
    }

    /** Of a database that only a runner reaches nothing is known here. */
    private static String identity(Target target) {
        try {
            return target.identity();
        } catch (UnsupportedOperationException e) {
            return "";
        }
    }
}
