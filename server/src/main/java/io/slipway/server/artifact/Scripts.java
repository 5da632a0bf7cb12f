package io.slipway.server.artifact;

import io.slipway.store.Store;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds scripts by their names, and the artifacts they are in. */
public final class Scripts {
    private static final int SHORTEST = 3;
    private static final int ROWS = 200;
    private static final int MOST_ARTIFACTS = 50;
    private final Store store;

    public Scripts(Store store) {
        this.store = store;
    }

    record Name(String project, String path) {}

    /**
     * A script that was found.
     *
     * @param artifacts that it is in, the newest first; the fifty newest
     */
    public record Found(String project, String path, List<Holding> artifacts) {
        public Holding newest() {
            return artifacts.get(0);
        }

        public Holding oldest() {
            return artifacts.get(artifacts.size() - 1);
        }
    }

    /** @param index of the script's newest text in that artifact */
    public record Holding(String digest, String version, int index) {}

    /**
     * Those with a word in their path that begins with what is wanted.
     *
     * @param projects that the one who looks may see
     * @param wanted in lower case; with fewer than three characters nothing is found
     */
    public List<Found> find(Collection<String> projects, String wanted, int limit) {
        if (projects.isEmpty() || wanted.length() < SHORTEST) {
            return List.of();
        }
        Set<Name> names = store.read(handle -> handle.createQuery("SELECT project, path FROM script_word"
                        + " WHERE project IN (<projects>) AND word >= :from AND word < :to LIMIT :limit")
                .bindList("projects", List.copyOf(projects))
                .bind("from", ScriptWords.bytes(wanted))
                .bind("to", ScriptWords.after(wanted))
                .bind("limit", ROWS)
                .map((row, context) -> new Name(row.getString("project"), row.getString("path")))
                .collect(Collectors.toSet()));
        return names.stream()
                .sorted(java.util.Comparator.comparing(Name::project).thenComparing(Name::path))
                .limit(limit)
                .map(name -> new Found(name.project(), name.path(), holding(name)))
                .filter(found -> !found.artifacts().isEmpty())
                .toList();
    }

    private List<Holding> holding(Name name) {
        return store.read(handle -> handle.createQuery("SELECT a.digest, a.version, a.uploaded_at,"
                        + " max(c.place) AS place FROM artifact_change c"
                        + " JOIN artifact_line l ON l.line = c.line"
                        + " JOIN artifact a ON a.digest = l.artifact AND a.total_changes > c.place"
                        + " WHERE c.project = :project AND c.path = :path"
                        + " GROUP BY a.digest, a.version, a.uploaded_at ORDER BY a.uploaded_at DESC LIMIT :limit")
                .bind("project", name.project())
                .bind("path", name.path())
                .bind("limit", MOST_ARTIFACTS)
                .map((row, context) ->
                        new Holding(row.getString("digest"), row.getString("version"), row.getInt("place")))
                .list());
    }
}
