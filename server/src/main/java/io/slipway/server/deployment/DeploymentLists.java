package io.slipway.server.deployment;

import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.Query;

/** The lists of deployments that pages show. Each asks for one condition, and has an index for it. */
public final class DeploymentLists {
    private static final RowMapper<DeploymentLine> LINE = (row, context) -> line(row);
    private static final String LINES = "SELECT d.id, d.number, d.project, d.environment, d.version, d.state,"
            + " d.emergency, d.requested_by, d.requested_at FROM deployment d";
    /** How far back a word of a reason is looked for. */
    private static final int RECENT = 1_000;

    private final Store store;

    public DeploymentLists(Store store) {
        this.store = store;
    }

    /**
     * A project's, newest first.
     *
     * @param environment empty for all
     * @param before only those with a smaller number: where an earlier page ended
     */
    public List<DeploymentLine> of(String project, String environment, long before, int limit) {
        String there = environment.isEmpty() ? "" : " AND d.environment = :environment";
        Map<String, Object> values = new TreeMap<>(Map.of("project", project, "before", before, "limit", limit));
        if (!environment.isEmpty()) {
            values.put("environment", environment);
        }
        return lines(
                " WHERE d.project = :project" + there + " AND d.number < :before ORDER BY d.number DESC LIMIT :limit",
                values);
    }

    /** Those of some artifacts, newest first. */
    public List<DeploymentLine> ofArtifacts(Collection<String> digests, int limit) {
        if (digests.isEmpty()) {
            return List.of();
        }
        return store.read(handle -> handle.createQuery(
                        LINES + " WHERE d.artifact IN (<digests>) ORDER BY d.number DESC LIMIT :limit")
                .bindList("digests", List.copyOf(digests))
                .bind("limit", limit)
                .map(LINE)
                .list());
    }

    /** The version of the first artifact handed in since some time that was deployed to an environment. */
    public Optional<String> firstPackageIn(String project, String environment, Instant since) {
        return store.read(handle -> handle.createQuery("SELECT d.version FROM deployment d JOIN artifact a"
                        + " ON a.digest = d.artifact WHERE d.project = :project AND d.environment = :environment"
                        + " AND d.verb = :verb AND d.state = :state AND a.uploaded_at >= :since"
                        + " ORDER BY d.number LIMIT 1")
                .bind("project", project)
                .bind("environment", environment)
                .bind("verb", ServedDeployment.DEPLOY)
                .bind("state", DeploymentState.COMPLETED.text())
                .bind("since", since.toEpochMilli())
                .mapTo(String.class)
                .findOne());
    }

    /** Whether anything was deployed to an environment, or rolled back there, after some time. */
    public boolean anyCompletedIn(String project, String environment, Instant after) {
        return store.read(handle -> handle.createQuery("SELECT count(*) FROM deployment WHERE project = :project"
                                + " AND environment = :environment AND state = :state AND ended_at > :after")
                        .bind("project", project)
                        .bind("environment", environment)
                        .bind("state", DeploymentState.COMPLETED.text())
                        .bind("after", after.toEpochMilli())
                        .mapTo(Long.class)
                        .one())
                > 0;
    }

    /** All that are in one state, oldest first. */
    public List<DeploymentLine> in(DeploymentState state) {
        return lines(" WHERE d.state = :state ORDER BY d.number", Map.of("state", state.text()));
    }

    /** What is not over yet on one environment, newest first. */
    public List<DeploymentLine> open(String project, String environment, int limit) {
        String states = Set.of(DeploymentState.values()).stream()
                .filter(state -> !state.over())
                .map(state -> "'" + state.text() + "'")
                .sorted()
                .collect(Collectors.joining(", "));
        return lines(
                " WHERE d.state IN (" + states + ") AND d.project = :project AND d.environment = :environment"
                        + " ORDER BY d.number DESC LIMIT :limit",
                Map.of("project", project, "environment", environment, "limit", limit));
    }

    /** Those whose emergency nobody has reviewed yet, the oldest first. */
    List<DeploymentLine> unreviewed() {
        return lines(
                " JOIN emergency_review r ON r.deployment = d.id WHERE r.closed_at IS NULL ORDER BY r.opened_at",
                Map.of());
    }

    /**
     * What somebody looks for, newest first: a number, a version, a person, or a word of a reason given lately.
     *
     * @param projects that the one who looks may see
     * @param wanted in lower case
     */
    public List<DeploymentLine> find(Collection<String> projects, String wanted, int limit) {
        if (projects.isEmpty()) {
            return List.of();
        }
        List<DeploymentLine> found = new ArrayList<>();
        String number = wanted.startsWith("#") ? wanted.substring(1) : wanted;
        if (number.matches("[0-9]{1,18}")) {
            found.addAll(lines(" WHERE d.number = :number", Map.of("number", Long.parseLong(number))));
        }
        String newest = " ORDER BY d.number DESC LIMIT :limit";
        Map<String, Object> values = Map.of("wanted", wanted, "limit", limit);
        found.addAll(among(projects, " WHERE d.version = :wanted AND d.project IN (<projects>)" + newest, values));
        found.addAll(among(projects, " WHERE d.requested_by = :wanted AND d.project IN (<projects>)" + newest, values));
        found.addAll(among(
                projects,
                " WHERE d.number > (SELECT value FROM counter WHERE name = 'deployment') - " + RECENT
                        + " AND lower(d.reason) LIKE :part ESCAPE '!' AND d.project IN (<projects>)" + newest,
                Map.of("part", "%" + wanted.replaceAll("[!%_]", "!$0") + "%", "limit", limit)));
        return found.stream()
                .filter(line -> projects.contains(line.project()))
                .distinct()
                .sorted(Comparator.comparingLong(DeploymentLine::number).reversed())
                .limit(limit)
                .toList();
    }

    private List<DeploymentLine> among(Collection<String> projects, String where, Map<String, Object> values) {
        return store.read(handle -> bound(handle.createQuery(LINES + where), values)
                .bindList("projects", List.copyOf(projects))
                .map(LINE)
                .list());
    }

    private List<DeploymentLine> lines(String where, Map<String, Object> values) {
        return store.read(handle ->
                bound(handle.createQuery(LINES + where), values).map(LINE).list());
    }

    private static Query bound(Query query, Map<String, Object> values) {
        values.forEach(query::bind);
        return query;
    }

    private static DeploymentLine line(ResultSet row) throws SQLException {
        return new DeploymentLine(
                row.getString("id"),
                row.getLong("number"),
                row.getString("project"),
                row.getString("environment"),
                row.getString("version"),
                DeploymentState.of(row.getString("state")),
                row.getBoolean("emergency"),
                row.getString("requested_by"),
                Instant.ofEpochMilli(row.getLong("requested_at")));
    }
}
