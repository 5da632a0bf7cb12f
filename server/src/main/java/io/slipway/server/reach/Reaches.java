package io.slipway.server.reach;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.runner.PicturedTarget;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.project.Projects;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/** Knows for each environment who reaches its target. */
public final class Reaches {
    private final Runners runners;
    private final RunnerTasks tasks;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Targets targets;
    private final Reach direct;
    private final Clock clock;

    /**
     * @param own how this process opens what it reaches itself
     * @param node name of this process
     */
    public Reaches(
            Targets own,
            Runners runners,
            RunnerTasks tasks,
            Projects projects,
            ArtifactShelf artifacts,
            String node,
            Clock clock) {
        this.runners = runners;
        this.tasks = tasks;
        this.projects = projects;
        this.artifacts = artifacts;
        this.clock = clock;
        this.targets = own.but(this::look);
        this.direct = new DirectReach(node, targets, artifacts, clock);
    }

    /** For all that only reads, wherever the target is. */
    public Targets targets() {
        return targets;
    }

    public Reach of(Project project, Environment environment) {
        return byRunner(project, environment).map(Reach.class::cast).orElse(direct);
    }

    /**
     * Has something settled that people wait for.
     *
     * @throws io.slipway.release.error.SlipwayException {@code runner-away}, and what the verb throws
     */
    public Answer now(Project project, Environment environment, Order order) {
        Optional<RunnerReach> elsewhere = byRunner(project, environment);
        return elsewhere
                .map(Reach.class::cast)
                .orElse(direct)
                .run(
                        project,
                        environment,
                        order,
                        new Attempt(UUID.randomUUID().toString(), target -> {}),
                        Progress.NONE,
                        new Cancellation())
                .orElseThrow(() -> elsewhere.orElseThrow().away(environment));
    }

    private Optional<RunnerReach> byRunner(Project project, Environment environment) {
        return runners.of(project.name(), environment.name())
                .map(runner -> new RunnerReach(runner, tasks, projects, artifacts, targets, clock));
    }

    private Optional<Target> look(Project project, Environment environment) {
        return runners.of(project.name(), environment.name())
                .map(runner -> new PicturedTarget(
                        now(project, environment, new Order.Look()).picture().orElseThrow(),
                        () -> Catalogue.of(now(project, environment, new Order.ReadCatalogue())
                                .catalogue()
                                .orElseThrow())));
    }
}
