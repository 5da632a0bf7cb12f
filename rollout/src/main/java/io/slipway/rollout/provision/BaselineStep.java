package io.slipway.rollout.provision;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.ArtifactStore;
import io.slipway.release.artifact.Limits;
import io.slipway.release.baseline.Baseline;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.target.Target;
import io.slipway.rollout.provision.Provision.DatabaseWish;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Takes an existing database as the starting point: the artifact's changes go into its history, and nothing is run. */
public final class BaselineStep implements Step {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private final Definition definition;
    private final DatabaseWish wish;
    private final Targets targets;
    private final String who;
    private final Clock clock;

    public BaselineStep(Definition definition, DatabaseWish wish, Targets targets, String who, Clock clock) {
        this.definition = definition;
        this.wish = wish;
        this.targets = targets;
        this.who = who;
        this.clock = clock;
    }

    @Override
    public String id() {
        return wish.step("baseline");
    }

    @Override
    public String title() {
        return "Baseline of " + wish.database() + " at " + artifact();
    }

    @Override
    public List<String> needs() {
        return List.of(wish.step("history"));
    }

    private String artifact() {
        return wish.baseline().orElse("latest");
    }

    private Project project() {
        return ProjectFile.parse(
                ProjectDefinition.of(definition.team(), definition.project(), definition.provision()),
                definition.root());
    }

    @Override
    public Look look() {
        Project project = project();
        try (Target target = targets.open(project, project.environment(wish.environment()))) {
            return target.history().entries().isEmpty() ? new Look.Absent() : new Look.AsWished();
        } catch (SlipwayException e) {
            // What it needs is not there yet; the steps before say what.
            return new Look.Absent();
        }
    }

    @Override
    public void apply(Look found) {
        Project project = project();
        Environment environment = project.environment(wish.environment());
        String pipeline = project.pipelines().keySet().iterator().next();
        try (Artifact artifact = ArtifactReader.open(
                new ArtifactStore(project.artifacts(), Limits.DEFAULT)
                        .find(artifact(), project.name(), pipeline, project.root()),
                Limits.DEFAULT,
                ArtifactReader.Check.ON_USE)) {
            Actor actor =
                    new Actor(who, Optional.of(who), Optional.of("provisioning of the team " + definition.team()));
            new Baseline(targets, clock, Progress.NONE, new Cancellation())
                    .run(new Baseline.Request(project, environment, artifact, false, actor, PATIENCE));
        }
    }

    @Override
    public String undo() {
        return "history is only ever added to";
    }

    @Override
    public List<String> commands() {
        return List.of("slipway baseline " + wish.environment() + " --artifact " + Shell.word(artifact())
                + (wish.isProtected() ? " --approve-as \"$USER\" --reason provisioning" : ""));
    }
}
