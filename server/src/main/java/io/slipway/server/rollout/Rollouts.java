package io.slipway.server.rollout;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.readiness.Standard;
import io.slipway.rollout.readiness.Surroundings;
import io.slipway.rollout.team.Rollout;
import io.slipway.rollout.team.RolloutFile;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.project.Projects;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rollouts of this server: each the file it was registered with. A project has one at most. */
public final class Rollouts {
    /** As complaints name what was handed in. */
    private static final String FILE = "the rollout file";

    private static final int LARGEST_FILE = 256 * 1024;
    private final Store store;
    private final RolloutLedger ledger;
    private final Projects projects;
    private final Predicate<Standard> looked;
    private final List<Arrival> arrivals;
    private final Clock clock;
    private final Map<String, ServedRollout> read = new ConcurrentHashMap<>();

    /** @param looked whether this server can look at such a gate */
    public Rollouts(
            Store store,
            RolloutLedger ledger,
            Projects projects,
            Predicate<Standard> looked,
            List<Arrival> arrivals,
            Clock clock) {
        this.store = store;
        this.ledger = ledger;
        this.projects = projects;
        this.looked = looked;
        this.arrivals = List.copyOf(arrivals);
        this.clock = clock;
    }

    /** Those of projects that the caller may see, by team. */
    public List<ServedRollout> visible(Caller caller) {
        return all().stream()
                .filter(rollout -> caller.may(Permission.VIEW, rollout.project()))
                .toList();
    }

    public List<ServedRollout> all() {
        return store.read(this::all);
    }

    private List<ServedRollout> all(Handle handle) {
        return handle.createQuery("SELECT * FROM rollout ORDER BY team")
                .map((row, context) -> served(row))
                .list();
    }

    /** All of them by team, in a transaction that is under way. */
    public Map<String, ServedRollout> byTeam(Handle handle) {
        return all(handle).stream().collect(Collectors.toMap(ServedRollout::team, Function.identity()));
    }

    public Optional<ServedRollout> find(String project) {
        return store.read(handle -> find(handle, project));
    }

    private Optional<ServedRollout> find(Handle handle, String project) {
        return handle.createQuery("SELECT * FROM rollout WHERE project = :project")
                .bind("project", project)
                .map((row, context) -> served(row))
                .findOne();
    }

    /** @throws SlipwayException {@code not-found} */
    public ServedRollout of(String project) {
        return find(project)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.NOT_FOUND,
                        "The project '" + project + "' has no rollout.",
                        "Hand in its rollout file, or run 'slipway rollout apply TEAM'."));
    }

    /**
     * Takes a rollout file in; the first time, and whenever it changed. The same text again does nothing.
     *
     * @param project that it must be of
     * @throws SlipwayException {@code rollout-file-invalid}, {@code request-invalid} for another project's,
     *     {@code name-taken} for a team that is elsewhere
     */
    public ServedRollout put(Caller caller, String project, String text) {
        String file = text.replace("\r\n", "\n");
        if (file.length() > LARGEST_FILE) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE, "A rollout file has at most " + LARGEST_FILE + " characters.", "");
        }
        Rollout rollout = RolloutFile.parse(
                file, FILE, new Surroundings(projects.named(project).project().environments()::containsKey, looked));
        if (!rollout.project().equals(project)) {
            throw RolloutFile.complaint(
                    file,
                    FILE,
                    "project",
                    ErrorCode.REQUEST_INVALID,
                    "The file is of the project '" + rollout.project() + "', not of '" + project + "'.",
                    "Hand it in there.");
        }
        return store.write(handle -> {
            Optional<ServedRollout> before = find(handle, project);
            if (before.isPresent() && before.get().file().equals(file)) {
                return before.get();
            }
            keep(handle, caller, rollout, before, file);
            ServedRollout now = find(handle, project).orElseThrow();
            ledger.append(
                    handle,
                    now,
                    Topic.FILE,
                    caller.name(),
                    before.isEmpty() ? "rollout-registered" : "rollout-changed",
                    now.team(),
                    Map.of("revision", Long.toString(now.revision())));
            if (before.isEmpty()) {
                arrivals.forEach(each -> each.came(handle, now, caller.name()));
            }
            return now;
        });
    }

    private void keep(Handle handle, Caller caller, Rollout rollout, Optional<ServedRollout> before, String file) {
        before.filter(b -> !b.team().equals(rollout.team())).ifPresent(b -> {
            throw RolloutFile.complaint(
                    file,
                    FILE,
                    "team",
                    ErrorCode.NAME_TAKEN,
                    "The project '" + b.project() + "' is the team '" + b.team() + "''s already.",
                    "A team keeps its name, and a project its team.");
        });
        int kept = handle.createUpdate("INSERT INTO rollout (team, project, file, revision, changed_by, changed_at)"
                        + " VALUES (:team, :project, :file, 1, :by, :now) ON CONFLICT (team) DO UPDATE SET"
                        + " file = excluded.file, revision = rollout.revision + 1, changed_by = excluded.changed_by,"
                        + " changed_at = excluded.changed_at WHERE rollout.project = excluded.project")
                .bind("team", rollout.team())
                .bind("project", rollout.project())
                .bind("file", file)
                .bind("by", caller.name())
                .bind("now", clock.millis())
                .execute();
        if (kept == 0) {
            throw RolloutFile.complaint(
                    file,
                    FILE,
                    "team",
                    ErrorCode.NAME_TAKEN,
                    "The team '" + rollout.team() + "' is there already, with another project.",
                    "Give the team of '" + rollout.project() + "' another name.");
        }
    }

    private ServedRollout served(ResultSet row) throws SQLException {
        String team = row.getString("team");
        ServedRollout known = read.get(team);
        if (known != null
                && known.revision() == row.getLong("revision")
                && known.file().equals(row.getString("file"))) {
            return known;
        }
        String file = row.getString("file");
        ServedRollout fresh = new ServedRollout(
                RolloutFile.parse(file, FILE),
                file,
                row.getLong("revision"),
                row.getString("changed_by"),
                Instant.ofEpochMilli(row.getLong("changed_at")));
        read.put(team, fresh);
        return fresh;
    }
}
