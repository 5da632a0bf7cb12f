package io.slipway.server.request;

import io.slipway.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers to requests that carried an idempotency key, for a day. */
public final class Answers {
    private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final int UNDER_WAY = 0;
    private static final int AGAIN_SECONDS = 2;
    private static final int TRIES = 150;
    private final Store store;
    private final ScheduledExecutorService ticker;
    private final Clock clock;

    public Answers(Store store, ScheduledExecutorService ticker, Clock clock) {
        this.store = store;
        this.ticker = ticker;
        this.clock = clock;
    }

    /**
     * An earlier request, and what it was answered.
     *
     * @param request digest of the request
     * @param kind its media type; empty when the body is not kept
     */
    record Earlier(String request, int status, String kind, String body) {
        boolean underWay() {
            return status == UNDER_WAY;
        }
    }

    /** Takes the id for this request; the earlier one when somebody has it already. */
    Optional<Earlier> begin(String id, String request) {
        return store.write(handle -> {
            handle.createUpdate("DELETE FROM idempotency WHERE at < :old")
                    .bind("old", clock.instant().minus(KEPT).toEpochMilli())
                    .execute();
            int taken = handle.createUpdate("INSERT INTO idempotency (id, request, status, kind, body, at)"
                            + " VALUES (:id, :request, :status, '', '', :at) ON CONFLICT DO NOTHING")
                    .bind("id", id)
                    .bind("request", request)
                    .bind("status", UNDER_WAY)
                    .bind("at", clock.millis())
                    .execute();
            if (taken > 0) {
                return Optional.empty();
            }
            return Optional.of(handle.createQuery("SELECT * FROM idempotency WHERE id = :id")
                    .bind("id", id)
                    .map((row, context) -> new Earlier(
                            row.getString("request"),
                            row.getInt("status"),
                            row.getString("kind"),
                            row.getString("body")))
                    .one());
        });
    }

    void keep(String id, int status, String kind, String body) {
        store.run(handle -> handle.createUpdate(
                        "UPDATE idempotency SET status = :status, kind = :kind, body = :body WHERE id = :id")
                .bind("status", status)
                .bind("kind", kind)
                .bind("body", body)
                .bind("id", id)
                .execute());
    }

    /** So that the request may come again. The store may be away just now: then it is tried until it is back. */
    void forget(String id) {
        forget(id, TRIES);
    }

    private void forget(String id, int tries) {
        try {
            store.run(handle -> handle.createUpdate("DELETE FROM idempotency WHERE id = :id")
                    .bind("id", id)
                    .execute());
        } catch (RuntimeException e) {
            if (tries > 0) {
                @SuppressWarnings("UnusedVariable") // it catches what goes wrong itself
                var again = ticker.schedule(() -> forget(id, tries - 1), AGAIN_SECONDS, TimeUnit.SECONDS);
            } else {
                LOG.warn("an idempotency key stays taken until it is a day old", e);
            }
        }
    }
}
