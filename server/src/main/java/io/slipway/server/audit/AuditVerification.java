package io.slipway.server.audit;

import io.slipway.server.background.Lookout;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;

/** Verifies the chain for a page. A long one takes a while: it is walked beside the page, by one at a time. */
public final class AuditVerification {
    private static final Duration MOMENT = Duration.ofMillis(150);
    private static final String CHAIN = "chain";
    /** A verdict counts for this many times as long as it took to come to. */
    private static final int LASTS = 10;

    private final AuditLog audit;
    private final Clock clock;
    private final Lookout<String, Result> lookout;
    private volatile Optional<Result> last = Optional.empty();

    public AuditVerification(AuditLog audit, Executor executor, Clock clock) {
        this.audit = audit;
        this.clock = clock;
        this.lookout = new Lookout<>(executor, MOMENT, 1);
    }

    /**
     * What a walk found.
     *
     * @param at when it began: of what came later it says nothing
     */
    public record Result(AuditLog.Verdict verdict, Instant at, Duration took) {}

    /** Empty while the first walk is under way. */
    public Optional<Result> ask() {
        Optional<Result> recent = last.filter(result ->
                clock.instant().isBefore(result.at().plus(result.took().multipliedBy(LASTS))));
        return recent.isPresent() ? recent : lookout.ask(CHAIN, this::walk).answer();
    }

    private Result walk() {
        Instant start = clock.instant();
        AuditLog.Verdict verdict = audit.verify();
        Result result = new Result(verdict, start, Duration.between(start, clock.instant()));
        last = Optional.of(result);
        return result;
    }
}
