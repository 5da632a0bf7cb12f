package io.slipway.server.support;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.slipway.release.target.Secret;
import io.slipway.server.notification.AddressGuard;
import io.slipway.server.notification.GuardedHttp;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.HttpHostConnectException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;

/**
 * Speaks JSON with trackers and the like, where the guard lets: it follows no redirect, tries once, and keeps no connection. What a
 * tracker says goes wrong is not told on: it may quote what it was sent.
 */
public final class TrackerHttp implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int AT_ONCE = 5;
    private static final int LARGEST = 1 << 20;
    private final CloseableHttpClient http;
    private final ScheduledExecutorService ticker;
    private final Duration whole;

    public TrackerHttp(AddressGuard guard, ScheduledExecutorService ticker, Duration whole) {
        this.ticker = ticker;
        this.whole = whole;
        this.http = GuardedHttp.client(guard, whole, AT_ONCE).build();
    }

    /** Basic authentication. */
    public record Login(String user, Secret password) {
        public String header() {
            return password.use(text -> "Basic "
                    + Base64.getEncoder().encodeToString((user + ":" + text).getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** @return what it answered; nothing for an empty answer */
    JsonNode call(Login login, String method, URI url, Optional<JsonNode> body) throws TrackerFailure {
        return call(login.header(), method, url, body);
    }

    /** @param authorization as the header has it */
    public JsonNode call(String authorization, String method, URI url, Optional<JsonNode> body) throws TrackerFailure {
        HttpUriRequestBase request = new HttpUriRequestBase(method, url);
        body.ifPresent(json -> request.setEntity(
                new StringEntity(json.toString(), ContentType.APPLICATION_JSON.withCharset(StandardCharsets.UTF_8))));
        return send(authorization, request);
    }

    /** Posts a form, as those who give out tokens want it. */
    public JsonNode form(String authorization, URI url, Map<String, String> fields) throws TrackerFailure {
        HttpUriRequestBase request = new HttpUriRequestBase("POST", url);
        request.setEntity(new StringEntity(
                fields.entrySet().stream()
                        .map(field ->
                                field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")),
                ContentType.APPLICATION_FORM_URLENCODED));
        return send(authorization, request);
    }

    private JsonNode send(String authorization, HttpUriRequestBase request) throws TrackerFailure {
        request.setHeader("Authorization", authorization);
        request.setHeader("Accept", "application/json");
        ScheduledFuture<?> end = ticker.schedule(request::cancel, whole.toMillis(), TimeUnit.MILLISECONDS);
        try (ClassicHttpResponse answer = http.executeOpen(null, request, null)) {
            return read(answer);
        } catch (UnknownHostException e) {
            throw new TrackerFailure(
                    "There is no such host, or notifications may not go there.", false, false, Duration.ZERO);
        } catch (HttpHostConnectException e) {
            throw new TrackerFailure("It cannot be connected to.", false, false, Duration.ZERO);
        } catch (IOException e) {
            throw new TrackerFailure("It did not answer, or not to the end.", true, false, Duration.ZERO);
        } finally {
            end.cancel(false);
        }
    }

    private static JsonNode read(ClassicHttpResponse answer) throws IOException, TrackerFailure {
        int status = answer.getCode();
        if (status >= 500) {
            throw new TrackerFailure("It answered " + status + ".", true, false, GuardedHttp.retryAfter(answer));
        }
        if (status < 200 || status >= 300) {
            boolean later = status == 429 || status == 408 || status == 401 || status == 403;
            throw new TrackerFailure(status, !later, GuardedHttp.retryAfter(answer));
        }
        if (answer.getEntity() == null) {
            return MissingNode.getInstance();
        }
        try (InputStream content = answer.getEntity().getContent()) {
            byte[] bytes = content.readNBytes(LARGEST);
            return bytes.length == 0 ? MissingNode.getInstance() : JSON.readTree(new ByteArrayInputStream(bytes));
        } catch (JsonProcessingException e) {
            throw new TrackerFailure("Its answer is no JSON.", true, false, Duration.ZERO);
        }
    }

    @Override
    public void close() throws IOException {
        http.close();
    }
}
