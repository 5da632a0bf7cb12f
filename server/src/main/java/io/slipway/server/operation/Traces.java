package io.slipway.server.operation;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.slipway.release.progress.Progress;
import io.slipway.server.deployment.DeploymentState;
import io.slipway.server.deployment.ServedDeployment;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Spans for OpenTelemetry: a request, the deployment that it queued, that deployment's changes and their statements. They
 * name what Slipway itself names (projects, environments, versions, scripts, endpoints), never what a person typed, a
 * statement's text, a message of a database or a URL.
 */
public final class Traces implements AutoCloseable {
    private static final String PARENT = "traceparent";
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Duration LAST = Duration.ofSeconds(3);
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private final Optional<SdkTracerProvider> provider;
    private final Tracer tracer;

    private Traces(Optional<SdkTracerProvider> provider) {
        this.provider = provider;
        this.tracer = provider.map(sdk -> sdk.get("io.slipway.server"))
                .orElseGet(() -> OpenTelemetry.noop().getTracer("io.slipway.server"));
    }

    /** @param collector takes OTLP over HTTP; empty for no traces at all */
    public static Traces to(Optional<URI> collector, String node) {
        return new Traces(collector.map(url -> SdkTracerProvider.builder()
                .setResource(Resource.create(Attributes.of(
                        AttributeKey.stringKey("service.name"),
                        "slipway",
                        AttributeKey.stringKey("service.instance.id"),
                        node)))
                .addSpanProcessor(BatchSpanProcessor.builder(OtlpHttpSpanExporter.builder()
                                .setEndpoint(url.toString())
                                .setTimeout(LAST)
                                .build())
                        .setScheduleDelay(DELAY)
                        .build())
                .build()));
    }

    /** A request's span, under that of whoever sent it when it says so. */
    Span request(HttpServletRequest request) {
        Context parent = W3C.extract(Context.root(), request, new Headers());
        return tracer.spanBuilder("request")
                .setParent(parent)
                .setSpanKind(SpanKind.SERVER)
                .startSpan();
    }

    /** What is under way on this thread, for whoever goes on with it elsewhere; empty when nothing is traced. */
    public String current() {
        Map<String, String> carrier = new HashMap<>();
        W3C.inject(Context.current(), carrier, (map, key, value) -> {
            if (map != null) {
                map.put(key, value);
            }
        });
        return carrier.getOrDefault(PARENT, "");
    }

    Span deployment(ServedDeployment deployment, String cause) {
        Context parent = W3C.extract(Context.root(), Map.of(PARENT, cause), new Carrier());
        return tracer.spanBuilder(deployment.verb())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setAttribute("slipway.deployment", deployment.number())
                .setAttribute("slipway.project", deployment.project())
                .setAttribute("slipway.environment", deployment.environment())
                .setAttribute("slipway.version", deployment.version())
                .startSpan();
    }

    static void end(Span deployment, DeploymentState state) {
        deployment.setAttribute("slipway.result", state.text());
        if (state.over() && !state.good()) {
            deployment.setStatus(StatusCode.ERROR);
        }
        deployment.end();
    }

    /** Spans for changes and statements, under what is current on the thread that tells of them. */
    public Progress progress() {
        return new TracedProgress(tracer);
    }

    @Override
    public void close() {
        provider.ifPresent(sdk -> sdk.shutdown().join(LAST.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static final class Headers implements TextMapGetter<HttpServletRequest> {
        @Override
        public Iterable<String> keys(HttpServletRequest request) {
            return Collections.list(request.getHeaderNames());
        }

        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
            return Stream.ofNullable(request)
                    .flatMap(r -> Stream.ofNullable(r.getHeader(name)))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static final class Carrier implements TextMapGetter<Map<String, String>> {
        @Override
        public Iterable<String> keys(Map<String, String> carrier) {
            return carrier.keySet();
        }

        @Override
        public @Nullable String get(@Nullable Map<String, String> carrier, String name) {
            return carrier == null ? null : carrier.get(name);
        }
    }
}
