package io.slipway.server.sprint;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.GuardedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;

/**
 * Fetches a text from an address that somebody else chose: only where the guard lets (at each connection), no more than
 * a size and a time, and with no word of what came back when it was not what it should be.
 */
public final class GuardedGet implements AutoCloseable {
    private static final int AT_ONCE = 5;
    private static final Duration WHOLE = Duration.ofSeconds(20);
    private static final int MOST = 4 << 20;
    private static final int REDIRECTS = 3;
    private static final Set<Integer> ELSEWHERE = Set.of(301, 302, 303, 307, 308);
    private final AddressGuard guard;
    private final ScheduledExecutorService ticker;
    private final CloseableHttpClient http;

    public GuardedGet(AddressGuard guard, ScheduledExecutorService ticker) {
        this.guard = guard;
        this.ticker = ticker;
        this.http = GuardedHttp.client(guard, WHOLE, AT_ONCE).build();
    }

    private record Answer(int status, String text, Optional<URI> elsewhere) {}

    /** What is under a URL, with a few redirects, each of which the guard must let. */
    String following(URI first) {
        URI url = first;
        for (int i = 0; i <= REDIRECTS; i++) {
            Answer answer = get(url, Map.of());
            if (answer.elsewhere().isEmpty()) {
                return good(answer);
            }
            url = url.resolve(answer.elsewhere().get());
        }
        throw unreadable("It leads on and on to other addresses.");
    }

    /** What is under a URL itself: with headers that are for nobody else. */
    String text(URI url, Map<String, String> headers) {
        return good(get(url, headers));
    }

    private static String good(Answer answer) {
        if (answer.status() == 200) {
            return answer.text();
        }
        throw unreadable(
                switch (answer.status()) {
                    case 401, 403 ->
                        "It refused us (" + answer.status() + "): the token is missing, wrong or too weak.";
                    case 404, 410 -> "It is not there any more (" + answer.status() + ").";
                    default -> "It answered " + answer.status() + ".";
                });
    }

    private Answer get(URI wanted, Map<String, String> headers) {
        URI url = guard.checked(wanted.toString());
        HttpGet get = new HttpGet(url);
        headers.forEach(get::setHeader);
        ScheduledFuture<?> end = ticker.schedule(get::cancel, WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse answer = http.executeOpen(null, get, null)) {
            Optional<URI> elsewhere = ELSEWHERE.contains(answer.getCode())
                    ? Optional.ofNullable(answer.getFirstHeader("Location")).map(header -> uri(header.getValue()))
                    : Optional.empty();
            return new Answer(answer.getCode(), body(answer), elsewhere);
        } catch (IOException e) {
            // Its text may hold addresses of the network that the server stands in.
            throw unreadable(get.isCancelled() ? "It did not answer in time." : "It cannot be reached.")
                    .causedBy(e);
        } finally {
            end.cancel(false);
        }
    }

    private static String body(ClassicHttpResponse answer) throws IOException {
        if (answer.getCode() != 200 || answer.getEntity() == null) {
            return "";
        }
        try (InputStream stream = answer.getEntity().getContent()) {
            byte[] bytes = stream.readNBytes(MOST + 1);
            if (bytes.length > MOST) {
                throw unreadable("It answered more than " + (MOST >> 20) + " MB.");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw unreadable("It leads on to what is no address.").causedBy(e);
        }
    }

    private static SlipwayException unreadable(String message) {
        return SlipwayException.of(
                ErrorCode.SPRINTS_UNREADABLE, message, "Look at the address that the rollout file names.");
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
