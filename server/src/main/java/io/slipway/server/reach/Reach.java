package io.slipway.server.reach;

import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
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

    /** Whether an order may have done something already. */
    boolean begun(String id);

    /**
     * Carries out an order, however often it is asked to: an order whose id is known is gone on with.
     *
     * @param id of the order
     * @return empty when whoever reaches the target went away meanwhile: ask again with the same id
     * @throws io.slipway.release.error.SlipwayException what the engine's verb throws; {@code history-in-doubt} when a
     *     runner took the order and is not waited for any more
     */
    Optional<Answer> run(
            String id,
            Project project,
            Environment environment,
            Order order,
            Progress progress,
            Cancellation cancellation);
}
