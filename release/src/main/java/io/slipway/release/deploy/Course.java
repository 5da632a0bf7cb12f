package io.slipway.release.deploy;

import io.slipway.release.artifact.Change;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEvent;
import io.slipway.release.progress.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * What came of a deployment or a rollback, over connections that broke. How the change ended that was running then is
 * looked up in the target, never assumed: a commit may have arrived although its answer did not. It goes on from what
 * stands there, as the same command would if somebody ran it again.
 */
public final class Course {
    private static final int LOSSES = 3;
    private static final Duration SERVER_BACK = Duration.ofMinutes(1);
    private static final Duration NAP = Duration.ofMillis(500);

    private final Progress progress;
    private final Cancellation cancellation;
    private final List<ChangeTask> ran = new ArrayList<>();
    private List<ChangeTask> unknown = List.of();
    private OptionalLong fence = OptionalLong.empty();
    private OptionalLong start = OptionalLong.empty();

    public Course(Progress progress, Cancellation cancellation) {
        this.progress = progress;
        this.cancellation = cancellation;
    }

    /**
     * Tries until the connection holds.
     *
     * @param once a try on a connection of its own
     */
    public DeployResult run(Supplier<DeployResult> once) {
        DeployResult result = once.get();
        for (int losses = 0; lost(result) && losses < LOSSES && !cancellation.wished(); losses++) {
            progress.note("The connection broke. Looking up what stands in the database, to go on from there.");
            try {
                result = onceTheServerIsBack(once);
            } catch (SlipwayException e) {
                return ((DeployResult.Failed) result).with(e);
            }
        }
        return result;
    }

    private static boolean lost(DeployResult result) {
        return result instanceof DeployResult.Failed failed && failed.error().code() == ErrorCode.CONNECTION_LOST;
    }

    private DeployResult onceTheServerIsBack(Supplier<DeployResult> once) {
        long end = System.nanoTime() + SERVER_BACK.toNanos();
        while (true) {
            try {
                return once.get();
            } catch (SlipwayException e) {
                boolean away = e.code() == ErrorCode.DATABASE_UNREACHABLE || e.code() == ErrorCode.CONNECTION_LOST;
                if (!away || System.nanoTime() - end >= 0) {
                    throw e;
                }
                cancellation.pass(NAP);
            }
        }
    }

    /**
     * The lock is held, on this connection.
     *
     * @throws SlipwayException {@code lock-lost} when somebody else held it since the connection before
     */
    public void locked(long number) {
        if (fence.isPresent() && number != fence.getAsLong() + 1) {
            throw SlipwayException.of(
                    ErrorCode.LOCK_LOST,
                    "Another deployment held the lock of this database meanwhile.",
                    "Look at 'slipway status' before deploying again.");
        }
        fence = OptionalLong.of(number);
    }

    /**
     * Looks up how the changes ended whose connection broke: those that were on their way may have come to their end, and
     * a server that crashed may have lost its last commits.
     *
     * @param applied keys of the changes that stand in the target
     */
    public void settle(Set<String> applied) {
        if (!unknown.isEmpty()) {
            ran.addAll(unknown);
            ran.removeIf(task -> !task.standsIn(applied));
        }
        unknown = List.of();
    }

    /** @return the same over all connections so far */
    public Execution.Outcome add(Execution.Outcome outcome) {
        ran.addAll(outcome.ran());
        unknown = outcome.failure()
                .filter(failure -> failure.error().code() == ErrorCode.CONNECTION_LOST)
                .map(failure -> Stream.concat(Stream.of(failure.task()), failure.notRun().stream())
                        .toList())
                .orElse(List.of());
        return new Execution.Outcome(List.copyOf(ran), outcome.failure());
    }

    /**
     * Statements are about to run; the first time counts, over all connections.
     *
     * @param now milliseconds of a clock
     */
    public void starts(long now) {
        if (start.isEmpty()) {
            start = OptionalLong.of(now);
        }
    }

    /** @return milliseconds since it started */
    public long lasting(long now) {
        return now - start.orElse(now);
    }

    /** Whether an earlier connection held the lock. */
    public boolean begun() {
        return fence.isPresent();
    }

    /** Whether anything ran. */
    public boolean ranAny() {
        return !ran.isEmpty();
    }

    /** The changes of which the history now says so. */
    public List<Change> ran(HistoryEvent event) {
        return new Execution.Outcome(ran, Optional.empty()).ran(event);
    }
}
