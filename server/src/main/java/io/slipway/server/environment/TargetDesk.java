package io.slipway.server.environment;

import io.slipway.release.deploy.Targets;
import io.slipway.release.deploy.Witness;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.history.HistoryFilter;
import io.slipway.release.history.HistoryState;
import io.slipway.release.history.JournalEntry;
import io.slipway.release.project.Environment;
import io.slipway.release.target.Target;
import io.slipway.release.target.TargetLock;
import io.slipway.server.background.Lookout;
import io.slipway.server.project.ServedProject;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Asks targets what they are like, for pages: none of them is held up by a target that does not answer. */
public final class TargetDesk {
    /** How long a page waits for a target before it shows what is known from before. */
    private static final Duration MOMENT = Duration.ofMillis(150);
    /** How long one waits who pressed a button for it. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long a question may take whose answer is the page itself: a forecast, a file. */
    private static final Duration GIVING_UP = Duration.ofSeconds(15);

    private static final int REMEMBERED = 500;
    private final Targets targets;
    private final EnvironmentStates states;
    private final Executor executor;
    private final Clock clock;
    private final Lookout<Question, TargetReading> lookout;

    public TargetDesk(Targets targets, EnvironmentStates states, Executor executor, Clock clock) {
        this.targets = targets;
        this.states = states;
        this.executor = executor;
        this.clock = clock;
        this.lookout = new Lookout<>(executor, MOMENT, REMEMBERED);
    }

    /**
     * A page of a target's history, and what else it is like.
     *
     * @param before sequence of the entry that the page ends before
     */
    private record Question(
            String project, long revision, String environment, HistoryFilter filter, long before, int limit) {}

    /** What the target says, or what it said last time; a target that does not answer is told in the reading. */
    public TargetReading read(
            ServedProject project, Environment environment, HistoryFilter filter, long before, int limit) {
        Question question = new Question(project.name(), project.revision(), environment.name(), filter, before, limit);
        Lookout.Told<TargetReading> told = lookout.ask(question, () -> look(project, environment, question));
        return told.fresh()
                ? told.answer().orElseThrow()
                : told.answer().map(TargetReading::old).orElse(TargetReading.NONE);
    }

    private TargetReading look(ServedProject project, Environment environment, Question question) {
        long start = clock.millis();
        try (Target target = targets.open(project.project(), environment)) {
            // first the lock: a deployment that ends meanwhile leaves a journal that is settled
            Optional<TargetLock.Holder> holder = target.lock().holder();
            List<HistoryEntry> entries =
                    target.history().newest(question.filter(), question.before(), question.limit() + 1);
            HistoryState state = HistoryState.of(List.of(), target.history().journal());
            Optional<JournalEntry> inDoubt = state.inDoubt();
            return new TargetReading(
                    Optional.of(clock.instant()),
                    true,
                    target.server().toString(),
                    clock.millis() - start,
                    holder,
                    inDoubt,
                    holder.isPresent() ? Optional.empty() : inDoubt.flatMap(entry -> Witness.of(target, entry)),
                    state.halfDone(),
                    List.copyOf(entries.subList(0, Math.min(question.limit(), entries.size()))),
                    entries.size() > question.limit(),
                    Optional.empty());
        } catch (SlipwayException e) {
            return TargetReading.silent(clock.instant(), e, clock.millis() - start);
        }
    }

    /**
     * A page of the history, for a file of all of it.
     *
     * @throws SlipwayException the target cannot be reached, or does not answer in time
     */
    public List<HistoryEntry> history(
            ServedProject project, Environment environment, HistoryFilter filter, long before, int limit) {
        return inTime(environment, () -> {
            try (Target target = targets.open(project.project(), environment)) {
                return target.history().newest(filter, before, limit);
            }
        });
    }

    /** Looks at some environments at once; those that take too long are written down when they have answered. */
    public void look(ServedProject project, Stream<Environment> environments) {
        EnvironmentStates.Looking looking = states.looking(project);
        CompletableFuture<?>[] all = environments
                .map(environment -> CompletableFuture.runAsync(() -> looking.at(environment), executor))
                .toArray(CompletableFuture<?>[]::new);
        await(CompletableFuture.allOf(all), PATIENCE);
    }

    public void look(ServedProject project) {
        look(project, project.project().environments().values().stream());
    }

    /**
     * Asks a question of a target, and gives up when it takes too long.
     *
     * @throws SlipwayException what the question threw; {@code database-unreachable}
     */
    public <T> T inTime(Environment environment, Supplier<T> question) {
        CompletableFuture<T> asked = CompletableFuture.supplyAsync(question, executor);
        if (!await(asked, GIVING_UP)) {
            throw SlipwayException.of(
                    ErrorCode.DATABASE_UNREACHABLE,
                    "'" + environment.name() + "' has not answered within " + GIVING_UP.toSeconds() + " seconds.",
                    "Try again; its page says when it was last reached.");
        }
        return asked.join();
    }

    /** @return false when it was not over in time */
    private static boolean await(CompletableFuture<?> asked, Duration time) {
        try {
            asked.get(time.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }
}
