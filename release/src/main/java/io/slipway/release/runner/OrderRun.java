package io.slipway.release.runner;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Resolution;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.DeployReport;
import io.slipway.release.rollback.Rollback;
import io.slipway.release.rollback.RollbackRequest;
import io.slipway.release.rollback.RollbackScope;
import io.slipway.release.target.Target;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Carries out an order with the engine's own verbs, in the process that reaches the target. */
public final class OrderRun {
    private final Targets targets;
    private final Clock clock;
    private final Progress progress;
    private final Cancellation cancellation;

    public OrderRun(Targets targets, Clock clock, Progress progress, Cancellation cancellation) {
        this.targets = targets;
        this.clock = clock;
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * The environment before this one, as the order tells of it: the gate asks it, and nobody here reaches it.
     *
     * @param own the one that the order is about
     */
    public static Targets.Elsewhere told(Environment own, Order order) {
        Optional<Order.Before> before = order instanceof Order.Deploy deploy ? deploy.before() : Optional.empty();
        return (project, environment) -> {
            if (environment.name().equals(own.name())) {
                return Optional.empty();
            }
            Order.Before other = before.filter(b -> b.environment().equals(environment.name()))
                    .orElseThrow(() -> SlipwayException.of(
                            ErrorCode.GATE_NOT_PASSED,
                            "Nothing was told of '" + environment.name() + "', which comes before it.",
                            ""));
            other.error().ifPresent(error -> {
                throw error.exception();
            });
            return other.picture()
                    .map(picture -> new PicturedTarget(picture, () -> {
                        throw new UnsupportedOperationException("a gate asks no catalogue");
                    }));
        };
    }

    /**
     * A try at a deployment where others came before it, perhaps unseen: with the lock held, it asks the target's history
     * whether one of them brought it to its end.
     *
     * @param id of the deployment, under which all tries stand in the history
     */
    public static Attempt another(String id) {
        return new Attempt(id, target -> {
            boolean over = target.history().entries().stream()
                    .anyMatch(entry -> entry.deployment().equals(id)
                            && (entry.event() == HistoryEvent.DEPLOYMENT_COMPLETED
                                    || entry.event() == HistoryEvent.DEPLOYMENT_FAILED));
            if (over) {
                throw SlipwayException.of(
                        ErrorCode.RUNNER_TASK_GONE,
                        "It ended before, as the target's history tells.",
                        "Look at the target's history for how it ended.");
            }
        });
    }

    /**
     * @param attempt which deployment or rollback it is a try at; the others need none
     * @param artifact opened only by orders that need one, and closed here
     * @throws SlipwayException what the verb refuses, or cannot do
     */
    public Answer run(
            Project project, Environment environment, Order order, Attempt attempt, Supplier<Artifact> artifact) {
        if (order instanceof Order.Deploy deploy) {
            try (Artifact opened = artifact.get()) {
                return Answer.of(deploy(project, environment, opened, deploy, attempt));
            }
        }
        if (order instanceof Order.RollBack back) {
            try (Artifact opened = artifact.get()) {
                return Answer.of(rollBack(project, environment, opened, back, attempt));
            }
        }
        if (order instanceof Order.Resolve resolve) {
            return Answer.of(
                    new Resolution(targets, clock).run(project, environment, resolve.verdict(), resolve.who()));
        }
        try (Target target = targets.open(project, environment)) {
            return order instanceof Order.Look
                    ? Answer.of(TargetPicture.of(target))
                    : Answer.of(List.copyOf(target.catalogue().objects().values()));
        }
    }

    private DeployReport deploy(
            Project project, Environment environment, Artifact artifact, Order.Deploy order, Attempt attempt) {
        return DeployReport.of(new Deployment(targets, clock, progress, cancellation)
                .run(new DeployRequest(
                        project,
                        environment,
                        artifact,
                        Selection.of(order.labels(), order.contexts()),
                        order.actor(),
                        order.skipGate(),
                        order.patience(),
                        attempt)));
    }

    private DeployReport rollBack(
            Project project, Environment environment, Artifact artifact, Order.RollBack order, Attempt attempt) {
        return DeployReport.of(new Rollback(targets, clock, progress, cancellation)
                .run(new RollbackRequest(
                        project,
                        environment,
                        artifact,
                        new RollbackScope.These(order.keys(), order.one()),
                        order.unproved(),
                        order.actor(),
                        order.patience(),
                        attempt)));
    }
}
