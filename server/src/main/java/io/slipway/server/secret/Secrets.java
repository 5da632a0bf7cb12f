package io.slipway.server.secret;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.NamedSecrets;
import io.slipway.release.target.Secret;
import io.slipway.server.access.Caller;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;

/**
 * Secrets, sealed in the store and opened only where one is used. A project's are set by people and never shown again;
 * the server's own (of project {@code ""}) belong to the part that puts them here, and no project reaches them.
 */
public final class Secrets implements NamedSecrets {
    private static final String SERVER = "";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final int LONGEST = 8192;
    private final Store store;
    private final SealingKeys keys;
    private final AuditLog audit;
    private final Clock clock;

    public Secrets(Store store, SealingKeys keys, AuditLog audit, Clock clock) {
        this.store = store;
        this.keys = keys;
        this.audit = audit;
        this.clock = clock;
    }

    /** That there is one, without what it is. */
    public record Known(String name, String setBy, Instant setAt) {}

    private record Row(String project, String name, String key, String sealed) {
        String place() {
            return project.length() + ":" + project + "\n" + name;
        }
    }

    /** A project's, by name. */
    public List<Known> of(String project) {
        return store.read(handle -> handle.createQuery(
                        "SELECT name, set_by, set_at FROM secret WHERE project = :project ORDER BY name")
                .bind("project", project)
                .map((row, context) -> new Known(
                        row.getString("name"), row.getString("set_by"), Instant.ofEpochMilli(row.getLong("set_at"))))
                .list());
    }

    /**
     * Sets a project's secret, or puts another in its place.
     *
     * @throws SlipwayException {@code request-invalid}, {@code secret-key-unusable}
     */
    public void set(Caller caller, String project, String name, String value) {
        if (project.isEmpty() || !NAME.matcher(name).matches()) {
            throw invalid("A secret's name has 1 to 63 letters, digits, dots, dashes or underscores.");
        }
        if (value.isBlank() || value.length() > LONGEST) {
            throw invalid("A secret has 1 to " + LONGEST + " characters.");
        }
        store.run(handle -> {
            put(handle, caller.name(), project, name, value);
            audit.append(handle, caller.name(), "secret-set", project, name, Map.of());
        });
    }

    /** @throws SlipwayException {@code not-found} */
    public void remove(Caller caller, String project, String name) {
        store.run(handle -> {
            if (project.isEmpty() || delete(handle, project, name) == 0) {
                throw SlipwayException.of(ErrorCode.NOT_FOUND, "There is no secret '" + name + "'.", "");
            }
            audit.append(handle, caller.name(), "secret-removed", project, name, Map.of());
        });
    }

    /** For {@code ${secret:NAME}}: a project gets its own, never another's nor the server's. */
    @Override
    public Optional<Secret> find(String project, String name) {
        return project.isEmpty() ? Optional.empty() : open(project, name);
    }

    /** One of the server's own. */
    public Optional<Secret> own(String name) {
        return open(SERVER, name);
    }

    /** Puts one of the server's own, in a transaction that is under way and tells the audit log what it is for. */
    public void putOwn(Handle handle, String by, String name, String value) {
        put(handle, by, SERVER, name, value);
    }

    /** Gives one of the server's own another name, in place of what has that name. */
    public void renameOwn(Handle handle, String by, String name, String to) {
        lock(handle);
        row(handle, SERVER, name).ifPresent(row -> {
            String value = opened(row);
            delete(handle, SERVER, name);
            put(handle, by, SERVER, to, value);
        });
    }

    public void removeOwn(Handle handle, String name) {
        delete(handle, SERVER, name);
    }

    /**
     * Seals everything with a new key, or where the keys come from a setting, with the first of them.
     *
     * @return how many secrets there are
     * @throws SlipwayException {@code secret-key-unusable} when one cannot be opened: then nothing has changed
     */
    public int rotate(Caller caller) {
        if (keys.ownFile()) {
            store.read(handle -> all(handle)).forEach(this::opened);
            keys.add();
        }
        int sealed = store.write(handle -> {
            lock(handle);
            SealingKey first = first(handle);
            List<Row> rows = all(handle);
            for (Row row : rows) {
                handle.createUpdate("UPDATE secret SET key_id = :key, sealed = :sealed"
                                + " WHERE project = :project AND name = :name")
                        .bind("key", first.id())
                        .bind("sealed", first.seal(row.place(), opened(row)))
                        .bind("project", row.project())
                        .bind("name", row.name())
                        .execute();
            }
            audit.append(
                    handle,
                    caller.name(),
                    "secrets-sealed-anew",
                    "",
                    first.toString(),
                    Map.of("secrets", Integer.toString(rows.size())));
            return rows.size();
        });
        if (keys.ownFile()) {
            keys.keepFirst();
        }
        return sealed;
    }

    /** Where the keys come from, for people. */
    public String keysFrom() {
        return keys.toString();
    }

    private void put(Handle handle, String by, String project, String name, String value) {
        lock(handle);
        SealingKey first = first(handle);
        handle.createUpdate("INSERT INTO secret (project, name, key_id, sealed, set_by, set_at)"
                        + " VALUES (:project, :name, :key, :sealed, :by, :now) ON CONFLICT (project, name) DO UPDATE"
                        + " SET key_id = excluded.key_id, sealed = excluded.sealed, set_by = excluded.set_by,"
                        + " set_at = excluded.set_at")
                .bind("project", project)
                .bind("name", name)
                .bind("key", first.id())
                .bind("sealed", first.seal(new Row(project, name, "", "").place(), value))
                .bind("by", by)
                .bind("now", clock.millis())
                .execute();
    }

    private static int delete(Handle handle, String project, String name) {
        return handle.createUpdate("DELETE FROM secret WHERE project = :project AND name = :name")
                .bind("project", project)
                .bind("name", name)
                .execute();
    }

    /** Whoever seals waits here for who seals everything anew, and then takes the new key. */
    private static void lock(Handle handle) {
        handle.createUpdate("UPDATE secret_head SET changes = changes + 1 WHERE id = 1")
                .execute();
    }

    /** A key is made only for the first secret: beside secrets of a key that is lost it would hide the loss. */
    private SealingKey first(Handle handle) {
        if (keys.all().isEmpty()) {
            all(handle).stream().findFirst().ifPresent(row -> {
                throw missing(row);
            });
            keys.make();
        }
        return keys.all().get(0);
    }

    private Optional<Secret> open(String project, String name) {
        return store.read(handle -> row(handle, project, name))
                .map(this::opened)
                .map(Secret::of);
    }

    private String opened(Row row) {
        SealingKey key = keys.all().stream()
                .filter(candidate -> candidate.id().equals(row.key()))
                .findFirst()
                .orElseThrow(() -> missing(row));
        return key.open(row.place(), row.sealed())
                .orElseThrow(() -> SealingKeys.unusable(
                        "what is kept of secret '" + row.name() + "' was changed from outside", "Set it again."));
    }

    private SlipwayException missing(Row row) {
        return SealingKeys.unusable(
                keys + " has no key " + row.key() + ", which '" + row.name() + "' was sealed with",
                "Put that key back, from the other node or from where you keep its copy; or set the secret again.");
    }

    private static Optional<Row> row(Handle handle, String project, String name) {
        return handle.createQuery("SELECT * FROM secret WHERE project = :project AND name = :name")
                .bind("project", project)
                .bind("name", name)
                .map((row, context) -> row(row))
                .findOne();
    }

    private static List<Row> all(Handle handle) {
        return handle.createQuery("SELECT * FROM secret ORDER BY project, name")
                .map((row, context) -> row(row))
                .list();
    }

    private static Row row(java.sql.ResultSet row) throws java.sql.SQLException {
        return new Row(
                row.getString("project"), row.getString("name"), row.getString("key_id"), row.getString("sealed"));
    }

    private static SlipwayException invalid(String message) {
        return SlipwayException.of(ErrorCode.REQUEST_INVALID, message, "");
    }
}
