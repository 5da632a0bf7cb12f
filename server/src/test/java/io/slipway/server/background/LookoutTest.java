package io.slipway.server.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LookoutTest {
    private final ExecutorService executor = Executors.newFixedThreadPool(2);
    private final Lookout<String, Integer> lookout = new Lookout<>(executor, Duration.ofMillis(500), 10);

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void whatIsAnsweredAtOnceIsFresh() {
        assertThat(lookout.ask("a", () -> 1)).isEqualTo(new Lookout.Told<>(Optional.of(1), true));
        assertThat(lookout.ask("a", () -> 2)).isEqualTo(new Lookout.Told<>(Optional.of(2), true));
        assertThatThrownBy(() -> lookout.ask("b", () -> {
                    throw new IllegalStateException("no");
                }))
                .hasMessage("no");
    }

    @Test
    void nobodyWaitsForWhatHangsAndAllGetTheAnswerOfLastTime() throws Exception {
        lookout.ask("a", () -> 1);
        CountDownLatch hanging = new CountDownLatch(1);
        AtomicInteger asked = new AtomicInteger();
        assertThat(lookout.ask("a", () -> slow(hanging, asked, 2)))
                .isEqualTo(new Lookout.Told<>(Optional.of(1), false));
        long start = System.nanoTime();
        for (int i = 0; i < 100; i++) {
            assertThat(lookout.ask("a", () -> slow(hanging, asked, 3)))
                    .isEqualTo(new Lookout.Told<>(Optional.of(1), false));
        }
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(400));
        assertThat(asked).as("one asks for all").hasValue(1);
        assertThat(lookout.ask("other", () -> 7).fresh()).isTrue();

        hanging.countDown();
        assertThat(lookout.ask("b", () -> 1).fresh()).isTrue();
        Lookout.Told<Integer> told = lookout.ask("a", () -> 4);
        for (int i = 0; i < 100 && !told.fresh(); i++) {
            Thread.sleep(20);
            told = lookout.ask("a", () -> 4);
        }
        assertThat(told).isEqualTo(new Lookout.Told<>(Optional.of(4), true));
    }

    private static int slow(CountDownLatch until, AtomicInteger asked, int answer) {
        asked.incrementAndGet();
        try {
            until.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return answer;
    }
}
