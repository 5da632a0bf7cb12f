package io.slipway.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WindowEndTest {
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger told = new AtomicInteger();

    @AfterEach
    void stop() {
        ticker.shutdownNow();
    }

    private WindowEnd watch(Duration from) {
        return new WindowEnd(Optional.of(Instant.now().plus(from)), ticker, Clock.systemUTC(), told::incrementAndGet);
    }

    @Test
    void itIsSaidOnceThatTheTimeIsOver() throws Exception {
        try (WindowEnd end = watch(Duration.ofMillis(500))) {
            Thread.sleep(3_500);
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void whatEndedInTimeIsNotToldOf() throws Exception {
        watch(Duration.ofMillis(1_500)).close();
        Thread.sleep(2_500);
        assertThat(told).hasValue(0);
    }
}
