package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.cli.output.Console;
import io.slipway.cli.output.TerminalProgress;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import io.slipway.server.GuardSettings;
import io.slipway.server.OidcSettings;
import io.slipway.server.OnlyServer;
import io.slipway.server.ServerSettings;
import io.slipway.server.SlipwayServer;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.server.operation.Operations;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * What {@code slipway serve} does once its flags are read. Apart from the command, since the command line looks at
 * every command's class, and only this one needs the server's libraries.
 */
record Serving(
        String address,
        int port,
        StoreOptions.Place place,
        String node,
        Optional<URI> publicUrl,
        int threads,
        List<String> proxies,
        Optional<SignOn> signOn,
        Guard guard,
        Operation operation) {

    /** How those who run it want it. */
    record Operation(
            OperationOptions.LogForm logFormat,
            Optional<OperationOptions.Tls> tls,
            Optional<URI> traces,
            List<ServerSettingsReader.Setting> settings) {}

    /** @param secret reference to the secret; empty for a public client */
    record SignOn(URI issuer, String clientId, Optional<String> secret) {}

    /** @param secretKey reference to the key of secrets */
    record Guard(Optional<String> secretKey, List<String> allowed, boolean plainHttp) {}

    int run(Wiring wiring) throws InterruptedException {
        ServerSettings settings = new ServerSettings(
                address,
                port,
                place.data(),
                StoreCopying.settings(place),
                node,
                publicUrl,
                threads,
                ServerSettings.LARGEST_ARTIFACT,
                wiring.environment(),
                proxies,
                signOn.map(Serving::settings),
                new GuardSettings(
                        guard.secretKey().map(text -> reference(text, "--secret-key")),
                        guard.allowed(),
                        guard.plainHttp()),
                operations());
        Optional<OnlyServer> only = Optional.of(settings.data())
                .filter(folder -> settings.store().sqlite())
                .map(OnlyServer::in);
        try (SlipwayServer server =
                SlipwayServer.start(settings, wiring.clock(), new TerminalProgress(wiring.console()))) {
            wiring.console().out().println("Slipway serves at " + server.url() + " (Ctrl-C stops it).");
            server.setUpLink()
                    .ifPresent(link -> wiring.console()
                            .out()
                            .println("Set up the first person, with this link that works once:\n  " + link));
            wiring.console().flush();
            wiring.cancellation().await();
            stop(server, wiring.console());
        } finally {
            only.ifPresent(OnlyServer::close);
        }
        return 0;
    }

    private static void stop(SlipwayServer server, Console console) {
        int running = server.underWay();
        console.err()
                .println(
                        running == 0
                                ? "Stopping; no deployment runs here."
                                : "Stopping: " + running + " running here; each has "
                                        + DeploymentJobs.PATIENCE.toSeconds()
                                        + " s to end the change it is at. Stop again to end at once.");
        DeploymentJobs.Stopped stopped = server.stop();
        if (running > 0) {
            console.err()
                    .println("Stopped: " + stopped.ended() + " ended, " + stopped.handedOver()
                            + " handed over (another process goes on, or this one when it starts again), "
                            + stopped.left() + " still at a statement that could not be ended.");
        }
        console.flush();
    }

    private Operations operations() {
        return new Operations(
                Operations.LogFormat.valueOf(operation.logFormat().name()),
                operation.tls().map(tls -> new Operations.Tls(tls.certificate(), tls.key())),
                operation.traces(),
                operation.settings().stream()
                        .map(s -> new Operations.Shown(s.name(), s.value(), s.origin()))
                        .toList());
    }

    private static OidcSettings settings(SignOn signOn) {
        return new OidcSettings(
                signOn.issuer(),
                signOn.clientId(),
                signOn.secret().map(text -> reference(text, "--oidc-client-secret")));
    }

    private static SecretReference reference(String text, String flag) {
        return SecretReference.parse(text)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.SECRET_LITERAL,
                        "What " + flag + " is given is no reference to a secret.",
                        "Write ${env:NAME}, ${file:PATH} or ${command:...}; if that was the secret, change it."));
    }
}
