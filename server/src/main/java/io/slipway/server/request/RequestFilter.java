package io.slipway.server.request;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Caller;
import io.slipway.server.access.CallerFilter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.ContentCachingResponseWrapper;

/**
 * Reads the bodies of API requests within limits, and carries out each request with an {@code Idempotency-Key} once: the
 * same key of the same person gets the first answer again.
 *
 * <p>Neither key nor body is stored, only digests that the key salts: a body may hold a password.
 */
public final class RequestFilter extends OncePerRequestFilter {
    public static final String KEY = "Idempotency-Key";
    public static final String REPLAYED = "Idempotency-Replayed";
    private static final String SECRET = "slipway.answer-holds-secret";
    private static final Pattern RUNNERS_ANSWER = Pattern.compile("/api/runner/tasks/[^/]+/answer");
    private static final int LARGEST_BODY = 1 << 20;
    private static final int LONGEST_KEY = 200;
    private final Answers answers;
    private final Path folder;
    private final long largestArtifact;

    /** @param folder where artifacts lie while they come in */
    public RequestFilter(Answers answers, Path folder, long largestArtifact) {
        this.answers = answers;
        this.folder = folder;
        this.largestArtifact = largestArtifact;
    }

    /** Says that the answer holds a secret and must not be kept. */
    public static void answerHoldsSecret(HttpServletRequest request) {
        request.setAttribute(SECRET, true);
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !request.getRequestURI().startsWith("/api/")
                || request.getMethod().equals("GET");
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (RUNNERS_ANSWER.matcher(request.getRequestURI()).matches()) {
            // read where it is known which runner sends it, within a limit of its own
            chain.doFilter(request, response);
            return;
        }
        Optional<Caller> caller = CallerFilter.caller(request);
        Optional<String> key = Optional.ofNullable(request.getHeader(KEY))
                .filter(k -> caller.isPresent() && request.getMethod().equals("POST"));
        key.ifPresent(RequestFilter::check);
        if (file(request)) {
            if (key.isEmpty()) {
                chain.doFilter(request, response);
                return;
            }
            try (KeptBody body = KeptBody.inFile(request, folder, largestArtifact)) {
                once(request, response, chain, body, caller.orElseThrow(), key.get());
            }
            return;
        }
        try (KeptBody body = KeptBody.inMemory(request, LARGEST_BODY)) {
            if (key.isEmpty()) {
                chain.doFilter(body.in(request), response);
            } else {
                once(request, response, chain, body, caller.orElseThrow(), key.get());
            }
        }
    }

    /** An artifact: its limit is another one, which is kept to where it is taken in. */
    private static boolean file(HttpServletRequest request) {
        String kind = Optional.ofNullable(request.getContentType()).orElse("").toLowerCase(Locale.ROOT);
        return request.getMethod().equals("POST")
                && request.getRequestURI().endsWith("/artifacts")
                && (kind.startsWith("application/zip") || kind.startsWith("application/octet-stream"));
    }

    private static void check(String key) {
        if (key.isBlank() || key.length() > LONGEST_KEY || !key.chars().allMatch(c -> c > ' ' && c < 127)) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_INVALID,
                    KEY + " has 1 to " + LONGEST_KEY + " characters, without spaces.",
                    "A random UUID is a good one.");
        }
    }

    private void once(
            HttpServletRequest request,
            HttpServletResponse response,
            FilterChain chain,
            KeptBody body,
            Caller caller,
            String key)
            throws ServletException, IOException {
        String id = digest(key, caller.person().id(), InputStream.nullInputStream());
        String said;
        try (InputStream content = body.open()) {
            said = digest(key, request.getMethod() + " " + request.getRequestURI(), content);
        }
        Optional<Answers.Earlier> earlier = answers.begin(id, said);
        if (earlier.isPresent()) {
            replay(response, earlier.get(), said);
            return;
        }
        ContentCachingResponseWrapper answer = new ContentCachingResponseWrapper(response);
        boolean kept = false;
        try {
            chain.doFilter(body.in(request), answer);
            // what failed here may be tried again
            if (answer.getStatus() < 500) {
                keep(id, answer, request.getAttribute(SECRET) != null);
                kept = true;
            }
        } finally {
            if (!kept) {
                answers.forget(id);
            }
        }
        answer.copyBodyToResponse();
    }

    private void keep(String id, ContentCachingResponseWrapper answer, boolean secret) {
        answers.keep(
                id,
                answer.getStatus(),
                secret ? "" : Optional.ofNullable(answer.getContentType()).orElse("application/json"),
                secret ? "" : new String(answer.getContentAsByteArray(), StandardCharsets.UTF_8));
    }

    private static void replay(HttpServletResponse response, Answers.Earlier earlier, String said) throws IOException {
        if (!earlier.request().equals(said)) {
            throw SlipwayException.of(
                    ErrorCode.IDEMPOTENCY_KEY_REUSED,
                    "This " + KEY + " came before, with another request.",
                    "Take a new key for a new request.");
        }
        if (earlier.underWay() || earlier.kind().isEmpty()) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_UNDER_WAY,
                    earlier.underWay()
                            ? "A request with this " + KEY + " is under way."
                            : "It was carried out before; its answer held a secret and was not kept.",
                    "Look at what became of it.");
        }
        response.setStatus(earlier.status());
        response.setContentType(earlier.kind());
        response.setHeader(REPLAYED, "true");
        response.getOutputStream().write(earlier.body().getBytes(StandardCharsets.UTF_8));
    }

    private static String digest(String key, String what, InputStream content) throws IOException {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update((key.length() + ":" + key + what.length() + ":" + what).getBytes(StandardCharsets.UTF_8));
            byte[] buffer = new byte[1 << 16];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                sha.update(buffer, 0, n);
            }
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
