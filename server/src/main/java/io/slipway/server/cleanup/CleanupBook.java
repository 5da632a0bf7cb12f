package io.slipway.server.cleanup;

import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.golive.Traces;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** What happened to each rollout's clean-ups. */
public final class CleanupBook {
    private static final String APPROVED = "cleanup-approved";
    private static final String DONE = "cleanup-done";
    private final RolloutLedger ledger;
    private final Clock clock;

    public CleanupBook(RolloutLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Who said yes to exactly this plan since the last clean-up, each once. */
    List<String> approvals(ServedRollout rollout, String digest) {
        Set<String> approvals = new LinkedHashSet<>();
        for (AuditEvent event : ledger.events(rollout.team(), Topic.CLEANUP)) {
            if (event.action().equals(DONE)) {
                approvals.clear();
            } else if (event.action().equals(APPROVED) && event.subject().equals(digest)) {
                approvals.add(event.actor());
            }
        }
        return List.copyOf(approvals);
    }

    void approved(Handle handle, ServedRollout rollout, String by, String digest) {
        ledger.append(handle, rollout, Topic.CLEANUP, by, APPROVED, digest, Map.of());
    }

    /** Written before anything is touched: whoever finds a clean-up half done knows its back-ups, and its own lines. */
    void begun(
            Handle handle,
            ServedRollout rollout,
            String by,
            String digest,
            long rehearsal,
            String attempt,
            List<Backups.Backup> backups) {
        Map<String, String> detail = new TreeMap<>();
        backups.forEach(each -> detail.put(
                "backup " + each.environment(),
                each.file().getFileName() + ", " + each.size() + " bytes, " + each.digest()));
        long event = ledger.append(handle, rollout, Topic.CLEANUP, by, "cleanup-begun", digest, detail);
        Traces.insert(handle, rollout, rehearsal, Traces.Kind.CLEANUP, "", attempt, "event " + event, clock.instant());
    }

    void done(Handle handle, ServedRollout rollout, String by, String digest, CleanupPlan plan) {
        Map<String, String> detail = new TreeMap<>();
        plan.places().forEach(place -> detail.put("schema " + place.environment(), place.expected()));
        ledger.append(handle, rollout, Topic.CLEANUP, by, DONE, digest, detail);
        handle.createUpdate("UPDATE rollout_trace SET cleared_at = :now WHERE team = :team AND cleared_at IS NULL")
                .bind("now", clock.millis())
                .bind("team", rollout.team())
                .execute();
    }

    /** Environment → fingerprint of the schema that the last clean-up left, as it was approved. */
    Map<String, String> baselines(ServedRollout rollout) {
        Map<String, String> baselines = new LinkedHashMap<>();
        last(rollout)
                .ifPresent(event -> GateBook.detail(event).forEach((key, value) -> {
                    if (key.startsWith("schema ")) {
                        baselines.put(key.substring("schema ".length()), value);
                    }
                }));
        return baselines;
    }

    private Optional<AuditEvent> last(ServedRollout rollout) {
        return ledger.events(rollout.team(), Topic.CLEANUP).stream()
                .filter(event -> event.action().equals(DONE))
                .reduce((earlier, later) -> later);
    }
}
