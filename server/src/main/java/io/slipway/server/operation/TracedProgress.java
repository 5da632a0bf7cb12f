package io.slipway.server.operation;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.slipway.release.progress.Progress;

/** A span for each change of a deployment, and beneath it one for each statement, by its number alone. */
final class TracedProgress implements Progress {
    private final Tracer tracer;
    private Span change = Span.getInvalid();
    private Span statement = Span.getInvalid();

    TracedProgress(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public void begin(String task, int steps) {
        // the deployment's own span says it
    }

    @Override
    public void step(String what) {
        end();
        change = tracer.spanBuilder("change")
                .setAttribute("slipway.change", what)
                .startSpan();
    }

    @Override
    public void statement(int number) {
        statement = tracer.spanBuilder("statement")
                .setParent(Context.current().with(change))
                .setAttribute("slipway.statement", number)
                .startSpan();
    }

    @Override
    public void statementEnded(boolean well) {
        if (!well) {
            statement.setStatus(StatusCode.ERROR);
            change.setStatus(StatusCode.ERROR);
        }
        statement.end();
    }

    @Override
    public void end() {
        change.end();
        change = Span.getInvalid();
    }

    @Override
    public void note(String sentence) {
        // may hold a database's own words
    }
}
