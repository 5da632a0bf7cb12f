package io.slipway.server.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import io.slipway.server.deployment.DeploymentRun;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.QueuedRun;
import io.slipway.server.deployment.ServedDeployment;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** A deployment's run, measured and traced, and with its number in each line that is logged meanwhile. */
public final class ObservedRun implements QueuedRun {
    private static final Logger LOG = LoggerFactory.getLogger(ObservedRun.class);
    /** As the log names a deployment. */
    static final String LOGGED = "deployment";

    private final DeploymentRun run;
    private final DeploymentTable table;
    private final Metrics metrics;
    private final Traces traces;
    private final Clock clock;

    public ObservedRun(DeploymentRun run, DeploymentTable table, Metrics metrics, Traces traces, Clock clock) {
        this.run = run;
        this.table = table;
        this.metrics = metrics;
        this.traces = traces;
        this.clock = clock;
    }

    @Override
    public Optional<Duration> run(String id, String cause) {
        Optional<ServedDeployment> before =
                table.byId(id).filter(d -> !d.state().over());
        if (before.isEmpty()) {
            return run.run(id);
        }
        Instant start = clock.instant();
        MDC.put(LOGGED, "#" + before.get().number());
        Span span = traces.deployment(before.get(), cause);
        try (Scope scope = span.makeCurrent()) {
            return run.run(id);
        } finally {
            try {
                // one that still waits for its turn was only asked, as it is every second
                table.byId(id)
                        .filter(after -> after.state() != DeploymentState.QUEUED)
                        .ifPresent(after -> tell(after, start, span));
            } finally {
                MDC.remove(LOGGED);
            }
        }
    }

    /** One that is neither over nor queued was handed over: its span ends, and is followed by that of whoever goes on. */
    private void tell(ServedDeployment after, Instant start, Span span) {
        if (after.state().over()) {
            Duration took = Duration.between(
                    after.startedAt().orElse(start), after.endedAt().orElseGet(clock::instant));
            metrics.deployment(after.verb(), after.state(), took);
            LOG.info(
                    "{} to {} of {}: {} after {} ms",
                    after.verb(),
                    after.environment(),
                    after.project(),
                    after.state().text(),
                    took.toMillis());
        }
        Traces.end(span, after.state());
    }
}
