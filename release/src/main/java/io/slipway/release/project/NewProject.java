package io.slipway.release.project;

import io.slipway.release.artifact.SigningKey;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.script.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Writes the files that a new project starts with. */
public final class NewProject {
    private static final Set<Kind> ORACLE_ONLY = Set.of(Kind.PACKAGE, Kind.PACKAGE_BODY);
    private static final Set<Kind> SQLITE =
            Set.of(Kind.DDL, Kind.DDL_DIRECT, Kind.VIEW, Kind.TRIGGER, Kind.SQL, Kind.SQL_DIRECT, Kind.DATA_DML);
    private final Path root;
    private final List<Path> written = new ArrayList<>();

    private NewProject(Path root) {
        this.root = root;
    }

    /**
     * @return the files written, relative to the project's folder
     * @throws SlipwayException {@code project-exists}
     */
    public static List<Path> write(Path root, String database, Optional<String> name) {
        if (Files.exists(root.resolve(ProjectFile.NAME))) {
            throw SlipwayException.of(
                    ErrorCode.PROJECT_EXISTS, "There is a " + ProjectFile.NAME + " in " + root + " already.", "");
        }
        String project = name.orElseGet(() -> fromFolder(root));
        // what it would write must be what it could read
        String yaml = yaml(project, database);
        ProjectFile.parse(yaml, root);
        NewProject files = new NewProject(root);
        try {
            for (Kind kind : Kind.values()) {
                if (!ORACLE_ONLY.contains(kind) && (!database.equals("sqlite") || SQLITE.contains(kind))) {
                    files.put("sql/" + kind.folder() + "/.gitkeep", "");
                }
            }
            files.ignore();
            files.key(".slipway/signing-key.pem", "slipway-keys");
            files.put(ProjectFile.NAME, yaml);
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.PROJECT_FILE_INVALID, "The project cannot be written: " + e.getMessage(), "")
                    .causedBy(e);
        }
        return List.copyOf(files.written);
    }

    /** Whether the project signs with a key in a file, and this machine has no such file: a fresh clone. */
    public static boolean isKeyMissing(Project project) {
        return keyFile(project).filter(file -> !Files.exists(file)).isPresent();
    }

    private static Optional<Path> keyFile(Project project) {
        return project.signing()
                .key()
                .filter(key -> key.source() == SecretReference.Source.FILE)
                .map(key -> project.root().resolve(key.argument()));
    }

    /**
     * Makes the key that a project signs with and this machine lacks.
     *
     * @return the files written, relative to the project's folder
     */
    public static List<Path> makeKey(Project project) {
        NewProject files = new NewProject(project.root());
        Path secret = keyFile(project).orElseThrow();
        try {
            if (secret.normalize().startsWith(project.local().normalize())) {
                files.ignore();
            }
            files.key(
                    project.root().relativize(secret).toString(),
                    project.root().relativize(project.signing().trusted()).toString());
        } catch (IOException e) {
            throw SlipwayException.of(
                            ErrorCode.PROJECT_FILE_INVALID, "The key cannot be written: " + e.getMessage(), "")
                    .causedBy(e);
        }
        return List.copyOf(files.written);
    }

    private static String fromFolder(Path root) {
        String folder = String.valueOf(root.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
        return folder.matches("[A-Za-z0-9].*") ? folder : "project";
    }

    private static String yaml(String project, String database) {
        String id = project.replaceAll("[^A-Za-z0-9]", "_");
        StringBuilder text = new StringBuilder("project: " + project + "\ndatabase: " + database + "\nscripts: sql\n");
        text.append(
                database.equals("mariadb") || database.equals("mysql")
                        ? """
                        # A server where scratch databases may be made and dropped. Without one, an installed mariadbd is started.
                        # reference: { url: "jdbc:mariadb://localhost:3306/", user: root, password: "${env:REFERENCE_PASSWORD}" }
                        """
                        : "reference: embedded            # scratch databases that need nothing installed\n");
        text.append("environments:\n");
        for (String environment : List.of("dev", "qa", "prod")) {
            text.append("  ")
                    .append(environment)
                    .append(": { url: \"")
                    .append(url(id, database, environment))
                    .append('"');
            if (!database.equals("sqlite")) {
                text.append(", user: ")
                        .append(id)
                        .append(", password: \"${env:")
                        .append(id.toUpperCase(Locale.ROOT))
                        .append('_')
                        .append(environment.toUpperCase(Locale.ROOT))
                        .append("_PASSWORD}\"");
            }
            text.append(environment.equals("prod") ? ", protected: true }\n" : " }\n");
        }
        text.append("""
                pipelines:
                  main: [dev, qa, prod]
                # What packaging requires of new scripts' rollbacks: none, present or proved.
                rollback: none
                signing:
                  key: "${file:.slipway/signing-key.pem}"
                  trusted: slipway-keys
                """);
        return text.toString();
    }

    private static String url(String id, String database, String environment) {
        return switch (database) {
            case "sqlite" -> "jdbc:sqlite:" + id + "_" + environment + ".db";
            case "postgresql" -> "jdbc:postgresql://localhost:5432/" + id + "_" + environment;
            default -> "jdbc:" + database + "://localhost:3306/" + id + "_" + environment;
        };
    }

    private void put(String path, String text) throws IOException {
        Path file = root.resolve(path);
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            written.add(Path.of(path));
        }
    }

    private void ignore() throws IOException {
        Path file = root.resolve(".gitignore");
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        if (text.lines().noneMatch(line -> line.strip().matches("/?\\.slipway/?"))) {
            String lead = text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
            Files.writeString(file, lead + ".slipway/\n", StandardCharsets.UTF_8);
            written.add(Path.of(".gitignore"));
        }
    }

    /** The private half stays on this machine; the public half goes into the repository. */
    private void key(String path, String trusted) throws IOException {
        Path secret = root.resolve(path);
        if (Files.exists(secret)) {
            return;
        }
        SigningKey key = SigningKey.generate();
        Files.createDirectories(secret.toAbsolutePath().getParent());
        if (Files.getFileStore(secret.toAbsolutePath().getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(
                    secret, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.writeString(secret, key.privatePem(), StandardCharsets.US_ASCII);
        written.add(Path.of(path));
        Path keys = root.resolve(trusted);
        if (Files.isRegularFile(keys)) {
            Files.writeString(keys, "\n" + key.publicPem(), StandardCharsets.US_ASCII, StandardOpenOption.APPEND);
            written.add(Path.of(trusted));
        } else {
            put(trusted + "/" + key.keyId().substring(0, 12) + ".pem", key.publicPem());
        }
    }
}
