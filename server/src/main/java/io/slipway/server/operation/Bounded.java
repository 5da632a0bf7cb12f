package io.slipway.server.operation;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A question that may hang, such as one to a database that went away. It is under way once at most, so that those who
 * ask again and again do not pile up behind it; whoever asks waits so long and no longer.
 */
final class Bounded<T> implements AutoCloseable {
    private final Supplier<T> question;
    private final Duration limit;
    private final ExecutorService thread;
    private CompletableFuture<T> asked;

    Bounded(String name, Duration limit, Supplier<T> question) {
        this.question = question;
        this.limit = limit;
        this.thread = Executors.newSingleThreadExecutor(task -> {
            Thread one = new Thread(task, name);
            one.setDaemon(true);
            return one;
        });
        this.asked = CompletableFuture.failedFuture(new IllegalStateException("nobody asked yet"));
    }

    /** Empty when there is no answer in time, or none at all. */
    Optional<T> ask() {
        try {
            return Optional.of(current().get(limit.toMillis(), TimeUnit.MILLISECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    private synchronized CompletableFuture<T> current() {
        if (asked.isDone()) {
            asked = CompletableFuture.supplyAsync(question, thread);
        }
        return asked;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
