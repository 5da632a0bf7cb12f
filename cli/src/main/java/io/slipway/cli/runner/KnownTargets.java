package io.slipway.cli.runner;

import io.slipway.release.artifact.TrustedKeys;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.SecretReference;
import io.slipway.release.runner.RunnerJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What this runner learned of each environment when it first came there. A server that names another address, user,
 * password or key later is not obeyed: whoever changes a project on the server must not be able to lead a password
 * elsewhere, or to have something deployed that nobody trusted here signed.
 */
final class KnownTargets {
    private final Path folder;

    KnownTargets(Path folder) {
        this.folder = folder;
    }

    /** @param keys ids of the keys that the server named; empty where the runner has its own */
    private record Known(
            String database,
            String url,
            String user,
            String password,
            String schema,
            boolean isProtected,
            List<String> keys) {

        static Known of(Project project, Environment environment, String trustedKeys) {
            List<String> keys = trustedKeys.isBlank()
                    ? List.of()
                    : List.copyOf(
                            new TreeSet<>(TrustedKeys.of(List.of(trustedKeys)).ids()));
            return new Known(
                    project.database(),
                    environment.url(),
                    environment.user(),
                    environment.password().map(SecretReference::toString).orElse(""),
                    environment.schema().orElse(""),
                    environment.isProtected(),
                    keys);
        }

        List<String> differences(Known other) {
            List<String> differences = new ArrayList<>();
            note(differences, "the product", database, other.database);
            note(differences, "the url", url, other.url);
            note(differences, "the user", user, other.user);
            note(differences, "where the password is found", password, other.password);
            note(differences, "the schema", schema, other.schema);
            note(differences, "whether it is protected", isProtected, other.isProtected);
            note(differences, "the keys that are trusted", keys, other.keys);
            return differences;
        }

        private static void note(List<String> differences, String what, Object one, Object other) {
            if (!one.equals(other)) {
                differences.add(what);
            }
        }
    }

    /**
     * Learns an environment, or compares it with what was learned.
     *
     * @param trustedKeys that the server names; empty where the runner has its own
     * @return whether it is new
     * @throws SlipwayException {@code runner-distrusts}
     */
    synchronized boolean check(Project project, Environment environment, String trustedKeys) {
        Path file = folder.resolve(project.name() + "@" + environment.name() + ".json");
        Known now = Known.of(project, environment, trustedKeys);
        Optional<Known> before = read(file);
        if (before.isEmpty()) {
            write(file, now);
            return true;
        }
        List<String> differences = before.get().differences(now);
        if (!differences.isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.RUNNER_DISTRUSTS,
                    "The server now says otherwise of '" + environment.name() + "' than the runner learned: "
                            + String.join(", ", differences) + ".",
                    "If that is meant, delete " + file.getFileName()
                            + " in the runner's folder 'known'; it learns anew.");
        }
        return false;
    }

    private static Optional<Known> read(Path file) {
        try {
            return Files.exists(file)
                    ? Optional.of(RunnerJson.read(Files.readString(file, StandardCharsets.UTF_8), Known.class))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw SlipwayException.of(
                            ErrorCode.RUNNER_DISTRUSTS,
                            "What the runner learned of this environment cannot be read.",
                            "Look at " + file.getFileName() + " in the runner's folder 'known'.")
                    .causedBy(e);
        }
    }

    private void write(Path file, Known known) {
        try {
            Files.createDirectories(folder);
            Files.writeString(file, RunnerJson.text(known), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
