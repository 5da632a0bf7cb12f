package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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
            "  slipway serve --settings /etc/slipway/slipway-server.properties --show-settings",
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

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private OperationOptions operation = new OperationOptions();

    @Mixin
    private StoreOptions store = new StoreOptions();

    @Option(names = "--port", paramLabel = "N", description = "Port to listen on (default 8080; 0 takes a free one).")
    private int port = 8080;

    @Option(
            names = "--address",
            paramLabel = "HOST",
            description =
                    "Address to listen on (default 127.0.0.1: only this machine; for others, TLS or a proxy that does it).")
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

    @Option(
            names = "--proxy",
            paramLabel = "ADDRESS",
            split = ",",
            description = "A proxy, not on this machine, that is believed where a request comes from.")
    private List<String> proxies = new ArrayList<>();

    @Option(
            names = "--oidc-issuer",
            paramLabel = "URL",
            description = "The provider that people may sign in with, by OpenID Connect.")
    private Optional<URI> oidcIssuer = Optional.empty();

    @Option(
            names = "--oidc-client-id",
            paramLabel = "ID",
            description = "What the provider knows this server as (default: slipway).")
    private String oidcClientId = "slipway";

    @Option(
            names = "--oidc-client-secret",
            paramLabel = "REF",
            description = "Where the secret for the provider is: $${env:NAME}, $${file:PATH} or $${command:...}.")
    private Optional<String> oidcClientSecret = Optional.empty();

    @Option(
            names = "--secret-key",
            paramLabel = "REF",
            description = "Where the key is that secrets are sealed with: $${env:NAME} or $${file:PATH}. Nodes on one"
                    + " database need the same (default: secret.key in the data folder, made when it is first needed).")
    private Optional<String> secretKey = Optional.empty();

    @Option(
            names = "--notify-allow",
            paramLabel = "RANGE",
            split = ",",
            description = "Addresses in your own network that webhooks and chat messages may go to, such as"
                    + " 10.1.0.0/16 (default: none, only public ones).")
    private List<String> notifyAllow = new ArrayList<>();

    @Option(names = "--notify-http", description = "Lets webhooks go to http addresses too, unencrypted.")
    private boolean notifyHttp;

    @Mixin
    private ServiceOptions services = new ServiceOptions();

    ServeCommand(Wiring wiring) {
        this.wiring = wiring;
    }

    @Override
    public Integer call() throws InterruptedException {
        ServerSettingsReader.doubts(spec, wiring.environment())
                .forEach(sentence -> wiring.console().err().println("warning: " + sentence));
        SettingsFile file = SettingsFile.read(
                operation.settings(),
                ServerSettingsReader.settings(spec).stream()
                        .map(ServerSettingsReader::name)
                        .toList());
        ServeCommand whole = new ServeCommand(wiring);
        return whole.run(ServerSettingsReader.read(spec, whole, file, wiring));
    }

    private int run(List<ServerSettingsReader.Setting> settings) throws InterruptedException {
        if (operation.show()) {
            show(settings);
            return 0;
        }
        Serving serving = new Serving(
                address,
                port,
                store.place(),
                node.orElseGet(() -> host() + ":" + port),
                publicUrl,
                threads,
                proxies,
                oidc(),
                new Serving.Guard(secretKey, notifyAllow, notifyHttp),
                new Serving.Operation(operation.logFormat(), operation.tls(), operation.traces(), settings));
        return serving.run(services.over(wiring));
    }

    private void show(List<ServerSettingsReader.Setting> settings) {
        int names = settings.stream().mapToInt(s -> s.name().length()).max().orElse(0);
        int values = settings.stream().mapToInt(s -> s.value().length()).max().orElse(0);
        settings.forEach(s -> wiring.console()
                .out()
                .println(pad(s.name(), names) + "  " + pad(s.value(), values) + "  " + s.origin()));
    }

    private static String pad(String text, int width) {
        return text + " ".repeat(width - text.length());
    }

    private Optional<Serving.SignOn> oidc() {
        return oidcIssuer.map(issuer -> new Serving.SignOn(issuer, oidcClientId, oidcClientSecret));
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
