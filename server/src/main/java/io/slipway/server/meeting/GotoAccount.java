package io.slipway.server.meeting;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.release.digest.Sha256;
import io.slipway.release.target.Secret;
import io.slipway.server.secret.Secrets;
import io.slipway.server.support.TrackerFailure;
import io.slipway.server.support.TrackerHttp;
import io.slipway.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Access tokens of one account (https://developer.goto.com/guides/Authentication/05_HOW_refreshToken). They count for an
 * hour. With one may come another refresh token, in place of that of the settings, which then counts no more: it is kept
 * sealed, for as long as the settings name the same.
 */
final class GotoAccount {
    private static final Duration EARLY = Duration.ofMinutes(5);
    private static final Duration USUAL = Duration.ofHours(1);
    private final GotoSettings settings;
    private final TrackerHttp http;
    private final Store store;
    private final Secrets secrets;
    private final Clock clock;
    private Optional<Access> access = Optional.empty();

    GotoAccount(GotoSettings settings, TrackerHttp http, Store store, Secrets secrets, Clock clock) {
        this.settings = settings;
        this.http = http;
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
    }

    private record Access(Secret token, Instant until) {}

    GotoSettings settings() {
        return settings;
    }

    /** As the header has it. */
    synchronized String authorization() throws TrackerFailure {
        if (access.filter(known -> known.until().isAfter(clock.instant())).isEmpty()) {
            access = Optional.of(fetch());
        }
        return access.get().token().use(token -> "Bearer " + token);
    }

    /** It was refused: another is fetched with the next call. */
    synchronized void refused() {
        access = Optional.empty();
    }

    private Access fetch() throws TrackerFailure {
        JsonNode answer;
        try {
            answer = http.form(
                    new TrackerHttp.Login(settings.clientId(), settings.clientSecret()).header(),
                    settings.tokens(),
                    Map.of(
                            "grant_type",
                            "refresh_token",
                            "refresh_token",
                            refreshToken().use(text -> text)));
        } catch (TrackerFailure e) {
            // Nothing was asked for yet. With another token in the settings it may go well.
            throw new TrackerFailure("It lets nobody in: " + e.sentence(), false, false, e.wish());
        }
        String token = answer.path("access_token").asText("");
        if (token.isEmpty()) {
            throw new TrackerFailure("It lets nobody in: it gave no token.", false, false, Duration.ZERO);
        }
        String next = answer.path("refresh_token").asText("");
        if (!next.isEmpty()) {
            store.run(handle -> secrets.putOwn(handle, "slipway", name(), next));
        }
        Duration lasts = Duration.ofSeconds(answer.path("expires_in").asLong(USUAL.toSeconds()));
        return new Access(Secret.of(token), clock.instant().plus(lasts).minus(EARLY));
    }

    private Secret refreshToken() {
        return secrets.own(name()).orElse(settings.refreshToken());
    }

    /** Another for each token of the settings: who signs in anew begins anew. */
    private String name() {
        return settings.refreshToken()
                .use(token -> "goto-"
                        + Sha256.of(token.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
    }
}
