package io.slipway.server.signon;

import io.slipway.release.digest.Sha256;
import io.slipway.store.Store;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.oauth2.client.web.AuthorizationRequestRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.PkceParameterNames;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;

/**
 * What was asked of the provider until its answer comes. In the store, so that any node may take the answer; each is
 * good once, for a few minutes, and for the browser that asked only.
 */
final class SignOnRequests implements AuthorizationRequestRepository<OAuth2AuthorizationRequest> {
    /** Attribute of the request that holds where the person wanted to go. */
    static final String TARGET = "slipway.sign-on.target";

    private static final String COOKIE = "slipway_sign_on";
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final SecureRandom RANDOM = new SecureRandom();
    private final Store store;
    private final Clock clock;
    private final boolean secure;

    SignOnRequests(Store store, Clock clock, boolean secure) {
        this.store = store;
        this.clock = clock;
        this.secure = secure;
    }

    /** Spring asks for it only to see that there is one; {@link #removeAuthorizationRequest} is what counts. */
    @Override
    public @Nullable OAuth2AuthorizationRequest loadAuthorizationRequest(HttpServletRequest request) {
        return find(request).map(Kept::request).orElse(null);
    }

    @Override
    public void saveAuthorizationRequest(
            @Nullable OAuth2AuthorizationRequest asked, HttpServletRequest request, HttpServletResponse response) {
        if (asked == null) {
            return;
        }
        String browser = random();
        String target = Optional.ofNullable(request.getParameter("to")).orElse("/");
        store.run(handle -> {
            handle.createUpdate("DELETE FROM sign_on_request WHERE at < :since")
                    .bind("since", clock.millis() - LIFE.toMillis())
                    .execute();
            handle.createUpdate("INSERT INTO sign_on_request (state, browser, nonce, verifier, target, request, at)"
                            + " VALUES (:state, :browser, :nonce, :verifier, :target, :request, :now)")
                    .bind("state", digest(String.valueOf(asked.getState())))
                    .bind("browser", digest(browser))
                    .bind("nonce", String.valueOf(asked.<Object>getAttribute(OidcParameterNames.NONCE)))
                    .bind("verifier", String.valueOf(asked.<Object>getAttribute(PkceParameterNames.CODE_VERIFIER)))
                    .bind("target", target)
                    .bind(
                            "request",
                            asked.getAuthorizationUri() + "\n" + asked.getClientId() + "\n" + asked.getRedirectUri()
                                    + "\n" + String.join(" ", asked.getScopes()))
                    .bind("now", clock.millis())
                    .execute();
        });
        response.addHeader(HttpHeaders.SET_COOKIE, cookie(browser, LIFE));
    }

    @Override
    public @Nullable OAuth2AuthorizationRequest removeAuthorizationRequest(
            HttpServletRequest request, HttpServletResponse response) {
        Optional<Kept> kept = find(request).filter(found -> forget(request));
        kept.ifPresent(found -> {
            request.setAttribute(TARGET, found.target());
            response.addHeader(HttpHeaders.SET_COOKIE, cookie("", Duration.ZERO));
        });
        return kept.map(Kept::request).orElse(null);
    }

    private record Kept(OAuth2AuthorizationRequest request, String target) {}

    private Optional<Kept> find(HttpServletRequest request) {
        Optional<String> state = Optional.ofNullable(request.getParameter("state"));
        Optional<String> browser = Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(COOKIE))
                .map(Cookie::getValue)
                .findFirst();
        if (state.isEmpty() || browser.isEmpty()) {
            return Optional.empty();
        }
        return store.read(handle -> handle.createQuery(
                        "SELECT * FROM sign_on_request WHERE state = :state AND browser = :browser AND at >= :since")
                .bind("state", digest(state.get()))
                .bind("browser", digest(browser.get()))
                .bind("since", clock.millis() - LIFE.toMillis())
                .map((row, context) -> {
                    String[] parts = row.getString("request").split("\n", 4);
                    return new Kept(
                            OAuth2AuthorizationRequest.authorizationCode()
                                    .authorizationUri(parts[0])
                                    .clientId(parts[1])
                                    .redirectUri(parts[2])
                                    .scope(parts[3].split(" "))
                                    .state(state.get())
                                    .attributes(Map.of(
                                            "registration_id",
                                            Provider.ID,
                                            OidcParameterNames.NONCE,
                                            row.getString("nonce"),
                                            PkceParameterNames.CODE_VERIFIER,
                                            row.getString("verifier")))
                                    .build(),
                            row.getString("target"));
                })
                .findOne());
    }

    /** False when another answer with the same state was faster. */
    private boolean forget(HttpServletRequest request) {
        return store.write(handle -> handle.createUpdate("DELETE FROM sign_on_request WHERE state = :state")
                        .bind("state", digest(String.valueOf(request.getParameter("state"))))
                        .execute())
                == 1;
    }

    private String cookie(String value, Duration life) {
        // Lax: the provider's answer comes from another site.
        return ResponseCookie.from(COOKIE, value)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Lax")
                .path("/sign-in")
                .maxAge(life)
                .build()
                .toString();
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String digest(String text) {
        return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
