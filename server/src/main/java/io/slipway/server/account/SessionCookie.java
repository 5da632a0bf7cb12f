package io.slipway.server.account;

import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;

/** The cookie that a session is known by. */
public final class SessionCookie {
    private final boolean secure;

    /** @param secure whether browsers send it over TLS only */
    public SessionCookie(boolean secure) {
        this.secure = secure;
    }

    public void set(HttpServletResponse response, String secret) {
        write(response, secret, Sessions.LONGEST);
    }

    public void remove(HttpServletResponse response) {
        write(response, "", Duration.ZERO);
    }

    private void write(HttpServletResponse response, String value, Duration life) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(Sessions.COOKIE, value)
                        .httpOnly(true)
                        .secure(secure)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(life)
                        .build()
                        .toString());
    }
}
