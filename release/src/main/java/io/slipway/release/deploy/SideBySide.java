package io.slipway.release.deploy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Databases;
import io.slipway.release.project.Environment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** Does the same on every database of an environment, as many at a time as its waves allow. */
public final class SideBySide {
    private SideBySide() {}

    /**
     * @param look what is done on each; what it throws ends the whole
     * @return what came of each, in the order of the environment's databases
     */
    public static <T> List<T> each(Environment environment, Function<Environment, T> look) {
        if (!environment.isMany()) {
            return List.of(look.apply(environment));
        }
        int parallel =
                environment.databases().map(Databases::waves).orElseThrow().parallel();
        return run(
                parallel,
                environment
                        .each()
                        .<Callable<T>>map(database -> () -> look.apply(database))
                        .toList());
    }

    /** Returns when all have ended. The first failure of one, in their order, is thrown then. */
    static <T> List<T> run(int parallel, List<Callable<T>> work) {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, Math.min(parallel, work.size())));
        try {
            List<T> results = new ArrayList<>();
            for (Future<T> done : threads.invokeAll(work)) {
                results.add(done.get());
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        } finally {
            threads.shutdown();
        }
    }
}
