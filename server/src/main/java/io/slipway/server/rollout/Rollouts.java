package io.slipway.server.rollout;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.rollout.team.RolloutFile;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The rollouts of this server: each the file it was registered with. A project has one at most. */
public final class Rollouts {
    /** As complaints name what lies in the store. */
    private static final String FILE = "the rollout file";

    private final Store store;
    private final Map<String, ServedRollout> read = new ConcurrentHashMap<>();

    public Rollouts(Store store) {
        this.store = store;
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

    Optional<ServedRollout> find(Handle handle, String project) {
        return handle.createQuery("SELECT * FROM rollout WHERE project = :project")
                .bind("project", project)
                .map((row, context) -> served(row))
                .findOne();
    }

    /** @throws SlipwayException {@code not-found} */
    public ServedRollout of(String project) {
        return find(project).orElseThrow(() -> none(project));
    }

    ServedRollout of(Handle handle, String project) {
        return find(handle, project).orElseThrow(() -> none(project));
    }

    private static SlipwayException none(String project) {
        return SlipwayException.of(
                ErrorCode.NOT_FOUND,
                "The project '" + project + "' has no rollout.",
                "Hand in its rollout file, or run 'slipway rollout apply TEAM'.");
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
