package io.slipway.server.operation;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What this process measures, for Prometheus. Each node tells of itself; what the store holds, each tells alike. */
public final class Metrics implements AutoCloseable {
    /** What {@link #scrape} answers with. */
    public static final String FORMAT = "text/plain;version=0.0.4;charset=utf-8";

    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** HTTP knows no more; anything else that a stranger sends must not make a new series. */
    private static final Set<String> METHODS = Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static final Duration[] REQUESTS = {
        Duration.ofMillis(25),
        Duration.ofMillis(100),
        Duration.ofMillis(300),
        Duration.ofSeconds(1),
        Duration.ofSeconds(5),
        Duration.ofSeconds(30)
    };
    private static final Duration[] DEPLOYMENTS = {
        Duration.ofSeconds(1),
        Duration.ofSeconds(10),
        Duration.ofMinutes(1),
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(6)
    };
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collector = new JvmGcMetrics();
    private final Bounded<Backlog> backlog;
    /** What the latest scrape found in the store; empty when that did not answer. */
    private volatile Optional<Backlog> latest = Optional.empty();

    public Metrics(Store store, Clock clock) {
        this.backlog = new Bounded<>("slipway-metrics", PATIENCE, () -> Backlog.of(store, clock.instant()));
        machine();
        pool(store);
        gauge(
                "slipway.deployments.queued",
                "Deployments whose time has come and that wait for their turn",
                Backlog::queued);
        gauge("slipway.deployments.running", "Deployments that run, on all nodes", Backlog::running);
        gauge("slipway.approvals.waiting", "Deployments that people must approve first", Backlog::waiting);
        gauge("slipway.environments.in.doubt", "Environments with a statement in doubt", Backlog::inDoubt);
        gauge(
                "slipway.environments.failed",
                "Environments whose last deployment left a failed change",
                Backlog::failed);
        for (String verb : List.of("deploy", "rollback")) {
            for (DeploymentState state : DeploymentState.values()) {
                if (state.over()) {
                    // there from the start, so that the first one is an increase
                    timer(verb, state);
                }
            }
        }
    }

    private void machine() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        collector.bindTo(registry);
    }

    private void pool(Store store) {
        connections(store, "active", "Connections to the store in use", Store.Connections::active);
        connections(store, "idle", "Connections to the store that are free", Store.Connections::idle);
        connections(store, "waiting", "Threads that wait for a connection to the store", Store.Connections::waiting);
        connections(store, "most", "Connections to the store at most", Store.Connections::most);
    }

    private void connections(Store store, String what, String sentence, ToDoubleFunction<Store.Connections> value) {
        Gauge.builder("slipway.store.connections." + what, store, s -> value.applyAsDouble(s.connections()))
                .description(sentence)
                .register(registry);
    }

    /** Not a number when the store does not answer: nobody knows. */
    private void gauge(String name, String sentence, ToDoubleFunction<Backlog> value) {
        Gauge.builder(name, () -> latest.map(value::applyAsDouble).orElse(Double.NaN))
                .description(sentence)
                .register(registry);
    }

    private Timer timer(String verb, DeploymentState result) {
        return Timer.builder("slipway.deployments")
                .description("Deployments that ended on this node, from start to end")
                .tag("verb", verb)
                .tag("result", result.text())
                .serviceLevelObjectives(DEPLOYMENTS)
                .register(registry);
    }

    void deployment(String verb, DeploymentState result, Duration took) {
        timer(verb, result).record(took);
    }

    /** @param route the endpoint's path with names for its variables, never what was asked for */
    void request(String method, String route, int status, Duration took) {
        Timer.builder("slipway.http.requests")
                .description("Requests by endpoint; a live stream counts until it has begun")
                .tag("method", method(method))
                .tag("route", route)
                .tag("status", Integer.toString(status))
                .serviceLevelObjectives(REQUESTS)
                .register(registry)
                .record(took);
    }

    static String method(String sent) {
        return METHODS.contains(sent) ? sent : "other";
    }

    /** In the text format that Prometheus reads. */
    public String scrape() {
        latest = backlog.ask();
        return registry.scrape();
    }

    @Override
    public void close() {
        collector.close();
        backlog.close();
        registry.close();
    }
}
