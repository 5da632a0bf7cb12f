package io.slipway.server.support;

import io.slipway.rollout.support.Tier;
import io.slipway.store.Store;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts cases, for who judges how much support a team needs. */
public final class CaseFigures {
    private static final int MOST_CAUSES = 20;
    private final Store store;

    public CaseFigures(Store store) {
        this.store = store;
    }

    /**
     * Of the cases that were opened in a time; those that only prove the process are none.
     *
     * @param byTier how many each tier has or had last
     * @param ofDeployments how many failed deployments opened
     * @param causes the most frequent first; without those whose cause nobody named
     */
    public record Figures(Map<Tier, Long> byTier, long ofDeployments, Map<String, Long> causes) {
        public long all() {
            return byTier.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /** @param until not in it any more */
    public Figures of(String project, Instant from, Instant until) {
        Map<Tier, Long> byTier = new EnumMap<>(Tier.class);
        counted("tier", "", project, from, until).forEach((tier, cases) -> byTier.put(Tier.valueOf(tier), cases));
        long failed = counted("source", " AND source = 'deployment'", project, from, until).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        return new Figures(byTier, failed, counted("cause", " AND cause <> ''", project, from, until));
    }

    private Map<String, Long> counted(String column, String only, String project, Instant from, Instant until) {
        Map<String, Long> counted = new LinkedHashMap<>();
        store.read(handle -> handle.createQuery("SELECT " + column + " AS what, count(*) AS cases FROM support_case"
                                + " WHERE project = :project AND opened_at >= :from AND opened_at < :until"
                                + " AND source <> 'proof'" + only + " GROUP BY " + column
                                + " ORDER BY count(*) DESC, " + column + " LIMIT " + MOST_CAUSES)
                        .bind("project", project)
                        .bind("from", from.toEpochMilli())
                        .bind("until", until.toEpochMilli())
                        .map((row, context) -> Map.entry(row.getString("what"), row.getLong("cases")))
                        .list())
                .forEach(entry -> counted.put(entry.getKey(), entry.getValue()));
        return counted;
    }
}
