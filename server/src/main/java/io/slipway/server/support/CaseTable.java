package io.slipway.server.support;

import io.slipway.rollout.support.Case;
import io.slipway.rollout.support.Tier;
import io.slipway.server.rollout.ServedRollout;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** Cases as lists have them, the most urgent first. */
public final class CaseTable {
    /** Waiting for its reporter: after all that have a deadline. */
    static final long WAITING = 4_000_000_000_000_000_000L;
    /** Over: after all others. */
    static final long OVER = 9_000_000_000_000_000_000L;

    private static final RowMapper<CaseLine> LINE = (row, context) -> line(row);
    private final Store store;

    public CaseTable(Store store) {
        this.store = store;
    }

    /**
     * What to look for.
     *
     * @param projects that are looked through; empty for all of the server
     * @param assignee empty for anybody
     * @param teams whose tier is looked at, by tier; empty for all
     * @param state {@code open}, {@code late}, {@code over}, or empty for all
     * @param words that the title has; empty for any
     */
    public record Wish(
            Optional<Set<String>> projects,
            String assignee,
            Map<Tier, Set<String>> teams,
            String state,
            String words) {}

    /** Where a page ended: the last case on it. */
    public record Place(long due, long number) {
        public static final Place FIRST = new Place(Long.MIN_VALUE, Long.MAX_VALUE);
        private static final Pattern FORM = Pattern.compile("(\\d{1,19})-(\\d{1,18})");

        /** Reads {@link #text}; the first for anything else. */
        public static Place of(String text) {
            Matcher form = FORM.matcher(text);
            try {
                return form.matches() ? new Place(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))) : FIRST;
            } catch (NumberFormatException e) {
                return FIRST;
            }
        }

        public static String text(CaseLine last) {
            return last.place() + "-" + last.number();
        }
    }

    /** The most urgent first; of those that are over the newest. */
    public List<CaseLine> list(Wish wish, Place after, Instant now, int limit) {
        if (wish.projects().filter(Set::isEmpty).isPresent()) {
            return List.of();
        }
        Map<String, Object> values = new HashMap<>();
        Map<String, Set<String>> lists = new HashMap<>();
        StringBuilder where = new StringBuilder("(due_at > :due OR due_at = :due AND number < :number)");
        values.put("due", after.due());
        values.put("number", after.number());
        wish.projects().ifPresent(projects -> {
            where.append(" AND project IN (<projects>)");
            lists.put("projects", projects);
        });
        if (!wish.assignee().isEmpty()) {
            where.append(" AND assignee = :assignee");
            values.put("assignee", wish.assignee());
        }
        tiers(wish, where, values, lists);
        switch (wish.state()) {
            case "open" -> where.append(" AND due_at < ").append(OVER);
            case "late" -> {
                where.append(" AND due_at <= :now");
                values.put("now", now.toEpochMilli());
            }
            case "over" -> where.append(" AND due_at = ").append(OVER);
            default -> {
                // all
            }
        }
        if (!wish.words().isBlank()) {
            where.append(" AND words LIKE :words ESCAPE '!'");
            values.put("words", "%" + escaped(wish.words().strip().toLowerCase(Locale.ROOT)) + "%");
        }
        return store.read(handle -> {
            Query query = handle.createQuery(
                            "SELECT * FROM support_case WHERE " + where + " ORDER BY due_at, number DESC LIMIT :limit")
                    .bindMap(values)
                    .bind("limit", limit);
            lists.forEach((name, list) -> query.bindList(name, List.copyOf(list)));
            return query.map(LINE).list();
        });
    }

    private static void tiers(
            Wish wish, StringBuilder where, Map<String, Object> values, Map<String, Set<String>> lists) {
        if (wish.teams().isEmpty()) {
            return;
        }
        where.append(wish.teams().keySet().stream()
                .sorted()
                .map(tier -> "tier = :tier" + tier + " AND team IN (<teams" + tier + ">)")
                .collect(Collectors.joining(" OR ", " AND (", ")")));
        wish.teams().forEach((tier, teams) -> {
            values.put("tier" + tier, tier.name());
            lists.put("teams" + tier, teams);
        });
    }

    private static String escaped(String words) {
        return words.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    }

    /** How many each tier has. */
    public Map<Tier, Long> openByTier(String project) {
        Map<Tier, Long> open = new EnumMap<>(Tier.class);
        store.read(handle -> handle.createQuery("SELECT tier, count(*) AS cases FROM support_case"
                                + " WHERE project = :project AND due_at < :over GROUP BY tier")
                        .bind("project", project)
                        .bind("over", OVER)
                        .map((row, context) -> Map.entry(Tier.valueOf(row.getString("tier")), row.getLong("cases")))
                        .list())
                .forEach(entry -> open.put(entry.getKey(), entry.getValue()));
        return open;
    }

    /** What was named as a cause before, the most frequent first. */
    public List<String> causes(String project) {
        return store.read(handle -> handle.createQuery("SELECT cause FROM support_case WHERE project = :project"
                        + " AND cause <> '' GROUP BY cause ORDER BY count(*) DESC, cause LIMIT 50")
                .bind("project", project)
                .mapTo(String.class)
                .list());
    }

    /** Those of one project that were opened since some time, but for such as only prove the process. */
    public List<CaseLine> since(String project, Instant since) {
        return store.read(handle -> handle.createQuery("SELECT * FROM support_case WHERE project = :project"
                        + " AND opened_at >= :since AND source <> 'proof' ORDER BY opened_at, number")
                .bind("project", project)
                .bind("since", since.toEpochMilli())
                .map(LINE)
                .list());
    }

    /** Those of one project that are open, most urgent first, without end: there are never many. */
    public List<Long> open(String project) {
        return store.read(handle -> handle.createQuery("SELECT number FROM support_case WHERE project = :project"
                        + " AND due_at < :over ORDER BY due_at, number")
                .bind("project", project)
                .bind("over", OVER)
                .mapTo(Long.class)
                .list());
    }

    public Optional<CaseLine> find(String project, long number) {
        return find(number).filter(line -> line.project().equals(project));
    }

    Optional<CaseLine> find(long number) {
        return store.read(handle -> handle.createQuery("SELECT * FROM support_case WHERE number = :number")
                .bind("number", number)
                .map(LINE)
                .findOne());
    }

    /** Locked until the transaction ends: what happens to one case happens one after the other. */
    static Optional<CaseLine> locked(Handle handle, long number) {
        handle.createUpdate("UPDATE support_case SET last_event = last_event WHERE number = :number")
                .bind("number", number)
                .execute();
        return handle.createQuery("SELECT * FROM support_case WHERE number = :number")
                .bind("number", number)
                .map(LINE)
                .findOne();
    }

    /** Those to which something happens by itself now, the longest due first. */
    List<Long> due(Instant now, int limit) {
        return store.read(handle -> handle.createQuery(
                        "SELECT number FROM support_case WHERE next_at <= :now ORDER BY next_at, number LIMIT :limit")
                .bind("now", now.toEpochMilli())
                .bind("limit", limit)
                .mapTo(Long.class)
                .list());
    }

    static void insert(Handle handle, ServedRollout rollout, long number, Optional<Long> deployment) {
        handle.createUpdate("INSERT INTO support_case (number, team, project, title, words, source, phase, tier,"
                        + " reporter, assignee, acknowledged, cause, knowledge, deployment, opened_at, due_at, last_event)"
                        + " VALUES (:number, :team, :project, '', '', 'page', 'open', 'L1', '', '', false, '', '',"
                        + " :deployment, 0, 0, 0)")
                .bind("number", number)
                .bind("team", rollout.team())
                .bind("project", rollout.project())
                .bind("deployment", deployment.orElse(null))
                .execute();
    }

    /** Brings the row to what the events say. */
    static void update(Handle handle, Case one) {
        handle.createUpdate("UPDATE support_case SET title = :title, words = :words, source = :source, phase = :phase,"
                        + " tier = :tier, reporter = :reporter, assignee = :assignee, acknowledged = :acknowledged,"
                        + " cause = :cause, knowledge = :knowledge, opened_at = :opened, resolved_at = :resolved,"
                        + " due_at = :due, next_at = :next, last_event = :last WHERE number = :number")
                .bind("title", one.title())
                .bind("words", ("#" + one.number() + " " + one.title() + " " + one.cause()).toLowerCase(Locale.ROOT))
                .bind("source", one.source().text())
                .bind("phase", one.phase().text())
                .bind("tier", one.tier().name())
                .bind("reporter", one.reporter())
                .bind("assignee", one.assignee().orElse(""))
                .bind("acknowledged", one.acknowledged())
                .bind("cause", one.cause())
                .bind("knowledge", one.knowledge())
                .bind("opened", one.openedAt().toEpochMilli())
                .bind("resolved", one.resolvedAt().map(Instant::toEpochMilli).orElse(null))
                .bind("due", due(one))
                .bind("next", one.next().map(next -> next.at().toEpochMilli()).orElse(null))
                .bind("last", one.last())
                .bind("number", one.number())
                .execute();
    }

    private static long due(Case one) {
        return switch (one.phase()) {
            case OPEN ->
                Stream.concat(one.acknowledgeBy().stream(), one.resolveBy().stream())
                        .min(Comparator.naturalOrder())
                        .orElseThrow()
                        .toEpochMilli();
            case WAITING -> WAITING;
            case RESOLVED, MERGED -> OVER;
        };
    }

    private static CaseLine line(ResultSet row) throws SQLException {
        long due = row.getLong("due_at");
        return new CaseLine(
                row.getLong("number"),
                row.getString("team"),
                row.getString("project"),
                row.getString("title"),
                Case.Source.of(row.getString("source")),
                Case.Phase.valueOf(row.getString("phase").toUpperCase(Locale.ROOT)),
                Tier.valueOf(row.getString("tier")),
                row.getString("reporter"),
                Optional.of(row.getString("assignee")).filter(a -> !a.isEmpty()),
                row.getBoolean("acknowledged"),
                row.getString("cause"),
                Instant.ofEpochMilli(row.getLong("opened_at")),
                due < WAITING ? Optional.of(Instant.ofEpochMilli(due)) : Optional.empty(),
                due);
    }
}
