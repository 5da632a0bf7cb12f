package io.slipway.server.console;

import io.slipway.server.ServerSettings;
import io.slipway.server.account.Sessions;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** The cookie that a session is known by. */
@Component
final class SessionCookie {
    private final ServerSettings settings;

    SessionCookie(ServerSettings settings) {
        this.settings = settings;
    }

    void set(HttpServletResponse response, String secret) {
        write(response, secret, Sessions.LONGEST);
    }

    void remove(HttpServletResponse response) {
        write(response, "", Duration.ZERO);
    }

    private void write(HttpServletResponse response, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(Sessions.COOKIE, value)
                        .httpOnly(true)
                        .secure(settings.secure())
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
