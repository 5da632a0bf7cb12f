package io.slipway.server.rollout;

import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/**
 * What happened in each rollout. The events are the audit log's own, in its one chain (docs/adr/0030); this keeps which
 * of them belong to which rollout, so that a state can be made from them again and again.
 */
public final class RolloutLedger {
    private final Store store;
    private final AuditLog audit;

    public RolloutLedger(Store store, AuditLog audit) {
        this.store = store;
        this.audit = audit;
    }

    /**
     * Adds an event, in the transaction of what it tells.
     *
     * @param actor account of a person; {@code slipway} for what the server did by itself
     * @param action such as {@code date-proposed}
     * @param subject what it was done to, such as a case's number
     * @return its sequence
     */
    public long append(
            Handle handle,
            ServedRollout rollout,
            Topic topic,
            String actor,
            String action,
            String subject,
            Map<String, String> detail) {
        return append(handle, rollout.team(), rollout.project(), topic, actor, action, subject, detail);
    }

    long append(
            Handle handle,
            String team,
            String project,
            Topic topic,
            String actor,
            String action,
            String subject,
            Map<String, String> detail) {
        long sequence = audit.append(handle, actor, action, project, subject, detail);
        handle.createUpdate("INSERT INTO rollout_event (team, topic, sequence) VALUES (:team, :topic, :sequence)")
                .bind("team", team)
                .bind("topic", topic.text())
                .bind("sequence", sequence)
                .execute();
        return sequence;
    }

    /** All events of one topic, oldest first. */
    public List<AuditEvent> events(String team, Topic topic) {
        return store.read(handle -> events(handle, team, topic, 0));
    }

    /** The newest event of one kind; empty when there was none yet. */
    public Optional<AuditEvent> last(Handle handle, String team, Topic topic, String action) {
        return handle.createQuery("SELECT e.* FROM audit_event e JOIN rollout_event r ON r.sequence = e.sequence"
                        + " WHERE r.team = :team AND r.topic = :topic AND e.action = :action"
                        + " ORDER BY e.sequence DESC LIMIT 1")
                .bind("team", team)
                .bind("topic", topic.text())
                .bind("action", action)
                .map(AuditLog.EVENT)
                .findOne();
    }

    /** The newest event of each kind about each subject, oldest first. */
    public List<AuditEvent> newest(Handle handle, String team, Topic topic) {
        return handle.createQuery("SELECT e.* FROM audit_event e WHERE e.sequence IN (SELECT max(n.sequence)"
                        + " FROM rollout_event r JOIN audit_event n ON n.sequence = r.sequence"
                        + " WHERE r.team = :team AND r.topic = :topic GROUP BY n.action, n.subject)"
                        + " ORDER BY e.sequence")
                .bind("team", team)
                .bind("topic", topic.text())
                .map(AuditLog.EVENT)
                .list();
    }

    /** All events of one topic of some teams, oldest first, by team. */
    public Map<String, List<AuditEvent>> events(Handle handle, Collection<String> teams, Topic topic) {
        if (teams.isEmpty()) {
            return Map.of();
        }
        return handle
                .createQuery("SELECT r.team, e.* FROM rollout_event r JOIN audit_event e ON e.sequence = r.sequence"
                        + " WHERE r.topic = :topic AND r.team IN (<teams>) ORDER BY r.sequence")
                .bind("topic", topic.text())
                .bindList("teams", List.copyOf(teams))
                .map((row, context) -> Map.entry(row.getString("team"), AuditLog.EVENT.map(row, context)))
                .list()
                .stream()
                .collect(Collectors.groupingBy(
                        Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
    }

    /**
     * Those after a sequence, oldest first.
     *
     * @param after 0 for all
     */
    public List<AuditEvent> events(Handle handle, String team, Topic topic, long after) {
        return handle.createQuery("SELECT e.* FROM rollout_event r JOIN audit_event e ON e.sequence = r.sequence"
                        + " WHERE r.team = :team AND r.topic = :topic AND r.sequence > :after ORDER BY r.sequence")
                .bind("team", team)
                .bind("topic", topic.text())
                .bind("after", after)
                .map(AuditLog.EVENT)
                .list();
    }
}
