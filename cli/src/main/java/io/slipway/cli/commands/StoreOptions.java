package io.slipway.cli.commands;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a server keeps what it has. */
final class StoreOptions {
    @Option(names = "--data", paramLabel = "DIR", description = "Folder for all it keeps (default slipway-data).")
    private Path data = Path.of("slipway-data");

    @Option(
            names = "--database",
            paramLabel = "URL",
            description = "Keep it in this PostgreSQL database instead, which several servers can share.")
    private Optional<String> database = Optional.empty();

    @Option(names = "--database-user", paramLabel = "NAME", description = "As whom to enter it.")
    private String databaseUser = "";

    @Option(
            names = "--database-password",
            paramLabel = "REF",
            description = "Where its password is found, such as '$${env:NAME}' or '$${file:PATH}'.")
    private Optional<String> databasePassword = Optional.empty();

    /**
     * What the flags say.
     *
     * @param database URL of a PostgreSQL database; empty for the SQLite file in the folder
     */
    record Place(Path data, Optional<String> database, String user, Optional<SecretReference> password) {}

    /** @throws SlipwayException {@code usage}, {@code secret-literal} */
    Place place() {
        if (database.isPresent() && !database.get().startsWith("jdbc:postgresql:")) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "--database must be a URL such as jdbc:postgresql://host:5432/name.", "");
        }
        Optional<SecretReference> password = databasePassword.map(text -> SecretReference.parse(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SECRET_LITERAL,
                        "--database-password is no reference, but perhaps the password itself.",
                        "Say where it is to be found: '${env:NAME}' or '${file:PATH}'.")));
        return new Place(data.toAbsolutePath().normalize(), database, databaseUser, password);
    }
}
