package io.slipway.server.access;

import io.slipway.server.account.Sessions;
import io.slipway.server.account.Tokens;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.MDC;
import org.springframework.web.filter.OncePerRequestFilter;

/** Finds out who is asking: by a token in the header, else by the session cookie. Looked up afresh for each request. */
public final class CallerFilter extends OncePerRequestFilter {
    /** As the log names who asks. */
    public static final String LOGGED = "user";

    private static final String ATTRIBUTE = "slipway.caller";
    private static final String BEARER = "Bearer ";
    private final Sessions sessions;
    private final Tokens tokens;

    public CallerFilter(Sessions sessions, Tokens tokens) {
        this.sessions = sessions;
        this.tokens = tokens;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        find(request).ifPresent(caller -> {
            request.setAttribute(ATTRIBUTE, caller);
            MDC.put(LOGGED, caller.person().name());
        });
        chain.doFilter(request, response);
    }

    private Optional<Caller> find(HttpServletRequest request) {
        Optional<String> token = bearer(request);
        return token.isPresent()
                ? tokens.caller(token.get())
                : sessionCookie(request).flatMap(sessions::caller);
    }

    /** The token that the request brings; requests with one come from programs, not from a browser's form. */
    public static Optional<String> bearer(HttpServletRequest request) {
        return Optional.ofNullable(request.getHeader("Authorization"))
                .filter(header -> header.regionMatches(true, 0, BEARER, 0, BEARER.length()))
                .map(header -> header.substring(BEARER.length()).trim());
    }

    public static Optional<String> sessionCookie(HttpServletRequest request) {
        return Stream.ofNullable(request.getCookies())
                .flatMap(Stream::of)
                .filter(cookie -> cookie.getName().equals(Sessions.COOKIE))
                .map(Cookie::getValue)
                .findFirst();
    }

    public static Optional<Caller> caller(HttpServletRequest request) {
        return Optional.ofNullable((Caller) request.getAttribute(ATTRIBUTE));
    }
}
