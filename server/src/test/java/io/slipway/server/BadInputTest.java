package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.account.Tokens;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What strangers send: each is answered with a problem and a code, and leaves nothing behind. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
    private static final int LARGE = 100 << 20;

    private Path folder;
    private TestServer server;
    private Client admin;
    private int tests;
    private String name;
    private SampleProject shop;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test sends its own project what does not belong there. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        shop = SampleProject.make(folder.resolve(name), name);
        admin.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
    }

    @Test
    void tokensThatAreUnknownExpiredRevokedOrOfSomethingElse() throws Exception {
        problem(
                server.get("/api/projects/" + name, "Authorization", "Bearer slipway_nobody-knows-me"),
                401,
                "not-signed-in");
        problem(server.get("/api/projects/" + name, "Authorization", "Basic cm9vdDpyb290"), 401, "not-signed-in");
        problem(server.get("/api/projects/" + name), 401, "not-signed-in");
        problem(server.send("POST", "/api/projects", "{}"), 401, "not-signed-in");

        Person lee = server.person("lee", Role.TEAM_LEAD);
        Tokens.Made ended = Client.token(server, lee, "", Duration.ofMillis(1));
        Thread.sleep(20);
        problem(get("/api/projects/" + name, ended), 401, "not-signed-in");

        Tokens.Made revoked = Client.token(server, lee, "", Duration.ofDays(1));
        assertThat(get("/api/projects/" + name, revoked).status()).isEqualTo(200);
        server.part(Tokens.class)
                .revoke(
                        new io.slipway.server.access.Caller(lee, List.of(), Optional.empty()),
                        revoked.token().id());
        problem(get("/api/projects/" + name, revoked), 401, "not-signed-in");

        Tokens.Made foreign = Client.token(server, lee, "other", Duration.ofDays(1));
        problem(get("/api/projects/" + name, foreign), 404, "not-found");
    }

    @Test
    void jsonThatIsBrokenOrOfOtherTypes() throws Exception {
        String path = at("deployments");
        for (String body : new String[] {
            "",
            "{",
            "null",
            "[]",
            "\"text\"",
            "{\"artifact\": {}, \"environment\": \"dev\"}",
            "{\"artifact\": \"latest\"}",
            "{\"artifact\": \"latest\", \"environment\": [\"dev\"]}",
            "{\"artifact\": \"latest\", \"environment\": \"dev\", \"notBefore\": \"soon\"}",
            "{\"artifact\": \"latest\", \"environment\": \"dev\", \"skipGate\": \"perhaps\"}",
            "{\"a\":".repeat(2_000)
        }) {
            TestServer.Answer answer = admin.send("POST", path, body);
            assertThat(answer.json().path("code").asString())
                    .as(body + " → " + answer.body())
                    .isEqualTo("request-invalid");
            problem(answer, 400, "request-invalid");
        }
        problem(admin.get(at("deployments/one")), 400, "request-invalid");
        problem(admin.get(at("deployments?before=x")), 400, "request-invalid");
        problem(admin.send("PATCH", path, "{}"), 405, "request-invalid");
        problem(admin.get("/api/nowhere"), 404, "not-found");
        TestServer.Answer lacking = admin.post("/api/people", Map.of("name", "x", "fullName", "X"));
        problem(lacking, 400, "request-invalid");
        assertThat(lacking.json().path("detail").asString()).contains("'roles'");
        problem(admin.post("/api/projects", Map.of()), 400, "request-invalid");
        problem(admin.send("POST", at("deployments/1/decisions"), "{}"), 400, "request-invalid");
        assertThat(server.part(Store.class)
                        .<Long>read(
                                handle -> handle.createQuery("SELECT count(*) FROM deployment WHERE project = :project")
                                        .bind("project", name)
                                        .mapTo(Long.class)
                                        .one()))
                .isZero();
    }

    @Test
    void anIdOfAnotherProject() throws Exception {
        SampleProject other = SampleProject.make(folder.resolve("other"), "other");
        admin.post("/api/projects", Map.of("definition", other.definition("other"), "trustedKeys", other.publicKey()));
        admin.upload("other", other.pack());
        TestServer.Answer asked =
                admin.post("/api/projects/other/deployments", Map.of("artifact", "latest", "environment", "dev"));
        long number = asked.json().path("number").asLong();
        problem(admin.get(at("deployments") + "/" + number), 404, "not-found");
        problem(admin.get(at("deployments") + "/" + number + "/events"), 404, "not-found");
        problem(admin.send("POST", at("deployments") + "/" + number + "/cancellation", "{}"), 404, "not-found");
        problem(
                admin.post(at("deployments") + "/" + number + "/decisions", Map.of("approve", true, "binding", "x")),
                404,
                "not-found");
        problem(admin.get(at("artifacts/1.0.0")), 404, "artifact-missing");

        Client theirs = Client.of(server, "tom", List.of(new Grant(Role.RELEASE_MANAGER, "other", "")));
        problem(theirs.get("/api/projects/" + name), 404, "not-found");
        problem(theirs.get(at("status")), 404, "not-found");
        problem(theirs.post(at("rollbacks"), Map.of("environment", "dev", "last", true)), 404, "not-found");
        assertThat(theirs.get("/api/projects").json().path("projects")).hasSize(1);
    }

    @Test
    void uploadsThatAreNoArtifactOfThisProject() throws Exception {
        Path whole = shop.pack();
        byte[] bytes = Files.readAllBytes(whole);
        Path broken = folder.resolve("broken.zip");

        Files.write(broken, Arrays.copyOf(bytes, bytes.length / 2));
        problem(admin.upload(name, broken), 422, "artifact-damaged");
        Files.write(broken, new byte[0]);
        problem(admin.upload(name, broken), 422, "artifact-damaged");
        byte[] flipped = bytes.clone();
        flipped[flipped.length / 2] ^= 1;
        Files.write(broken, flipped);
        TestServer.Answer changed = admin.upload(name, broken);
        assertThat(changed.status()).as(changed.body()).isEqualTo(422);
        Files.write(broken, bomb());
        TestServer.Answer bomb = admin.upload(name, broken);
        assertThat(bomb.status()).as(bomb.body()).isEqualTo(422);
        assertThat(bomb.json().path("code").asString()).startsWith("artifact-");

        SampleProject other = SampleProject.make(folder.resolve("another"), "another");
        problem(admin.upload(name, other.pack()), 409, "gate-not-passed");

        assertThat(admin.get(at("artifacts")).json().path("artifacts")).isEmpty();
        nothingIsLeft();
        assertThat(admin.upload(name, whole).status()).isEqualTo(201);
    }

    @Test
    void aBodyOfAHundredMegabytes() throws Exception {
        Path noise = folder.resolve("noise.zip");
        try (OutputStream out = Files.newOutputStream(noise)) {
            byte[] block = new byte[1 << 20];
            Random random = new Random(1);
            for (int i = 0; i < 50; i++) {
                random.nextBytes(block);
                out.write(block);
            }
        }
        problem(admin.upload(name, noise), 422, "artifact-damaged");
        problem(admin.upload(name, noise, "Idempotency-Key", "noise"), 422, "artifact-damaged");

        for (String kind : new String[] {"application/json", "application/zip"}) {
            String path = kind.endsWith("zip") ? at("artifacts") : at("deployments");
            assertThat(announced(path, kind))
                    .as(kind)
                    .startsWith("HTTP/1.1 413")
                    .contains("application/problem+json", "\"code\":\"request-too-large\"");
        }
        String large = "{\"artifact\": \"" + "x".repeat(2 << 20) + "\"}";
        problem(
                server.send(
                        HttpRequest.newBuilder(server.url(at("deployments")))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofInputStream(() ->
                                        new java.io.ByteArrayInputStream(large.getBytes(StandardCharsets.UTF_8)))),
                        "Authorization",
                        admin.authorization()),
                413,
                "request-too-large");
        nothingIsLeft();
    }

    @Test
    void aTargetThatIsNotThere() throws Exception {
        admin.upload(name, shop.pack());
        String elsewhere = shop.definition(name)
                .replace(
                        shop.database("dev").toString(),
                        folder.resolve("no/such/dev.db").toString());
        admin.put(at("definition"), Map.of("definition", elsewhere, "revision", 1));
        Map<String, Object> wish = Map.of("artifact", "latest", "environment", "dev");
        problem(admin.post(at("deployments"), wish), 502, "database-unreachable");
        problem(admin.post(at("forecasts"), wish), 502, "database-unreachable");
        problem(admin.get(at("environments/dev/history")), 502, "database-unreachable");
        problem(admin.get(at("environments/nowhere/history")), 404, "environment-unknown");
        TestServer.Answer status = admin.get(at("status"));
        assertThat(status.json()
                        .path("environments")
                        .get(0)
                        .path("error")
                        .path("code")
                        .asString())
                .isEqualTo("database-unreachable");
    }

    private String at(String what) {
        return "/api/projects/" + name + "/" + what;
    }

    /** Announces 100 MB, sends a little, and reads the answer. */
    private String announced(String path, String kind) throws Exception {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.url("/").getPort())) {
            socket.setSoTimeout(20_000);
            OutputStream out = socket.getOutputStream();
            out.write(("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + kind
                            + "\r\nIdempotency-Key: large\r\nAuthorization: " + admin.authorization()
                            + "\r\nContent-Length: " + LARGE + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(new byte[1 << 16]);
            out.flush();
            InputStream in = socket.getInputStream();
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            while (!answer.toString(StandardCharsets.UTF_8).contains("\"code\":")) {
                int next = in.read();
                if (next < 0) {
                    break;
                }
                answer.write(next);
            }
            for (int i = 0; i < 20; i++) {
                answer.write(in.read());
            }
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** 1 GB of zeros in 5 MB, packed as fast as it goes. */
    private static byte[] bomb() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setLevel(Deflater.BEST_SPEED);
            zip.putNextEntry(new ZipEntry("manifest.json"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 1_024; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        return bytes.toByteArray();
    }

    private void nothingIsLeft() {
        assertThat(server.data().resolve("incoming")).isEmptyDirectory();
        assertThat(server.data().resolve("artifacts/incoming")).isEmptyDirectory();
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter(name, "", "artifact-handed-in", 999), 9))
                .isEmpty();
    }

    private TestServer.Answer get(String path, Tokens.Made token) throws Exception {
        return server.get(path, "Authorization", "Bearer " + token.secret());
    }

    private static void problem(TestServer.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type").orElse(""))
                .as(answer.body())
                .startsWith("application/problem+json");
        assertThat(answer.json().path("code").asString()).as(answer.body()).isEqualTo(code);
        assertThat(answer.json().path("detail").asString()).as(answer.body()).isNotBlank();
        assertThat(answer.body()).doesNotContain("Exception", "io.slipway", "org.springframework");
    }
}
