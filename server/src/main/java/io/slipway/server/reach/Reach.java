package io.slipway.server.reach;

import io.slipway.release.deploy.Attempt;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.target.Target;
import java.time.Duration;
import java.util.Optional;

/** Whoever reaches the target of an environment, and carries out there what is asked for. */
public interface Reach {
    /** As histories name the place: this process, or the runner. */
    String name();

    /**
     * Whether an order can be begun now, or gone on with.
     *
     * @param id of the order
     */
    boolean ready(String id);

    /** What is known here of an order that was given before, by this process or another. */
    enum Stage {
        /** Nobody has begun it. */
        FRESH,
        /** It is under way, or over, and the answer comes to whoever asks again. */
        AWAITED,
        /** It may have come some way: the target's history tells. */
        UNSEEN
    }

    Stage stage(String id);

    /**
     * Waits until no earlier attempt is at the target; one that has yet to begin is not let there.
     *
     * @param who as the lock shows whoever waits
     */
    void settle(Target target, String who, Duration patience, Progress progress, Cancellation cancellation);

    /** Whether an attempt's check is asked with the target's lock held, so that what fails later may have touched it. */
    boolean locks();

    /** Whether an order was handed out more than once, so that its answer may tell of the last time only. */
    boolean repeated(String id);

    /**
     * Carries out an order, however often it is asked to: one that is under way is waited for.
     *
     * @param attempt its id is the order's; its check is asked before the order is let through to the target, and with
     *     the target's lock held where this process holds it
     * @return empty when whoever reaches the target went away meanwhile, or this process is to end: ask again with the
     *     same id
     * @throws io.slipway.release.error.SlipwayException what the engine's verb throws; {@code history-in-doubt} when a
     *     runner took the order and is not waited for any more
     */
    Optional<Answer> run(
            Project project,
            Environment environment,
            Order order,
            Attempt attempt,
            Progress progress,
            Cancellation cancellation);
}
