package io.slipway.server.meeting;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.project.SecretReference;
import io.slipway.release.target.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The account at GoTo Meeting that meetings are made with.
 *
 * @param api where its REST API is, without {@code /G2M/rest}
 * @param tokens where access tokens are got
 * @param refreshToken of whoever the meetings belong to
 */
public record GotoSettings(URI api, URI tokens, String clientId, Secret clientSecret, Secret refreshToken) {
    private static final String API = "https://api.getgo.com";
    private static final String TOKENS = "https://authentication.logmeininc.com/oauth/token";

    /**
     * @param environment {@code SLIPWAY_GOTO_CLIENT_ID}, {@code SLIPWAY_GOTO_CLIENT_SECRET} and {@code
     *     SLIPWAY_GOTO_REFRESH_TOKEN}, the last two themselves or where they are; {@code SLIPWAY_GOTO_URL} and {@code
     *     SLIPWAY_GOTO_TOKEN_URL} for a proxy before it
     * @param folder that references to files begin at
     * @return empty without a client id
     * @throws SlipwayException {@code usage}, {@code secret-unavailable}
     */
    public static Optional<GotoSettings> of(Path folder, Map<String, String> environment) {
        return text(environment, "SLIPWAY_GOTO_CLIENT_ID")
                .map(id -> new GotoSettings(
                        url(environment, "SLIPWAY_GOTO_URL", API),
                        url(environment, "SLIPWAY_GOTO_TOKEN_URL", TOKENS),
                        id,
                        secret(folder, environment, "SLIPWAY_GOTO_CLIENT_SECRET"),
                        secret(folder, environment, "SLIPWAY_GOTO_REFRESH_TOKEN")));
    }

    private static Optional<String> text(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get(name)).map(String::strip).filter(text -> !text.isEmpty());
    }

    private static URI url(Map<String, String> environment, String name, String usual) {
        String text = text(environment, name).orElse(usual).replaceFirst("/+$", "");
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(ErrorCode.USAGE, name + " is no address.", "Leave it out for " + usual + ".")
                    .causedBy(e);
        }
    }

    private static Secret secret(Path folder, Map<String, String> environment, String name) {
        String text = text(environment, name)
                .orElseThrow(() -> SlipwayException.of(
                        ErrorCode.USAGE,
                        name + " is missing.",
                        "SLIPWAY_GOTO_CLIENT_ID goes with a client secret and a refresh token."));
        return SecretReference.parse(text)
                .map(reference -> reference.resolve(folder, environment))
                .orElseGet(() -> Secret.of(text));
    }
}
