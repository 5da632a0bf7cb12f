package io.slipway.server.background;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Asks questions whose answer may take long, beside the page that wants to know. The page waits a moment; then it gets
 * the answer of last time. Nobody waits where somebody waited in vain already, until that question is answered.
 *
 * @param <K> a question
 * @param <V> its answer
 */
public final class Lookout<K, V> {
    private final Executor executor;
    private final Duration moment;
    private final Map<K, Asked<V>> asked;

    /** @param most how many questions are remembered: those that were asked last */
    public Lookout(Executor executor, Duration moment, int most) {
        this.executor = executor;
        this.moment = moment;
        this.asked = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Asked<V>> eldest) {
                return size() > most;
            }
        };
    }

    private static final class Asked<V> {
        private Optional<V> last = Optional.empty();
        private Optional<CompletableFuture<V>> running = Optional.empty();
        private boolean late;
    }

    /**
     * What is known.
     *
     * @param fresh whether it was found out just now; else it is the answer of last time, if there is one
     */
    public record Told<V>(Optional<V> answer, boolean fresh) {}

    /** @throws RuntimeException what the question threw, when it did so within a moment */
    public Told<V> ask(K key, Supplier<V> question) {
        CompletableFuture<V> running;
        Asked<V> about = about(key);
        synchronized (asked) {
            if (about.late) {
                return new Told<>(about.last, false);
            }
            if (about.running.isPresent()) {
                running = about.running.get();
            } else {
                CompletableFuture<V> started = CompletableFuture.supplyAsync(question, executor);
                about.running = Optional.of(started);
                running = started.whenComplete((answer, failure) -> answered(about, Optional.ofNullable(answer)));
            }
        }
        try {
            return new Told<>(Optional.of(running.get(moment.toMillis(), TimeUnit.MILLISECONDS)), true);
        } catch (TimeoutException e) {
            return tooLate(about, running);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return tooLate(about, running);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private Asked<V> about(K key) {
        synchronized (asked) {
            return asked.computeIfAbsent(key, k -> new Asked<>());
        }
    }

    private Told<V> tooLate(Asked<V> about, CompletableFuture<V> running) {
        synchronized (asked) {
            about.late = !running.isDone();
            return new Told<>(about.last, false);
        }
    }

    private void answered(Asked<V> about, Optional<V> answer) {
        synchronized (asked) {
            about.running = Optional.empty();
            about.late = false;
            if (answer.isPresent()) {
                about.last = answer;
            }
        }
    }
}
