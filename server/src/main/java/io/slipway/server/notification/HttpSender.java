package io.slipway.server.notification;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Posts JSON to where the guard lets: follows no redirect, tries once, keeps no connection and no cookie, and reads no
 * more of the answer than its head, so that nothing of a receiver's network comes back to whoever chose the address.
 */
public final class HttpSender implements AutoCloseable {
    private static final int AT_ONCE = 32;
    private static final Duration WHOLE = Duration.ofSeconds(10);
    private static final int GONE = 410;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService ticker;

    public HttpSender(AddressGuard guard, ScheduledExecutorService ticker) {
        this.ticker = ticker;
        this.http = GuardedHttp.client(guard, WHOLE, AT_ONCE)
                .disableContentCompression()
                .build();
    }

    Outcome post(URI url, String body, Map<String, String> headers) {
        HttpPost post = new HttpPost(url);
        headers.forEach(post::setHeader);
        post.setEntity(new StringEntity(body, ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8)));
        // A receiver that sends a byte now and then would pass every time limit of the library.
        ScheduledFuture<?> end = ticker.schedule(post::cancel, WHOLE.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse answer = http.executeOpen(null, post, null)) {
            return outcome(answer);
        } catch (AddressGuard.Refused e) {
            return new Outcome.Failed("The address is refused: it " + reason(e), true);
        } catch (UnknownHostException e) {
            return new Outcome.Failed("There is no such host.", false);
        } catch (SSLException e) {
            return new Outcome.Failed("Its TLS certificate is not to be trusted, or it speaks no TLS.", false);
        } catch (SocketTimeoutException e) {
            return new Outcome.Failed("It did not answer in time.", false);
        } catch (IOException e) {
            return new Outcome.Failed(
                    post.isCancelled() ? "It did not answer in time." : "The connection failed.", false);
        } finally {
            end.cancel(false);
        }
    }

    private static String reason(AddressGuard.Refused e) {
        return Optional.ofNullable(e.getMessage()).orElse("").replaceFirst("^'[^']*' ", "") + ".";
    }

    private static Outcome outcome(ClassicHttpResponse answer) {
        int status = answer.getCode();
        if (status >= 200 && status < 300) {
            return new Outcome.Sent("answered " + status);
        }
        return new Outcome.Failed("It answered " + status + ".", status == GONE, GuardedHttp.retryAfter(answer));
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
