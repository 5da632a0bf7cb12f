package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.remote.ServerConnection;
import io.slipway.cli.runner.RunnerProcess;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway runner}. */
@Command(
        name = "runner",
        description = "Reaches databases for a server that cannot: runs where they are reachable, asks the server for"
                + " work over HTTPS, and takes their passwords from this machine. Nothing connects to it, and no"
                + " password leaves it.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway runner --server https://slipway.example.com --token-file /etc/slipway/token --name east",
            "",
            "The token is made on the server's page of runners, for named environments."
        })
final class RunnerCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(names = "--server", paramLabel = "URL", required = true, description = "The server that it works for.")
    private String server = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            required = true,
            description = "File with the runner's token, readable by this user only.")
    private Path tokenFile = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            required = true,
            description = "Name of the runner, as the token was made for it.")
    private String name = "";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder for what it keeps: known environments, artifacts, answers on their way (default:"
                    + " slipway-runner).")
    private Path data = Path.of("slipway-runner");

    @Option(
            names = "--trusted-keys",
            paramLabel = "PATH",
            description = "Public keys whose signatures count here, a PEM file or a folder of them (default: those that"
                    + " the server names at first).")
    private Optional<Path> trustedKeys = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Deployments run at once here (default 4).")
    private int threads = 4;

    RunnerCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerConnection connection = new ServerConnection(
                server,
                new SecretReference(
                                SecretReference.Source.FILE,
                                tokenFile.toAbsolutePath().toString())
                        .resolve(tokenFile.toAbsolutePath().getRoot(), wiring.environment()));
        if (connection.readable()) {
            throw SlipwayException.of(
                    ErrorCode.USAGE,
                    "A runner speaks HTTPS: to " + server + " nothing would be encrypted, its token neither.",
                    "Name the server by its https URL.");
        }
        return new RunnerProcess(
                        connection,
                        new RunnerProcess.Settings(name, data.toAbsolutePath(), trustedKeys, Math.max(1, threads)),
                        RootCommand.VERSION,
                        wiring)
                .run();
    }
}
