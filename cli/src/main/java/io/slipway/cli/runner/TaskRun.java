package io.slipway.cli.runner;

import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.product.DatabaseProduct;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.runner.OrderRun;
import io.slipway.release.runner.RunnerProtocol.Sentence;
import io.slipway.release.runner.RunnerTask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One task, from its first sentence to the answer that the server has taken. What it does at the target is the engine's;
 * a deployment's answer is kept until it is handed in, however long the server is away.
 */
final class TaskRun implements Runnable {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);
    /** Heartbeats that the server refuses in a row before it is believed: the first may cross with a new attempt. */
    private static final int REFUSALS = 3;

    private final RunnerTask task;
    private final RunnerLink link;
    private final Workplace workplace;
    private final List<DatabaseProduct> products;
    private final Map<String, String> environment;
    private final Clock clock;
    private final Consumer<String> says;
    private final TaskProgress progress = new TaskProgress();
    private final Cancellation cancellation = new Cancellation();
    private volatile long attempt;
    private volatile boolean stopping;
    private int refused;

    /** @param environment variables, for secrets */
    TaskRun(
            RunnerTask task,
            RunnerLink link,
            Workplace workplace,
            List<DatabaseProduct> products,
            Map<String, String> environment,
            Clock clock,
            Consumer<String> says) {
        this.task = task;
        this.link = link;
        this.workplace = workplace;
        this.products = products;
        this.environment = environment;
        this.clock = clock;
        this.says = says;
        this.attempt = task.attempt();
    }

    boolean reads() {
        return task.order().needs().isEmpty();
    }

    /** The server lost sight of this runner and handed it the task that it is at once more: the run goes on as that. */
    void again(long newAttempt) {
        attempt = newAttempt;
    }

    /** No further statement is sent; what was done is told. */
    void stop() {
        stopping = true;
        cancellation.cancel();
    }

    @Override
    public void run() {
        KeptAnswers kept = workplace.answers();
        Answer answer = kept.find(task.id()).orElseGet(this::carryOut);
        if (!reads()) {
            kept.keep(task.id(), answer);
            says.accept(title() + ": " + outcome(answer));
        }
        if (handIn(answer)) {
            kept.forget(task.id());
        } else if (!reads()) {
            says.accept(title() + ": the server is away; how it ended is handed in at the next start.");
        }
    }

    private Answer carryOut() {
        try {
            Project project = workplace.project(task, says);
            Environment own = project.environment(task.environment());
            if (!reads()) {
                says.accept(title() + " begins.");
            }
            Targets targets = new Targets(products, environment).but(OrderRun.told(own, task.order()));
            return new OrderRun(targets, clock, progress, cancellation)
                    .run(
                            project,
                            own,
                            task.order(),
                            OrderRun.another(task.id()),
                            () -> workplace.artifact(
                                    task.order().needs().orElseThrow(), file -> link.artifact(task.id(), file)));
        } catch (SlipwayException e) {
            return Answer.of(e);
        } catch (RuntimeException e) {
            says.accept(title() + ": " + e);
            return Answer.of(SlipwayException.of(
                    ErrorCode.INTERNAL,
                    "This is a defect of Slipway: " + e.getClass().getSimpleName() + " on the runner.",
                    "What the runner printed has more."));
        }
    }

    /** Such as {@code Deploying to prod}. */
    private String title() {
        String verb = task.order() instanceof Order.RollBack ? "Rolling back " : "Deploying to ";
        return verb + task.environment() + " ("
                + task.id().substring(0, Math.min(8, task.id().length())) + ")";
    }

    private static String outcome(Answer answer) {
        return answer.report()
                .map(report -> report.result() + ", " + report.applied().size() + " changes"
                        + report.error().map(e -> "; " + e.message()).orElse("")
                        + report.asBefore()
                                .map(before -> before ? "; the target is as it was" : "; the target is part-way")
                                .orElse(""))
                .or(() -> answer.error().map(e -> "not done: " + e.message()))
                .orElse("done");
    }

    /** @return whether the server has it, or wants it no more */
    private boolean handIn(Answer answer) {
        Duration pause = FIRST_PAUSE;
        while (true) {
            long sent = attempt;
            try {
                tellRest();
                link.answer(task.id(), sent, answer);
                return true;
            } catch (SlipwayException e) {
                if (!RunnerLink.passes(e) && sent == attempt) {
                    says.accept(title() + ": the server does not take how it ended: " + e.getMessage());
                    return true;
                }
                if (stopping || reads()) {
                    return false;
                }
            }
            if (!pause(pause)) {
                return false;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
        }
    }

    private void tellRest() {
        List<Sentence> sentences = progress.next();
        while (!sentences.isEmpty()) {
            link.beat(task.id(), attempt, sentences);
            progress.heard(sentences);
            sentences = progress.next();
        }
    }

    /** Says that it is at it still; called every second. */
    void beat() {
        List<Sentence> sentences = progress.next();
        try {
            if (link.beat(task.id(), attempt, sentences)) {
                cancellation.cancel();
            }
            progress.heard(sentences);
            refused = 0;
        } catch (SlipwayException e) {
            // while the server is away the deployment goes on: stopping it would help nobody
            refused = RunnerLink.passes(e) ? 0 : refused + 1;
            if (refused == REFUSALS) {
                cancellation.cancel();
            }
        }
    }

    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
