package io.slipway.cli.commands;

import io.slipway.cli.Wiring;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Flags of {@code slipway serve} about what it uses beside its database: a server for labs, an account for meetings. */
final class ServiceOptions {
    @Option(
            names = "--lab-url",
            paramLabel = "URL",
            description = "The PostgreSQL server that labs have their databases on, such as"
                    + " jdbc:postgresql://labs.example.org/postgres (default: an embedded one).")
    private Optional<String> labUrl = Optional.empty();

    @Option(names = "--lab-user", paramLabel = "USER", description = "A superuser of it (default: postgres).")
    private Optional<String> labUser = Optional.empty();

    @Option(
            names = "--lab-password",
            paramLabel = "REF",
            description = "Where the password of that user is: $${env:NAME} or $${file:PATH}.")
    private Optional<String> labPassword = Optional.empty();

    @Option(
            names = "--lab-seconds",
            paramLabel = "N",
            description = "How long one statement may run at a seat of a lab, in seconds (default: 30).")
    private Optional<String> labSeconds = Optional.empty();

    @Option(
            names = "--goto-client-id",
            paramLabel = "ID",
            description = "The app at GoTo Meeting that makes the meetings of trainings (default: none are made).")
    private Optional<String> gotoClientId = Optional.empty();

    @Option(
            names = "--goto-client-secret",
            paramLabel = "REF",
            description = "Where that app's secret is: $${env:NAME} or $${file:PATH}.")
    private Optional<String> gotoClientSecret = Optional.empty();

    @Option(
            names = "--goto-refresh-token",
            paramLabel = "REF",
            description = "Where the refresh token is of whoever the meetings belong to.")
    private Optional<String> gotoRefreshToken = Optional.empty();

    @Option(
            names = "--goto-url",
            paramLabel = "URL",
            description = "GoTo's API, with a proxy between (default: https://api.getgo.com).")
    private Optional<String> gotoUrl = Optional.empty();

    @Option(
            names = "--goto-token-url",
            paramLabel = "URL",
            description = "Where GoTo gives out tokens, with a proxy between"
                    + " (default: https://authentication.logmeininc.com/oauth/token).")
    private Optional<String> gotoTokenUrl = Optional.empty();

    /** The same process, with all of it among its variables, where the server looks for it. */
    Wiring over(Wiring wiring) {
        Map<String, String> variables = new HashMap<>(wiring.environment());
        plain(variables, "--lab-url", labUrl);
        plain(variables, "--lab-user", labUser);
        secret(variables, "--lab-password", labPassword);
        plain(variables, "--lab-seconds", labSeconds);
        plain(variables, "--goto-client-id", gotoClientId);
        secret(variables, "--goto-client-secret", gotoClientSecret);
        secret(variables, "--goto-refresh-token", gotoRefreshToken);
        plain(variables, "--goto-url", gotoUrl);
        plain(variables, "--goto-token-url", gotoTokenUrl);
        return new Wiring(variables, wiring.clock(), wiring.cancellation(), wiring.console(), wiring.products());
    }

    private static void plain(Map<String, String> variables, String flag, Optional<String> value) {
        value.ifPresent(text -> variables.put(EnvironmentTwins.twin(flag), text));
    }

    /** A variable may hold the secret itself; a flag or a file that others can read may not. */
    private static void secret(Map<String, String> variables, String flag, Optional<String> value) {
        String twin = EnvironmentTwins.twin(flag);
        value.filter(text -> !text.equals(variables.get(twin))).ifPresent(text -> {
            if (SecretReference.parse(text).isEmpty()) {
                throw SlipwayException.of(
                        ErrorCode.SECRET_LITERAL,
                        "What " + flag + " is given is no reference to a secret.",
                        "Write ${env:NAME} or ${file:PATH}, or put it into " + twin + "; if that was the secret,"
                                + " change it.");
            }
            variables.put(twin, text);
        });
    }
}
