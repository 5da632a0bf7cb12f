package io.slipway.server.project;

import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/** The projects of this server: each the {@code slipway.yaml} it was registered with, and the keys it trusts. */
public final class Projects {
    /**
     * What whoever registers a project is to it: so that somebody looks after it, and its rollout can be handed in. It is
     * a role like any other, in the audit log, and can be taken away.
     */
    public static final Role REGISTERED_BY = Role.RELEASE_MANAGER;

    private static final String SQLITE = "jdbc:sqlite:";
    private static final int LARGEST_DEFINITION = 256 * 1024;
    private final Store store;
    private final AuditLog audit;
    private final People people;
    private final Path folder;
    private final Clock clock;
    private final Map<String, ServedProject> read = new ConcurrentHashMap<>();

    /** @param folder where each project has a folder that relative paths are relative to */
    public Projects(Store store, AuditLog audit, People people, Path folder, Clock clock) {
        this.store = store;
        this.audit = audit;
        this.people = people;
        this.folder = folder;
        this.clock = clock;
    }

    /** Those that the caller may see, by name. */
    public List<ServedProject> visible(Caller caller) {
        return all().stream().filter(p -> caller.may(Permission.VIEW, p.name())).toList();
    }

    public List<ServedProject> all() {
        return store.read(handle -> handle.createQuery("SELECT * FROM project ORDER BY name")
                .map((row, context) -> served(row))
                .list());
    }

    /** @throws SlipwayException {@code not-found} */
    public ServedProject named(String name) {
        return store.read(handle -> handle.createQuery("SELECT * FROM project WHERE name = :name")
                        .bind("name", name)
                        .map((row, context) -> served(row))
                        .findOne())
                .orElseThrow(() -> SlipwayException.of(ErrorCode.NOT_FOUND, "There is no project '" + name + "'.", ""));
    }

    /**
     * Registers a project; whoever does becomes its release manager.
     *
     * @throws SlipwayException {@code project-file-invalid}, {@code signing-key-invalid}, {@code name-taken}
     */
    public ServedProject register(Caller caller, String title, String definitionText, String keysText) {
        String definition = lines(definitionText);
        String trustedKeys = lines(keysText);
        Project project = checked(definition, trustedKeys);
        return store.write(handle -> {
            int added = handle.createUpdate("INSERT INTO project"
                            + " (name, title, definition, trusted_keys, revision, changed_by, changed_at)"
                            + " VALUES (:name, :title, :definition, :keys, 1, :by, :now) ON CONFLICT DO NOTHING")
                    .bind("name", project.name())
                    .bind("title", title.isBlank() ? project.name() : title.strip())
                    .bind("definition", definition)
                    .bind("keys", trustedKeys)
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .execute();
            if (added == 0) {
                throw SlipwayException.of(
                        ErrorCode.NAME_TAKEN, "There is a project '" + project.name() + "' already.", "");
            }
            audit.append(handle, caller.name(), "project-registered", project.name(), project.name(), Map.of());
            people.grant(handle, caller.name(), caller.person(), new Grant(REGISTERED_BY, project.name(), ""));
            return handle.createQuery("SELECT * FROM project WHERE name = :name")
                    .bind("name", project.name())
                    .map((row, context) -> served(row))
                    .one();
        });
    }

    /**
     * Puts another definition in place of the one it has.
     *
     * @param revision the one that was edited
     * @throws SlipwayException {@code deployment-state} when somebody else changed it meanwhile, and as
     *     {@link #register}
     */
    public ServedProject redefine(
            Caller caller, String name, long revision, String title, String definitionText, String keysText) {
        String definition = lines(definitionText);
        String trustedKeys = lines(keysText);
        Project project = checked(definition, trustedKeys);
        if (!project.name().equals(name)) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    "The definition is that of '" + project.name() + "', not of '" + name + "'.",
                    "A project keeps its name; register a new one instead.");
        }
        return store.write(handle -> {
            int changed = handle.createUpdate("UPDATE project SET title = :title, definition = :definition,"
                            + " trusted_keys = :keys, revision = revision + 1, changed_by = :by, changed_at = :now"
                            + " WHERE name = :name AND revision = :revision")
                    .bind("name", name)
                    .bind("title", title.isBlank() ? name : title.strip())
                    .bind("definition", definition)
                    .bind("keys", trustedKeys)
                    .bind("by", caller.name())
                    .bind("now", clock.millis())
                    .bind("revision", revision)
                    .execute();
            if (changed == 0) {
                throw SlipwayException.of(
                        ErrorCode.DEPLOYMENT_STATE,
                        "Somebody else changed '" + name + "' meanwhile.",
                        "Look at what it is now, and make your change again.");
            }
            audit.append(
                    handle,
                    caller.name(),
                    "project-changed",
                    name,
                    name,
                    Map.of("revision", Long.toString(revision + 1)));
            return handle.createQuery("SELECT * FROM project WHERE name = :name")
                    .bind("name", name)
                    .map((row, context) -> served(row))
                    .one();
        });
    }

    /**
     * Registers a project that belongs to nobody, without keys; or puts another definition in place of the one it has.
     *
     * @throws SlipwayException {@code project-file-invalid}
     */
    public void keep(Handle handle, String by, String title, String definition) {
        Project project = checked(definition, "");
        handle.createUpdate("INSERT INTO project"
                        + " (name, title, definition, trusted_keys, revision, changed_by, changed_at)"
                        + " VALUES (:name, :title, :definition, '', 1, :by, :now) ON CONFLICT (name) DO UPDATE"
                        + " SET definition = excluded.definition, revision = project.revision + 1,"
                        + " changed_by = excluded.changed_by, changed_at = excluded.changed_at")
                .bind("name", project.name())
                .bind("title", title)
                .bind("definition", definition)
                .bind("by", by)
                .bind("now", clock.millis())
                .execute();
        audit.append(handle, by, "project-registered", project.name(), project.name(), Map.of());
    }

    /** Takes a project away that has neither artifacts nor deployments any more, with everybody's roles in it. */
    public void forget(Handle handle, String by, String name) {
        for (String table : List.of(
                "environment_state",
                "approval_policy",
                "deployment_window",
                "calendar_policy",
                "secret",
                "subscription",
                "role_grant")) {
            handle.createUpdate("DELETE FROM " + table + " WHERE project = :name")
                    .bind("name", name)
                    .execute();
        }
        handle.createUpdate("DELETE FROM project WHERE name = :name")
                .bind("name", name)
                .execute();
        audit.append(handle, by, "project-forgotten", name, name, Map.of());
        read.remove(name);
    }

    /** Browsers send the lines of a text field with CR and LF. */
    private static String lines(String text) {
        return text.replace("\r\n", "\n");
    }

    private Project checked(String definition, String trustedKeys) {
        if (definition.length() > LARGEST_DEFINITION || trustedKeys.length() > LARGEST_DEFINITION) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE, "A definition has at most " + LARGEST_DEFINITION + " characters.", "");
        }
        if (!trustedKeys.isBlank()) {
            TrustedKeys.of(List.of(trustedKeys));
        }
        Project project = ProjectFile.parse(definition, folder);
        Stream.concat(project.environments().values().stream(), project.reference().stream())
                .flatMap(environment -> environment.password().stream())
                .forEach(Projects::refuseCommand);
        Stream.concat(project.environments().values().stream(), project.reference().stream())
                .forEach(environment -> refuseOwnFiles(project.name(), environment.url()));
        if (project.environments().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID, "It names no environment, so nothing could be deployed.", "");
        }
        return project;
    }

    /** The server's own database is a file too: nobody's environment may be that, nor a file of another project. */
    private void refuseOwnFiles(String name, String url) {
        if (!url.startsWith(SQLITE)) {
            return;
        }
        String file = url.substring(SQLITE.length()).replaceFirst("^file:", "").replaceFirst("\\?.*", "");
        Path data = real(folder.resolveSibling(""));
        Path path = real(folder.resolve(name).resolve(file));
        if (path.startsWith(data) && !path.startsWith(real(folder.resolve(name)))) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "An environment's database lies in the server's own folder.",
                    "Put it elsewhere, or give a path relative to the project's folder.");
        }
    }

    /** Without links, as far as it is there. */
    private static Path real(Path path) {
        Path whole = path.toAbsolutePath().normalize();
        Path there = whole;
        while (there != null && !Files.exists(there)) {
            there = there.getParent();
        }
        try {
            return there == null ? whole : there.toRealPath().resolve(there.relativize(whole));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whoever edits a definition in a browser must not be able to start programs on the server by that. */
    private static void refuseCommand(SecretReference reference) {
        if (reference.source() == SecretReference.Source.COMMAND) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_FILE_INVALID,
                    "A password by ${command:…} is not taken by a server: it would run programs here.",
                    "Use ${secret:NAME}, ${env:NAME} or ${file:PATH}.");
        }
    }

    /** Reading a definition takes a thousand times longer than seeing that it is still the same revision. */
    private ServedProject served(ResultSet row) throws SQLException {
        String name = row.getString("name");
        ServedProject known = read.get(name);
        if (known != null && known.revision() == row.getLong("revision")) {
            return known;
        }
        ServedProject fresh = read(row, name);
        read.put(name, fresh);
        return fresh;
    }

    private ServedProject read(ResultSet row, String name) throws SQLException {
        String definition = row.getString("definition");
        String keys = row.getString("trusted_keys");
        Path root = folder.resolve(name);
        Path trusted = root.resolve("trusted-keys.pem");
        Project project = ProjectFile.parse(definition, root).servedFrom(root, trusted);
        writeKeys(trusted, keys);
        return new ServedProject(
                project,
                row.getString("title"),
                definition,
                keys,
                row.getLong("revision"),
                row.getString("changed_by"),
                Instant.ofEpochMilli(row.getLong("changed_at")));
    }

    /** The engine reads keys from a file: it is made from the store whenever it says something else. */
    private static void writeKeys(Path file, String keys) {
        try {
            if (keys.isBlank()) {
                Files.deleteIfExists(file);
                Files.createDirectories(file.resolveSibling(""));
                return;
            }
            byte[] wanted = keys.getBytes(StandardCharsets.UTF_8);
            if (Files.exists(file) && java.util.Arrays.equals(Files.readAllBytes(file), wanted)) {
                return;
            }
            Files.createDirectories(file.resolveSibling(""));
            Path temporary = file.resolveSibling("." + UUID.randomUUID() + ".tmp");
            Files.write(temporary, wanted);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all environments, each once, for forms that offer a choice. */
    public static Set<String> environments(ServedProject project) {
        return project.project().environments().keySet();
    }

    /** @throws SlipwayException {@code environment-unknown} */
    public static Environment environment(ServedProject project, String name) {
        return project.project().environment(name);
    }
}
