package io.slipway.server.audit;

import io.slipway.server.audit.AuditLog.Anchor;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in the server's log, when it starts and at each midnight UTC, how far the audit log goes. Where logs are sent
 * elsewhere, whoever could change the database cannot change that.
 */
public final class AuditAnchors {
    private static final Logger LOG = LoggerFactory.getLogger(AuditAnchors.class);
    private final AuditLog audit;
    private final ScheduledExecutorService ticker;
    private final Clock clock;
    private @Nullable ScheduledFuture<?> telling;

    public AuditAnchors(AuditLog audit, ScheduledExecutorService ticker, Clock clock) {
        this.audit = audit;
        this.ticker = ticker;
        this.clock = clock;
    }

    public void start() {
        tell();
        Instant now = clock.instant();
        Instant midnight = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        telling = ticker.scheduleAtFixedRate(
                this::tell,
                Duration.between(now, midnight).toMillis(),
                Duration.ofDays(1).toMillis(),
                TimeUnit.MILLISECONDS);
    }

    public void stop() {
        if (telling != null) {
            telling.cancel(false);
        }
    }

    private void tell() {
        try {
            Anchor anchor = audit.anchor();
            if (anchor.sequence() > 0) {
                LOG.info("audit anchor {}:{}", anchor.sequence(), anchor.digest());
            }
        } catch (RuntimeException e) {
            // A store that is away for a moment must not end the daily telling.
            LOG.warn("the audit log's anchor cannot be told", e);
        }
    }
}
