package io.slipway.server.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Scope;
import io.slipway.server.access.CallerFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Outermost: gives each request its id, which stands in the answer and in each line logged on its behalf, measures and
 * traces it, and logs those that change something or fail.
 */
public final class RequestLog extends OncePerRequestFilter {
    public static final String ID = "X-Request-Id";
    /** As the log names it. */
    public static final String LOGGED = "request";

    private static final String ATTRIBUTE = "slipway.request-id";
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);
    /** What cannot forge a line, a header or a page, and is no longer than an id need be. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    private final Metrics metrics;
    private final Traces traces;

    public RequestLog(Metrics metrics, Traces traces) {
        this.metrics = metrics;
        this.traces = traces;
    }

    /** Empty before the request came through here. */
    public static Optional<String> id(HttpServletRequest request) {
        return Optional.ofNullable((String) request.getAttribute(ATTRIBUTE));
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        String id = Optional.ofNullable(request.getHeader(ID))
                .filter(given -> PLAIN.matcher(given).matches())
                .orElseGet(() -> UUID.randomUUID().toString());
        request.setAttribute(ATTRIBUTE, id);
        response.setHeader(ID, id);
        MDC.put(LOGGED, id);
        long start = System.nanoTime();
        boolean thrown = true;
        Span span = dull(request) ? Span.getInvalid() : traces.request(request);
        try (Scope scope = span.makeCurrent()) {
            chain.doFilter(request, response);
            thrown = false;
        } finally {
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            int status = thrown ? HttpServletResponse.SC_INTERNAL_SERVER_ERROR : response.getStatus();
            metrics.request(request.getMethod(), route(request), status, took);
            log(request, status, took);
            end(span, request, id, status);
            MDC.remove(LOGGED);
            MDC.remove(CallerFilter.LOGGED);
        }
    }

    /** What monitors, browsers and runners ask for all the time. */
    private static boolean dull(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/health")
                || path.equals("/metrics")
                || path.startsWith("/assets/")
                || path.startsWith("/api/runner/");
    }

    private static void end(Span span, HttpServletRequest request, String id, int status) {
        String method = Metrics.method(request.getMethod());
        span.updateName(method + " " + route(request));
        span.setAttribute("http.request.method", method);
        span.setAttribute("http.route", route(request));
        span.setAttribute("http.response.status_code", status);
        span.setAttribute("slipway.request", id);
        if (status >= 500) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    private static String route(HttpServletRequest request) {
        Object pattern = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        return pattern == null ? "none" : pattern.toString();
    }

    /** Without the query: what people search for, and the set-up link's secret, are there. */
    private static void log(HttpServletRequest request, int status, Duration took) {
        boolean reads = request.getMethod().equals("GET") || request.getMethod().equals("HEAD");
        boolean quiet = reads || dull(request);
        LOG.atLevel(!quiet || status >= 500 ? org.slf4j.event.Level.INFO : org.slf4j.event.Level.DEBUG)
                .log("{} {} {} {} ms", request.getMethod(), request.getRequestURI(), status, took.toMillis());
    }
}
