package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (default 8080; 0 takes a free one).")
    private int port = 8080;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description = "Address to listen on (default 127.0.0.1: only this machine; put a TLS proxy before others).")
    private String address = "127.0.0.1";

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
        Serving serving = new Serving(
                address, port, store.place(), node.orElseGet(() -> host() + ":" + port), publicUrl, threads);
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
