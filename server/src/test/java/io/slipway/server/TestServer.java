package io.slipway.server;

import io.slipway.release.progress.Progress;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A real server on a free port, with its SQLite file in a temporary folder, and ways to talk to it. */
final class TestServer implements AutoCloseable {
    static final String PASSWORD = "correct horse battery";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final SlipwayServer server;
    private final Path data;
    private final HttpClient client =
            HttpClient.newBuilder().followRedirects(HttpClient.Redirect.NEVER).build();

    private TestServer(SlipwayServer server, Path data) {
        this.server = server;
        this.data = data;
    }

    static TestServer start(Path data, Map<String, String> environment) {
        return start(data, StoreSettings.embedded(data), "node-1", environment);
    }

    static TestServer start(Path data, StoreSettings store, String node, Map<String, String> environment) {
        return start(
                data,
                store,
                node,
                environment,
                new Operations(
                        Operations.LogFormat.TEXT,
                        Optional.empty(),
                        Optional.empty(),
                        List.of(new Operations.Shown("port", "0", "flag --port"))));
    }

    static TestServer start(
            Path data, StoreSettings store, String node, Map<String, String> environment, Operations operations) {
        ServerSettings settings = new ServerSettings(
                        "127.0.0.1", 0, data, store, node, Optional.empty(), 4, 64 << 20, environment)
                .with(operations);
        return new TestServer(SlipwayServer.start(settings, Clock.systemUTC(), Progress.NONE), data);
    }

    /** One that may send notifications where the guard lets. */
    static TestServer start(Path data, GuardSettings guard, Map<String, String> environment) {
        return start(data, StoreSettings.embedded(data), guard, environment);
    }

    static TestServer start(Path data, StoreSettings store, GuardSettings guard, Map<String, String> environment) {
        return start(data, store, guard, environment, Operations.PLAIN);
    }

    static TestServer start(
            Path data,
            StoreSettings store,
            GuardSettings guard,
            Map<String, String> environment,
            Operations operations) {
        return start(data, store, guard, environment, operations, Clock.systemUTC());
    }

    static TestServer start(
            Path data,
            StoreSettings store,
            GuardSettings guard,
            Map<String, String> environment,
            Operations operations,
            Clock clock) {
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                0,
                data,
                store,
                "node-1",
                Optional.empty(),
                4,
                64 << 20,
                environment,
                List.of(),
                Optional.empty(),
                guard,
                operations);
        return new TestServer(SlipwayServer.start(settings, clock, Progress.NONE), data);
    }

    /** One whose time a test moves. */
    static TestServer at(Clock clock, Path data) {
        return at(clock, data, "node-1");
    }

    static TestServer at(Clock clock, Path data, String node) {
        ServerSettings settings = new ServerSettings(
                "127.0.0.1", 0, data, StoreSettings.embedded(data), node, Optional.empty(), 4, 64 << 20, Map.of());
        return new TestServer(SlipwayServer.start(settings, clock, Progress.NONE), data);
    }

    /** One whose time a test moves, and which knows its address, so that links can be mailed. */
    static TestServer reachable(Clock clock, Path data) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                port,
                data,
                StoreSettings.embedded(data),
                "node-1",
                Optional.empty(),
                4,
                64 << 20,
                Map.of());
        return new TestServer(SlipwayServer.start(settings, clock, Progress.NONE), data);
    }

    static TestServer of(SlipwayServer server, Path data) {
        return new TestServer(server, data);
    }

    URI url(String path) {
        return server.url().resolve(path);
    }

    SlipwayServer server() {
        return server;
    }

    Path data() {
        return data;
    }

    <T> T part(Class<T> type) {
        return server.part(type);
    }

    /** Somebody with a role everywhere; signs in with {@link #PASSWORD}. */
    Person person(String name, Role... roles) {
        return part(People.class)
                .add(
                        "test",
                        new People.NewPerson(name, "Full " + name, Optional.empty(), Optional.of(PASSWORD)),
                        java.util.Arrays.stream(roles)
                                .map(role -> new Grant(role, "", ""))
                                .toList());
    }

    /** A browser's session of that person, without the form. */
    String session(Person person) {
        return part(Sessions.class).start(person);
    }

    /** What came back. */
    record Answer(int status, String body, java.net.http.HttpHeaders headers) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(url(path)).GET(), headers);
    }

    Answer send(String method, String path, String body, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(url(path))
                        .method(method, HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "application/json"),
                headers);
    }

    Answer upload(String path, Path file, String... headers) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder(url(path))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Files.readAllBytes(file)))
                        .header("Content-Type", "application/zip"),
                headers);
    }

    Answer send(HttpRequest.Builder request, String... headers) throws IOException, InterruptedException {
        List<String> pairs = List.of(headers);
        for (int i = 0; i < pairs.size(); i += 2) {
            request.header(pairs.get(i), pairs.get(i + 1));
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body(), response.headers());
    }

    @Override
    public void close() {
        server.close();
    }
}
