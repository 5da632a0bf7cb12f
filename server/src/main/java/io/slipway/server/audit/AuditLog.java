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
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;

/**
 * The log of who did what. It is only ever appended to, in the transaction of what it tells; each event carries the
 * digest of the one before, so that a change, a gap or a swap is found and placed.
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();
    /** An event from a row of {@code audit_event}. */
    public static final RowMapper<AuditEvent> EVENT = (row, context) -> event(row);

    private static final int BATCH = 1_000;
    private final Store store;
    private final Clock clock;

    public AuditLog(Store store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    /** How far the chain goes. Whoever keeps one elsewhere can tell later that nothing before it was changed. */
    public record Anchor(long sequence, String digest) {
        private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9a-f]{64})");

        /** Reads {@code SEQUENCE:DIGEST}; empty when it is none. */
        public static Optional<Anchor> parse(String text) {
            Matcher form = FORM.matcher(text.strip());
            return form.matches()
                    ? Optional.of(new Anchor(Long.parseLong(form.group(1)), form.group(2)))
                    : Optional.empty();
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

    /** @return the event's sequence */
    public long append(
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
        return event.sequence();
    }

    /** @throws SlipwayException {@code audit-damaged}: the mark of where the chain ends is gone */
    public Anchor anchor() {
        return head().orElseThrow(() -> SlipwayException.of(
                ErrorCode.AUDIT_DAMAGED,
                "The audit log's mark of where its chain ends is gone.",
                "Somebody changed the server's database: compare it with a back-up."));
    }

    private Optional<Anchor> head() {
        return store.read(handle -> handle.createQuery("SELECT sequence, digest FROM audit_head WHERE id = 1")
                .map((row, context) -> new Anchor(row.getLong("sequence"), row.getString("digest")))
                .findOne());
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
        // Only what is asked for stands in the query: each filter then goes along its index.
        StringBuilder where = new StringBuilder(" WHERE sequence < :before");
        Map<String, String> texts =
                new TreeMap<>(Map.of("project", filter.project(), "actor", filter.actor(), "action", filter.action()));
        texts.values().removeIf(String::isEmpty);
        texts.keySet()
                .forEach(column ->
                        where.append(" AND ").append(column).append(" = :").append(column));
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM audit_event" + where + " ORDER BY sequence DESC LIMIT :limit")
                .bind("before", filter.before())
                .bindMap(texts)
                .bind("limit", limit)
                .map(EVENT)
                .list());
    }

    /** What was ever done, by name. */
    public List<String> actions() {
        // From each name to the next along the index: a log of millions has a few dozen of them.
        return store.read(handle -> handle.createQuery("WITH RECURSIVE name (action) AS ("
                        + "SELECT min(action) FROM audit_event UNION ALL"
                        + " SELECT (SELECT min(e.action) FROM audit_event e WHERE e.action > name.action) FROM name"
                        + " WHERE name.action IS NOT NULL) SELECT action FROM name WHERE action IS NOT NULL")
                .mapTo(String.class)
                .list());
    }

    /** Hands over all events, oldest first, a batch at a time: the log may be larger than the memory. */
    public void walk(Consumer<AuditEvent> visitor) {
        walkWhile(event -> {
            visitor.accept(event);
            return true;
        });
    }

    private void walkWhile(Predicate<AuditEvent> goOn) {
        long after = Long.MIN_VALUE;
        while (true) {
            long from = after;
            List<AuditEvent> batch = store.read(handle -> handle.createQuery(
                            "SELECT * FROM audit_event WHERE sequence > :after ORDER BY sequence LIMIT :limit")
                    .bind("after", from)
                    .bind("limit", BATCH)
                    .map(EVENT)
                    .list());
            for (AuditEvent event : batch) {
                if (!goOn.test(event)) {
                    return;
                }
                after = event.sequence();
            }
            if (batch.size() < BATCH) {
                return;
            }
        }
    }

    /**
     * Walks the whole chain.
     *
     * @param known an anchor from a place where nobody could change it
     */
    public Verdict verify(Optional<Anchor> known) {
        // Read first: what is appended while the chain is walked must not look like events without a head.
        Optional<Anchor> head = head();
        AuditChain chain =
                new AuditChain(Stream.concat(known.stream(), head.stream()).toList());
        walkWhile(event -> {
            chain.follow(event);
            return chain.whole();
        });
        chain.end();
        // Looked at again: meanwhile others may have appended.
        head().ifPresentOrElse(chain::endAt, () -> {
            if (chain.whole()) {
                chain.broken(1, "where it ends is not recorded any more");
            }
        });
        return chain.verdict();
    }

    public Verdict verify() {
        return verify(Optional.empty());
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
