package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Caller;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;

/** A program that speaks with the server, with somebody's token. */
final class Client {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private final TestServer server;
    private final String token;

    private Client(TestServer server, String token) {
        this.server = server;
        this.token = token;
    }

    /** Of a new person with these roles everywhere. */
    static Client of(TestServer server, String name, Role... roles) {
        return of(
                server,
                name,
                Arrays.stream(roles).map(role -> new Grant(role, "", "")).toList());
    }

    static Client of(TestServer server, String name, List<Grant> grants) {
        Person person = server.part(People.class)
                .add("test", new People.NewPerson(name, "Full " + name, Optional.empty(), Optional.empty()), grants);
        return new Client(server, token(server, person, "", Duration.ofDays(30)).secret());
    }

    /** Of somebody who has an account already. */
    static Client of(TestServer server, Person person) {
        return new Client(
                server, token(server, person, "", Duration.ofDays(300)).secret());
    }

    static Tokens.Made token(TestServer server, Person person, String project, Duration life) {
        return server.part(Tokens.class)
                .make(
                        new Caller(person, List.of(), Optional.empty()),
                        "test",
                        EnumSet.allOf(Permission.class),
                        project,
                        life);
    }

    TestServer.Answer get(String path, String... headers) throws Exception {
        return server.get(path, with(headers));
    }

    TestServer.Answer post(String path, Object body, String... headers) throws Exception {
        return send("POST", path, JSON.writeValueAsString(body), headers);
    }

    TestServer.Answer put(String path, Object body) throws Exception {
        return send("PUT", path, JSON.writeValueAsString(body));
    }

    TestServer.Answer send(String method, String path, String body, String... headers) throws Exception {
        return server.send(method, path, body, with(headers));
    }

    TestServer.Answer upload(String project, Path artifact, String... headers) throws Exception {
        return server.upload("/api/projects/" + project + "/artifacts", artifact, with(headers));
    }

    /** Waits until a deployment or rollback that was asked for is over. */
    TestServer.Answer ended(TestServer.Answer asked) throws Exception {
        assertThat(asked.status()).as(asked.body()).isBetween(200, 201);
        String path = "/api/projects/" + asked.json().path("project").asString() + "/deployments/"
                + asked.json().path("number").asLong();
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (System.nanoTime() < end) {
            TestServer.Answer now = get(path);
            if (now.json().hasNonNull("endedAt")) {
                return now;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("it does not end: " + get(path).body());
    }

    String token() {
        return token;
    }

    String authorization() {
        return "Bearer " + token;
    }

    private String[] with(String... headers) {
        String[] all = Arrays.copyOf(headers, headers.length + 2);
        all[headers.length] = "Authorization";
        all[headers.length + 1] = authorization();
        return all;
    }
}
