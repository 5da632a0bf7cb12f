package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway serve}. */
@Command(
        name = "serve",
        description = "Runs the server: the console for people and the API for programs. Keeps everything in one folder"
                + " (or in a PostgreSQL database, then on as many machines as you like). The first start prints a"
                + " link for setting up the first person; there is no default password.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  slipway serve",
            "  slipway serve --port 9000 --data /var/lib/slipway --public-url https://slipway.example.com",
            "  slipway serve --database jdbc:postgresql://db/slipway --database-user slipway",
            "",
            "The last one finds its password where SLIPWAY_DATABASE_PASSWORD, the twin of --database-password, says."
        })
final class ServeCommand implements Callable<Integer> {
    private final Wiring wiring;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    private boolean help;

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (default 8080; 0 takes a free one).")
    private int port = 8080;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description = "Address to listen on (default 127.0.0.1: only this machine; put a TLS proxy before others).")
    private String address = "127.0.0.1";

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

    @Option(
            names = "--public-url",
            paramLabel = "URL",
            description = "Where browsers reach it, for links and cookies (default: the address itself).")
    private Optional<URI> publicUrl = Optional.empty();

    @Option(names = "--node", paramLabel = "NAME", description = "Name of this process (default: host and port).")
    private Optional<String> node = Optional.empty();

    @Option(names = "--threads", paramLabel = "N", description = "Deployments run at once here (default 4).")
    private int threads = 4;

    ServeCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (database.isPresent() && !database.get().startsWith("jdbc:postgresql:")) {
            throw SlipwayException.of(
                    ErrorCode.USAGE, "--database must be a URL such as jdbc:postgresql://host:5432/name.", "");
        }
        Optional<SecretReference> password = databasePassword.map(text -> SecretReference.parse(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SECRET_LITERAL,
                        "--database-password is no reference, but perhaps the password itself.",
                        "Say where it is to be found: '${env:NAME}' or '${file:PATH}'.")));
        Serving serving = new Serving(
                address,
                port,
                data.toAbsolutePath().normalize(),
                database,
                databaseUser,
                password,
                node.orElseGet(() -> host() + ":" + port),
                publicUrl,
                threads);
        return serving.run(wiring);
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
