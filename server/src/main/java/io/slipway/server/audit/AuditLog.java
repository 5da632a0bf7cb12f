package io.slipway.server.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The log of who did what. It is only ever appended to, in the transaction of what it tells; each event carries the
 * digest of the one before, so that a change, a gap or a swap is found and placed.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RowMapper<AuditEvent> EVENT = (row, context) -> event(row);
    private static final int BATCH = 1_000;
    private final Store store;
    private final Clock clock;

    public AuditLog(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How far the chain goes. Whoever keeps one elsewhere can tell later that nothing before it was changed. */
    public record Anchor(long sequence, String digest) {
        private static final Pattern FORM = Pattern.compile("(\\d{1,18}):([0-9a-f]{64})");

        /** Of {@code SEQUENCE:DIGEST}; empty when it is anything else. */
        public static Optional<Anchor> parse(String text) {
            Matcher parts = FORM.matcher(text);
            return parts.matches()
                    ? Optional.of(new Anchor(Long.parseLong(parts.group(1)), parts.group(2)))
                    : Optional.empty();
        }

        public String text() {
            return sequence + ":" + digest;
        }
    }

    /**
     * What a verification found.
     *
     * @param brokenAt sequence of the first event that is not right
     */
    public record Verdict(long events, Anchor end, Optional<Long> brokenAt, String problem) {
        public boolean whole() {
            return brokenAt.isEmpty();
        }
    }

    public void append(
            Handle handle, String actor, String action, String project, String subject, Map<String, String> detail) {
        // The row is locked until the transaction ends: events come one after the other.
        Anchor before = handle.createQuery(
                        "UPDATE audit_head SET sequence = sequence + 1 WHERE id = 1 RETURNING sequence, digest")
                .map((row, context) -> new Anchor(row.getLong("sequence"), row.getString("digest")))
                .one();
        AuditEvent event = AuditEvent.chained(
                before.sequence(),
                Instant.ofEpochMilli(clock.millis()),
                actor,
                action,
                project,
                subject,
                json(detail),
                before.digest());
        handle.createUpdate("INSERT INTO audit_event"
                        + " (sequence, at, actor, action, project, subject, detail, previous, digest)"
                        + " VALUES (:sequence, :at, :actor, :action, :project, :subject, :detail, :previous, :digest)")
                .bind("sequence", event.sequence())
                .bind("at", event.at().toEpochMilli())
                .bind("actor", actor)
                .bind("action", action)
                .bind("project", project)
                .bind("subject", subject)
                .bind("detail", event.detail())
                .bind("previous", event.previous())
                .bind("digest", event.digest())
                .execute();
        handle.createUpdate("UPDATE audit_head SET digest = :digest WHERE id = 1")
                .bind("digest", event.digest())
                .execute();
    }

    /** @throws SlipwayException {@code audit-damaged}: somebody removed the record of where the chain ends */
    public Anchor anchor() {
        return head().orElseThrow(() -> SlipwayException.of(
                ErrorCode.AUDIT_DAMAGED,
                "The audit log does not record where its chain ends.",
                "Somebody changed the server's database: compare it with a back-up."));
    }

    /**
     * What to look for; empty texts match all.
     *
     * @param before only events before this sequence: where an earlier page ended
     */
    public record Filter(String project, String actor, String action, long before) {
        public static final Filter ALL = new Filter("", "", "", Long.MAX_VALUE);
    }

    /** Newest first. */
    public List<AuditEvent> events(Filter filter, int limit) {
        return store.read(handle -> handle.createQuery("SELECT * FROM audit_event WHERE sequence < :before"
                        + " AND (:project = '' OR project = :project) AND (:actor = '' OR actor = :actor)"
                        + " AND (:action = '' OR action = :action) ORDER BY sequence DESC LIMIT :limit")
                .bind("before", filter.before())
                .bind("project", filter.project())
                .bind("actor", filter.actor())
                .bind("action", filter.action())
                .bind("limit", limit)
                .map(EVENT)
                .list());
    }

    /** Walks the whole chain, while others may append to it. */
    public Verdict verify() {
        Optional<Anchor> before = head();
        if (before.isEmpty()) {
            return new Verdict(0, AuditChain.START, Optional.of(1L), "the end of the chain is not recorded");
        }
        AuditChain chain = new AuditChain(before.get());
        for (Optional<Long> from = Optional.of(Long.MIN_VALUE); from.isPresent(); ) {
            List<AuditEvent> batch = batch(from.get());
            for (AuditEvent event : batch) {
                chain.follow(event);
            }
            from = next(batch);
        }
        // An event and the end move in one transaction: what stands after the end now was not appended by us.
        return chain.verdict(head());
    }

    /** Every event there is, oldest first, however many; nothing is checked. */
    public void forEach(Consumer<AuditEvent> each) {
        for (Optional<Long> from = Optional.of(Long.MIN_VALUE); from.isPresent(); ) {
            List<AuditEvent> batch = batch(from.get());
            batch.forEach(each);
            from = next(batch);
        }
    }

    private List<AuditEvent> batch(long from) {
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM audit_event WHERE sequence >= :from ORDER BY sequence LIMIT :limit")
                .bind("from", from)
                .bind("limit", BATCH)
                .map(EVENT)
                .list());
    }

    private static Optional<Long> next(List<AuditEvent> batch) {
        return batch.size() < BATCH
                ? Optional.empty()
                : Optional.of(batch.get(batch.size() - 1).sequence() + 1);
    }

    private Optional<Anchor> head() {
        return store.read(handle -> handle.createQuery("SELECT sequence, digest FROM audit_head WHERE id = 1")
                .map((row, context) -> new Anchor(row.getLong("sequence"), row.getString("digest")))
                .findOne());
    }

    private static String json(Map<String, String> detail) {
        try {
            return JSON.writeValueAsString(new TreeMap<>(detail));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a map of texts is always JSON", e);
        }
    }

    private static AuditEvent event(ResultSet row) throws SQLException {
        return new AuditEvent(
                row.getLong("sequence"),
                Instant.ofEpochMilli(row.getLong("at")),
                row.getString("actor"),
                row.getString("action"),
                row.getString("project"),
                row.getString("subject"),
                row.getString("detail"),
                row.getString("previous"),
                row.getString("digest"));
    }
}
