package io.slipway.server.api;

import io.slipway.server.deployment.DeploymentEvent;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.ServedDeployment;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** Streams a deployment's events to whoever watches, on whatever node it runs, until it is over. */
@Component
final class LiveEvents {
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final int EVERY_MILLIS = 300;
    private static final int BATCH = 500;
    private final DeploymentEvents events;
    private final DeploymentTable table;
    private final ScheduledExecutorService ticker;

    LiveEvents(DeploymentEvents events, DeploymentTable table, ScheduledExecutorService ticker) {
        this.events = events;
        this.table = table;
        this.ticker = ticker;
    }

    SseEmitter of(ServedDeployment deployment, long after) {
        SseEmitter emitter = new SseEmitter(LONGEST.toMillis());
        Stream stream = new Stream(deployment.id(), after, emitter);
        stream.task.set(ticker.scheduleWithFixedDelay(stream, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS));
        emitter.onCompletion(stream::stop);
        emitter.onTimeout(stream::stop);
        emitter.onError(problem -> stream.stop());
        return emitter;
    }

    private final class Stream implements Runnable {
        private final String deployment;
        private final SseEmitter emitter;
        private final AtomicReference<ScheduledFuture<?>> task = new AtomicReference<>();
        private long sent;

        Stream(String deployment, long after, SseEmitter emitter) {
            this.deployment = deployment;
            this.sent = after;
            this.emitter = emitter;
        }

        @Override
        public void run() {
            try {
                // before the events: what is told after the end is then read in the next round
                boolean over = table.byId(deployment).map(d -> d.state().over()).orElse(true);
                List<DeploymentEvent> fresh = events.after(deployment, sent, BATCH);
                for (DeploymentEvent event : fresh) {
                    emitter.send(SseEmitter.event()
                            .id(Long.toString(event.sequence()))
                            .name(event.kind())
                            .data(event, MediaType.APPLICATION_JSON));
                    sent = event.sequence();
                }
                if (over && fresh.isEmpty()) {
                    emitter.send(SseEmitter.event().name("over").data("{}", MediaType.APPLICATION_JSON));
                    stop();
                    emitter.complete();
                }
            } catch (IOException | IllegalStateException e) {
                stop();
            }
        }

        void stop() {
            ScheduledFuture<?> running = task.get();
            if (running != null) {
                running.cancel(false);
            }
        }
    }
}
