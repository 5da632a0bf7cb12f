package io.slipway.server.reach;

import io.slipway.release.deploy.Attempt;
import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol.Sentence;
import io.slipway.release.runner.RunnerTask;
import io.slipway.release.runner.TargetPicture;
import io.slipway.release.target.Target;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.project.Projects;
import io.slipway.server.project.ServedProject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A runner opens the target where it is; this end writes the task down, and waits for what comes back. */
final class RunnerReach implements Reach {
    /** How long people wait for what is only read, or settled. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration LONG = Duration.ofDays(366);
    /** After this long a runner that took a deployment is not expected back: a person must look. */
    private static final Duration ABSENCE = Duration.ofHours(1);

    private final Runner runner;
    private final RunnerTasks tasks;
    private final Projects projects;
    private final ArtifactShelf artifacts;
    private final Targets targets;
    private final Clock clock;

    RunnerReach(
            Runner runner,
            RunnerTasks tasks,
            Projects projects,
            ArtifactShelf artifacts,
            Targets targets,
            Clock clock) {
        this.runner = runner;
        this.tasks = tasks;
        this.projects = projects;
        this.artifacts = artifacts;
        this.targets = targets;
        this.clock = clock;
    }

    @Override
    public String name() {
        return runner.name();
    }

    @Override
    public boolean ready(String id) {
        return runner.present(clock.instant())
                || tasks.state(id)
                        .filter(state -> state.answer().isPresent() || expired(state))
                        .isPresent();
    }

    @Override
    public Stage stage(String id) {
        return tasks.state(id)
                .filter(state -> state.attempt() > 0)
                .map(state -> state.taken() && !refusal(state) ? Stage.AWAITED : Stage.UNSEEN)
                .orElse(Stage.FRESH);
    }

    /** The runner is done with it, and could not say how far it came: what there is to know, the target's history knows. */
    private boolean refusal(RunnerTasks.State state) {
        return state.answer().filter(text -> read(text).error().isPresent()).isPresent();
    }

    /** The task is the only way there, and it is given once: whoever had it is done with it, or has lost it. */
    @Override
    public void settle(Target target, String who, Duration patience, Progress progress, Cancellation cancellation) {
        // the runner's own engine waits for the lock, and looks into the history once it has it
    }

    @Override
    public boolean locks() {
        return false;
    }

    @Override
    public boolean repeated(String id) {
        return tasks.state(id).filter(state -> state.attempt() > 1).isPresent();
    }

    private boolean expired(RunnerTasks.State state) {
        return state.taken() && state.quietSince() + ABSENCE.toMillis() < clock.millis();
    }

    @Override
    public Optional<Answer> run(
            Project project,
            Environment environment,
            Order order,
            Attempt attempt,
            Progress progress,
            Cancellation cancellation) {
        String id = attempt.deployment();
        boolean brief = order.needs().isEmpty();
        if (!brief) {
            // what nobody took is put there anew, from what is true now
            withdraw(id);
        }
        if (tasks.state(id).map(this::refusal).orElse(true)) {
            cancellation.check();
            if (!brief) {
                try (Target target = targets.open(project, environment)) {
                    attempt.check().allow(target);
                }
            }
            ServedProject served = projects.named(project.name());
            Order whole = order instanceof Order.Deploy deploy ? withBefore(deploy, project, environment) : order;
            tasks.add(
                    runner.name(),
                    project.name(),
                    new RunnerTask(id, 0, served.definition(), served.trustedKeys(), environment.name(), whole),
                    brief,
                    brief ? PATIENCE : LONG);
        }
        Instant end = clock.instant().plus(brief ? PATIENCE : LONG);
        try {
            return await(id, end, environment, progress, cancellation);
        } finally {
            if (brief) {
                tasks.forget(id);
            }
        }
    }

    /** The runner reaches this environment only, so what its gate asks of the one before is told it. */
    private Order withBefore(Order.Deploy order, Project project, Environment environment) {
        Optional<Order.Before> before = artifacts
                .byDigest(order.artifact())
                .map(stored -> project.pipeline(stored.pipeline()))
                .filter(pipeline -> pipeline.indexOf(environment.name()) > 0)
                .map(pipeline -> project.environment(pipeline.get(pipeline.indexOf(environment.name()) - 1)))
                .map(previous -> before(project, previous));
        return new Order.Deploy(
                order.artifact(),
                order.labels(),
                order.contexts(),
                order.actor(),
                order.skipGate(),
                order.patience(),
                before);
    }

    private Order.Before before(Project project, Environment previous) {
        try (Target target = targets.open(project, previous)) {
            return new Order.Before(previous.name(), Optional.of(TargetPicture.of(target)), Optional.empty());
        } catch (SlipwayException e) {
            return new Order.Before(previous.name(), Optional.empty(), Optional.of(ErrorReport.of(e)));
        }
    }

    private Optional<Answer> await(
            String id, Instant end, Environment environment, Progress progress, Cancellation cancellation) {
        boolean passedOn = false;
        while (true) {
            RunnerTasks.State state = tasks.state(id).orElseThrow(() -> away(environment));
            forward(tasks.told(id), progress);
            if (state.answer().isPresent()) {
                forward(tasks.told(id), progress);
                return Optional.of(read(state.answer().get()).orThrow());
            }
            if (tasks.closed() || cancellation.paused()) {
                // the runner goes on; whoever asks next waits for it
                withdraw(id);
                return Optional.empty();
            }
            if (cancellation.wished()) {
                if (!state.taken() && withdraw(id)) {
                    cancellation.check();
                }
                if (!passedOn) {
                    tasks.wishCancelled(id);
                    passedOn = true;
                }
            }
            boolean lost = state.taken() && !state.leased();
            if (lost && (cancellation.wished() || expired(state))) {
                giveUp(id, environment);
                continue;
            }
            boolean waits = lost || !state.taken();
            if (waits && !tasks.present(runner.name())) {
                withdraw(id);
                return Optional.empty();
            }
            if (clock.instant().isAfter(end)) {
                throw away(environment);
            }
            pause();
        }
    }

    private boolean withdraw(String id) {
        SlipwayException back = SlipwayException.of(
                ErrorCode.RUNNER_AWAY, "It was taken back before the runner '" + runner.name() + "' took it.", "");
        return tasks.withdraw(id, RunnerJson.text(Answer.of(back)));
    }

    /** From now on an answer of the runner does not count: what it did is for a person to find out. */
    private void giveUp(String id, Environment environment) {
        SlipwayException doubt = SlipwayException.of(
                ErrorCode.HISTORY_IN_DOUBT,
                "The runner '" + runner.name()
                        + "' took it and did not come back: nobody here knows how far it came in '" + environment.name()
                        + "'.",
                "Look at the target's history once the runner is back; deploying again goes on from there.");
        tasks.giveUp(id, RunnerJson.text(Answer.of(doubt)));
    }

    private static void forward(List<Sentence> sentences, Progress progress) {
        for (Sentence sentence : sentences) {
            switch (sentence.kind()) {
                case "begin" -> progress.begin(sentence.message(), (int) Math.min(Integer.MAX_VALUE, sentence.total()));
                case "step" -> progress.step(sentence.message());
                case "end" -> progress.end();
                default -> progress.note(sentence.message());
            }
        }
    }

    private Answer read(String text) {
        try {
            return RunnerJson.read(text, Answer.class);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(
                            ErrorCode.RUNNER_AWAY,
                            "What the runner '" + runner.name() + "' answered cannot be read.",
                            "Give it the same version of Slipway as the server.")
                    .causedBy(e);
        }
    }

    SlipwayException away(Environment environment) {
        return SlipwayException.of(
                ErrorCode.RUNNER_AWAY,
                "The runner '" + runner.name() + "', which reaches '" + environment.name() + "', "
                        + (runner.seen().isEmpty()
                                ? "was never seen."
                                : "does not answer; it was last seen at "
                                        + runner.seen().get() + "."),
                "Start it there: slipway runner --server URL --token-file FILE --name " + runner.name() + ".");
    }

    private void pause() {
        try {
            tasks.pause();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.STORE_UNAVAILABLE, "The server stops.", "Ask again.")
                    .causedBy(e);
        }
    }
}
