package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.remote.RemoteProject;
import io.slipway.cli.remote.RemoteTeams;
import io.slipway.cli.remote.ServerConnection;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;
import io.slipway.rollout.team.RolloutFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Flags of commands that a server can do instead of this process. */
final class ServerOptions {
    /** Its twin may hold the token itself, so {@link EnvironmentTwins} leaves it to us. */
    static final String TOKEN = "--token";

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "Let this Slipway server do it: its environments, its secrets, its approvals.")
    private Optional<String> server = Optional.empty();

    @Option(
            names = TOKEN,
            paramLabel = "REF",
            description = "Where the server's token is found, such as '$${env:NAME}' or '$${file:PATH}'. The variable"
                    + " SLIPWAY_TOKEN may hold such a reference or the token itself.")
    private Optional<String> token = Optional.empty();

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "The project on the server (default: that of slipway.yaml).")
    private Optional<String> project = Optional.empty();

    /** Empty when no server is named: the command then does it itself. */
    Optional<RemoteProject> project(Wiring wiring, ProjectOptions options) {
        return project(wiring, options.root(), open -> options.project().name());
    }

    /**
     * The project of a team: that of its rollout file where there is one, so that no slipway.yaml is needed beside it; away
     * from both, that of the rollout on the server.
     */
    Optional<RemoteProject> ofTeam(Wiring wiring, ProjectOptions options, String team) {
        return ofTeam(wiring, options.root(), team);
    }

    /** @param root folder of the project, or of the rollout files */
    Optional<RemoteProject> ofTeam(Wiring wiring, Path root, String team) {
        return project(
                wiring,
                root,
                open -> Files.exists(root.resolve(RolloutFile.FOLDER).resolve(team + ".yaml"))
                        ? RolloutFile.read(root, team).project()
                        : Files.exists(root.resolve(ProjectFile.NAME))
                                ? ProjectFile.read(root).name()
                                : new RemoteTeams(open).project(team));
    }

    private Optional<RemoteProject> project(Wiring wiring, Path root, Function<ServerConnection, String> otherwise) {
        Optional<ServerConnection> connection =
                server.filter(url -> !url.isBlank()).map(url -> new ServerConnection(url, token(wiring, root)));
        connection
                .filter(ServerConnection::readable)
                .ifPresent(open -> wiring.console()
                        .err()
                        .println("note: nothing is encrypted on the way to " + open.url()
                                + ", the token neither; use https."));
        return connection.map(open -> new RemoteProject(
                open, project.filter(name -> !name.isBlank()).orElseGet(() -> otherwise.apply(open))));
    }

    /** The same for a command that knows its project from elsewhere. */
    Function<String, Optional<RemoteProject>> of(Wiring wiring, ProjectOptions options) {
        return name -> project(wiring, options.root(), open -> name);
    }

    private Secret token(Wiring wiring, Path root) {
        Optional<String> variable = Optional.ofNullable(wiring.environment().get(EnvironmentTwins.twin(TOKEN)))
                .filter(text -> !text.isBlank());
        String text = token.or(() -> variable)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        "A server wants a token.",
                        "Make one in the console, put it into SLIPWAY_TOKEN, or say with --token where it is."));
        Optional<SecretReference> reference = SecretReference.parse(text);
        if (reference.isEmpty() && token.isPresent()) {
            throw SlipwayException.of(
                    ErrorCode.SECRET_LITERAL,
                    "--token is no reference, but perhaps the token itself; others can read it in the list of"
                            + " processes.",
                    "Say where it is to be found: '${env:NAME}' or '${file:PATH}'.");
        }
        return reference.map(r -> r.resolve(root, wiring.environment())).orElseGet(() -> Secret.of(text.strip()));
    }

    /** For what a server decides by itself. */
    static void refuse(boolean given, String flag, String why) {
        if (given) {
            throw SlipwayException.of(ErrorCode.USAGE, flag + " does not go with --server: " + why, "Leave it out.");
        }
    }
}
