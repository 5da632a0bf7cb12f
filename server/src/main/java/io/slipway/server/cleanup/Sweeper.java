package io.slipway.server.cleanup;

import io.slipway.server.access.Caller;
import io.slipway.server.account.People;
import io.slipway.server.account.Tokens;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.golive.Traces;
import io.slipway.server.lab.LabDesk;
import io.slipway.server.project.ServedProject;
import io.slipway.server.rollout.ServedRollout;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes away what rehearsals left on the server itself. The audit log keeps telling of all of it. */
public final class Sweeper {
    private static final Logger LOG = LoggerFactory.getLogger(Sweeper.class);
    private final Traces traces;
    private final DeploymentTable deployments;
    private final ArtifactShelf artifacts;
    private final People people;
    private final Tokens tokens;
    private final EnvironmentStates states;
    private final LabDesk labs;

    public Sweeper(
            Traces traces,
            DeploymentTable deployments,
            ArtifactShelf artifacts,
            People people,
            Tokens tokens,
            EnvironmentStates states,
            LabDesk labs) {
        this.traces = traces;
        this.deployments = deployments;
        this.artifacts = artifacts;
        this.people = people;
        this.tokens = tokens;
        this.states = states;
        this.labs = labs;
    }

    void sweep(Handle handle, Caller caller, ServedRollout rollout) {
        List<Traces.Trace> tagged = traces.of(rollout);
        for (Traces.Trace trace : tagged) {
            switch (trace.kind()) {
                case DEPLOYMENT ->
                    deployments
                            .byNumber(
                                    rollout.project(),
                                    Long.parseLong(trace.name().substring(1)))
                            .ifPresent(deployment -> DeploymentTable.forget(handle, deployment));
                case TOKEN -> tokens.revoke(handle, caller.name(), trace.name());
                case PERSON ->
                    people.named(trace.name())
                            .ifPresent(person -> people.activate(handle, caller.name(), person, false));
                case ARTIFACT, HISTORY, OBJECT, CLEANUP, BRANCH, SEAT -> {
                    // artifacts go when nothing speaks of them any more; the rest lay in the targets, and a branch
                    // lies in a repository that the server does not reach; seats went with their labs
                }
            }
        }
        List<String> versions = tagged.stream()
                .filter(trace -> trace.kind() == Traces.Kind.ARTIFACT)
                .map(Traces.Trace::name)
                .toList();
        artifacts.sweep(handle, rollout.project(), versions);
    }

    /** Closes the labs of the team's trainings, with all that their seats have. */
    void closeLabs(Caller caller, ServedRollout rollout) {
        labs.closeAll(caller, rollout);
    }

    /** Pages show what is there now. */
    void look(ServedProject project) {
        project.project().environments().values().forEach(environment -> {
            try {
                states.look(project, environment);
            } catch (RuntimeException e) {
                LOG.warn("after the clean-up '{}' could not be looked at: {}", environment.name(), e.toString());
            }
        });
    }
}
