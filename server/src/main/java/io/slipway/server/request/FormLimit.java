package io.slipway.server.request;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Turns away a page's form that is far too large, before anything of it is kept in memory. What still comes is read and
 * dropped, as far as that goes: a browser shows an answer only when it could send all of its question.
 */
public final class FormLimit extends OncePerRequestFilter {
    /** As {@code server.tomcat.max-http-form-post-size} says. */
    private static final long LARGEST = 4L << 20;

    private static final long MOST_DROPPED = 256L << 20;
    /** Of its own: the console's pages are made behind this, for somebody who is known. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Too large · Slipway</title>
            <link rel="stylesheet" href="/assets/slipway.css"></head>
            <body><main id="content"><h1>That is too large</h1>
            <div class="problem" role="alert"><strong>What was sent has %d MB, and a form takes at most %d.</strong>
            <p>Go back: what you typed is still there. Scripts of that size are packaged from a terminal.</p></div>
            </main></body></html>
            """;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        String kind = Optional.ofNullable(request.getContentType()).orElse("").toLowerCase(Locale.ROOT);
        return !kind.startsWith("application/x-www-form-urlencoded") || request.getContentLengthLong() <= LARGEST;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        drop(request);
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(PAGE.formatted(request.getContentLengthLong() >> 20, LARGEST >> 20));
    }

    private static void drop(HttpServletRequest request) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long dropped = 0;
        InputStream in = request.getInputStream();
        for (int n = in.read(buffer); n >= 0 && dropped < MOST_DROPPED; n = in.read(buffer)) {
            dropped += n;
        }
    }
}
