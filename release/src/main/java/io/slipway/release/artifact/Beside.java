package io.slipway.release.artifact;

import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** What is found out in a thread of its own, while an artifact is read. */
final class Beside<T> {
    private final FutureTask<T> task;

    private Beside(FutureTask<T> task) {
        this.task = task;
    }

    static <T> Beside<T> of(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = new Thread(task, "artifact");
        thread.setDaemon(true);
        thread.start();
        return new Beside<>(task);
    }

    /** Once it is known; what went wrong there goes wrong here. */
    T get() throws IOException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    // reading a file does not end by that either; whoever asked for it sees it afterwards
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SlipwayException refusal) {
                throw refusal;
            }
            throw new IOException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
