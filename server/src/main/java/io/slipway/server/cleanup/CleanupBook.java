package io.slipway.server.cleanup;

import io.slipway.rollout.cleanup.CleanupPlan;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.golive.Traces;
import io.slipway.server.readiness.GateBook;
import io.slipway.server.rollout.RolloutLedger;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.server.rollout.Topic;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
    private static final String BEGUN = "cleanup-begun";
    private static final String DONE = "cleanup-done";
    private static final String BACKUP = "backup ";
    private static final String SCHEMA = "schema ";
    private final RolloutLedger ledger;
    private final Clock clock;

    public CleanupBook(RolloutLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /** Who said yes to exactly this plan since the last clean-up that ended, each once. */
    List<String> approvals(ServedRollout rollout, String digest) {
        return List.copyOf(told(rollout).approvals().getOrDefault(digest, Set.of()));
    }

    /** Every clean-up that was begun, the newest first. */
    List<CleanupRun> runs(ServedRollout rollout) {
        List<CleanupRun> runs = told(rollout).runs();
        Collections.reverse(runs);
        return runs;
    }

    /** @param approvals plan's digest → who said yes to it since the last clean-up that ended */
    private record Told(Map<String, Set<String>> approvals, List<CleanupRun> runs) {}

    private Told told(ServedRollout rollout) {
        Told told = new Told(new HashMap<>(), new ArrayList<>());
        for (AuditEvent event : ledger.events(rollout.team(), Topic.CLEANUP)) {
            switch (event.action()) {
                case APPROVED ->
                    told.approvals()
                            .computeIfAbsent(event.subject(), digest -> new LinkedHashSet<>())
                            .add(event.actor());
                case BEGUN ->
                    told.runs()
                            .add(new CleanupRun(
                                    event.actor(),
                                    event.at(),
                                    event.subject(),
                                    List.copyOf(told.approvals().getOrDefault(event.subject(), Set.of())),
                                    details(event, BACKUP),
                                    Optional.empty(),
                                    Map.of()));
                case DONE -> {
                    int last = told.runs().size() - 1;
                    told.runs().set(last, told.runs().get(last).ended(event.at(), details(event, SCHEMA)));
                    told.approvals().clear();
                }
                default -> {
                    // no event of a clean-up
                }
            }
        }
        return told;
    }

    private static Map<String, String> details(AuditEvent event, String prefix) {
        Map<String, String> details = new TreeMap<>();
        GateBook.detail(event).forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                details.put(key.substring(prefix.length()), value);
            }
        });
        return details;
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
        backups.forEach(each ->
                detail.put(BACKUP + each.environment(), each.file() + ", " + each.size() + " bytes, " + each.digest()));
        long event = ledger.append(handle, rollout, Topic.CLEANUP, by, BEGUN, digest, detail);
        Traces.insert(handle, rollout, rehearsal, Traces.Kind.CLEANUP, "", attempt, "event " + event, clock.instant());
    }

    void done(Handle handle, ServedRollout rollout, String by, String digest, CleanupPlan plan) {
        Map<String, String> detail = new TreeMap<>();
        plan.places().forEach(place -> detail.put(SCHEMA + place.environment(), place.expected()));
        ledger.append(handle, rollout, Topic.CLEANUP, by, DONE, digest, detail);
        handle.createUpdate("UPDATE rollout_trace SET cleared_at = :now WHERE team = :team AND cleared_at IS NULL")
                .bind("now", clock.millis())
                .bind("team", rollout.team())
                .execute();
    }
}
