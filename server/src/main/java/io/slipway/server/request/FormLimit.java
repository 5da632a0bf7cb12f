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
 * dropped, as far as that goes: a browser shows an answer only when it could send all of its question. A form that may
 * bring files is as large as they are, so that only its reader can tell that the other fields are too large.
 */
public final class FormLimit extends OncePerRequestFilter {
    /** As {@code server.tomcat.max-http-form-post-size} says. */
    private static final long LARGEST = 4L << 20;

    private static final long MOST_DROPPED = 256L << 20;
    private static final String FIELDS = "application/x-www-form-urlencoded";
    private static final String FILES = "multipart/form-data";
    /** Of its own: the console's pages are made behind this, for somebody who is known. */
    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Too large · Slipway</title>
            <link rel="stylesheet" href="/assets/slipway.css"></head>
            <body><main id="content"><h1>That is too large</h1>
            <div class="problem" role="alert"><strong>What was sent has %d MB, and %s at most %d.</strong>
            <p>Go back: what you typed is still there. %s</p></div>
            </main></body></html>
            """;

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !is(FIELDS, request) && !is(FILES, request);
    }

    private static boolean is(String type, HttpServletRequest request) {
        return Optional.ofNullable(request.getContentType())
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .startsWith(type);
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (is(FIELDS, request) && request.getContentLengthLong() > LARGEST) {
            refuse(request, response, "a form takes", "Scripts of that size are packaged from a terminal.");
            return;
        }
        try {
            chain.doFilter(request, response);
        } catch (IllegalStateException e) {
            if (!is(FILES, request) || !ofFields(e) || response.isCommitted()) {
                throw e;
            }
            refuse(
                    request,
                    response,
                    "what is typed or pasted has",
                    "Cut it into scripts of at most 2 MB and upload them as files or as one zip, or name their"
                            + " repository.");
        }
    }

    /** The server's reader of forms has no exception of its own for it. */
    private static boolean ofFields(IllegalStateException e) {
        return String.valueOf(e.getMessage()).contains("maxPostSize");
    }

    private static void refuse(HttpServletRequest request, HttpServletResponse response, String what, String help)
            throws IOException {
        drop(request);
        response.setStatus(HttpServletResponse.SC_REQUEST_ENTITY_TOO_LARGE);
        response.setContentType("text/html;charset=UTF-8");
        response.getWriter().write(PAGE.formatted(request.getContentLengthLong() >> 20, what, LARGEST >> 20, help));
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
