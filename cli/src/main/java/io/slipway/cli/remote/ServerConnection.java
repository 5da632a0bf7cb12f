package io.slipway.cli.remote;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.Reports;
import io.slipway.release.target.Secret;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Locale;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Speaks HTTP with one server. What it refuses is thrown as the error it would be here. Whatever changes something
 * carries an idempotency key, so that a request whose answer got lost can be sent again without being done twice.
 */
public final class ServerConnection {
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofMinutes(5);
    private static final int TRIES = 3;
    private static final String JSON = "application/json";
    private final URI url;
    private final Secret token;
    private final HttpClient client;

    /**
     * @param url where the server is, {@code http} or {@code https}
     * @throws SlipwayException {@code usage} for anything else
     */
    public ServerConnection(String url, Secret token) {
        this.url = parsed(url);
        this.token = token;
        // A redirect is never followed: the token is for this server only.
        this.client = HttpClient.newBuilder()
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static URI parsed(String text) {
        URI uri;
        try {
            uri = URI.create(text.replaceFirst("/+$", ""));
        } catch (IllegalArgumentException e) {
            throw noUrl();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || uri.getHost() == null || uri.getUserInfo() != null) {
            throw noUrl();
        }
        return uri;
    }

    private static SlipwayException noUrl() {
        return SlipwayException.of(
                ErrorCode.USAGE,
                "--server must be a URL such as https://slipway.example.com.",
                "Credentials do not belong in it; use --token.");
    }

    /** Whether everybody on the way can read along, the token too. */
    public boolean readable() {
        return "http".equalsIgnoreCase(url.getScheme()) && !url.getHost().matches("localhost|127\\.[0-9.]+|\\[::1]");
    }

    /** What the user calls the server. */
    public URI url() {
        return url;
    }

    public <T> T get(String path, Class<T> type) {
        return read(sent(request(path).GET()), type);
    }

    public <T> T post(String path, Object body, Class<T> type) {
        return read(
                sent(request(path)
                        .header("Content-Type", JSON)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .POST(BodyPublishers.ofString(Reports.text(body)))),
                type);
    }

    /** Sends JSON by another verb than POST, which may be sent again as it is. */
    public <T> T send(String verb, String path, Object body, Class<T> type) {
        return read(
                sent(request(path)
                        .header("Content-Type", JSON)
                        .method(verb, BodyPublishers.ofString(Reports.text(body)))),
                type);
    }

    public <T> T upload(String path, Path file, Class<T> type) {
        try {
            return read(
                    sent(request(path)
                            .header("Content-Type", "application/zip")
                            .header("Idempotency-Key", UUID.randomUUID().toString())
                            .POST(BodyPublishers.ofFile(file))),
                    type);
        } catch (FileNotFoundException e) {
            throw SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "there is no artifact " + file, "")
                    .causedBy(e);
        }
    }

    /**
     * Sends JSON once, and gives the JSON that is answered; empty when there is none.
     *
     * @param limit how long to wait for the answer
     * @throws SlipwayException {@code server-unreachable}, and what the server refuses
     */
    public String exchange(String path, String json, Duration limit) {
        HttpRequest request = request(path)
                .timeout(limit)
                .header("Content-Type", JSON)
                .POST(BodyPublishers.ofString(json))
                .build();
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            return response.statusCode() == 204 ? "" : body(response);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    /** Fetches a file; it is there when all of it is. */
    public void download(String path, Path file) {
        Path part = file.resolveSibling("." + UUID.randomUUID() + ".part");
        try {
            HttpResponse<Path> response = client.send(
                    request(path).GET().build(),
                    info -> info.statusCode() == 200 ? BodySubscribers.ofFile(part) : BodySubscribers.replacing(part));
            if (response.statusCode() != 200) {
                throw SlipwayException.of(
                        ErrorCode.ARTIFACT_MISSING,
                        "The server did not give the artifact: it said " + response.statusCode() + ".",
                        "");
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            delete(part);
        }
    }

    private static void delete(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /**
     * Reads server-sent events until the stream ends.
     *
     * @param after id of the last event that was read; 0 for all
     * @param reader is given each event's name and data
     * @return id of the last event read now
     * @throws IOException the connection was lost
     */
    long events(String path, long after, BiConsumer<String, String> reader) throws IOException {
        HttpResponse<Stream<String>> response;
        try {
            response = client.send(
                    request(path)
                            .header("Accept", "text/event-stream")
                            .header("Last-Event-ID", Long.toString(after))
                            .GET()
                            .build(),
                    BodyHandlers.ofLines());
        } catch (InterruptedException e) {
            throw interrupted();
        }
        EventReader events = new EventReader(after, reader);
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            lines.forEach(events::line);
        } catch (java.io.UncheckedIOException e) {
            // what was read is told already; the caller goes on after it
            return events.last();
        }
        return events.last();
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER).header("User-Agent", "slipway");
        return token.isPresent() ? token.use(value -> request.header("Authorization", "Bearer " + value)) : request;
    }

    private HttpResponse<String> sent(HttpRequest.Builder request) {
        HttpRequest built = request.build();
        for (int attempt = 1; ; attempt++) {
            try {
                return client.send(built, BodyHandlers.ofString());
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw unreachable(e);
                }
                pause(attempt);
            } catch (InterruptedException e) {
                throw interrupted();
            }
        }
    }

    static void pause(int attempt) {
        try {
            Thread.sleep(200L * attempt);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static SlipwayException interrupted() {
        Thread.currentThread().interrupt();
        return SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "");
    }

    SlipwayException unreachable(IOException e) {
        String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return SlipwayException.of(
                        ErrorCode.SERVER_UNREACHABLE,
                        "The server at " + url + " cannot be reached: " + why + ".",
                        "Check --server, and that the server runs.")
                .causedBy(e);
    }

    private <T> T read(HttpResponse<String> response, Class<T> type) {
        try {
            return Reports.read(body(response), type);
        } catch (IllegalArgumentException e) {
            throw stranger(response).causedBy(e);
        }
    }

    private String body(HttpResponse<String> response) {
        String kind = response.headers().firstValue("Content-Type").orElse("");
        try {
            if (response.statusCode() / 100 == 2 && kind.startsWith(JSON)) {
                return response.body();
            }
            if (kind.startsWith("application/problem+json")) {
                throw Reports.read(response.body(), Problem.class).exception();
            }
        } catch (IllegalArgumentException e) {
            throw stranger(response).causedBy(e);
        }
        throw stranger(response);
    }

    private SlipwayException stranger(HttpResponse<String> response) {
        return SlipwayException.of(
                ErrorCode.SERVER_UNREACHABLE,
                "What answers at " + url + " is no Slipway server of this version: it said " + response.statusCode()
                        + ".",
                "Check --server, and whatever stands between here and there.");
    }

    /** An error as HTTP carries it (RFC 9457). */
    private record Problem(
            String code,
            String category,
            String detail,
            String help,
            java.util.Optional<io.slipway.release.error.Location> location) {
        SlipwayException exception() {
            if (code == null) {
                throw new IllegalArgumentException("a problem without a code");
            }
            return new ErrorReport(code, category, detail, help, location).exception();
        }
    }
}
