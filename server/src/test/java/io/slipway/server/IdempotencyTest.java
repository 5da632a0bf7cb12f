package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A request that comes twice with one key is carried out once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class IdempotencyTest {
    private static final String KEY = "Idempotency-Key";
    private static final Map<String, Object> TO_DEV = Map.of("artifact", "latest", "environment", "dev");
    private static final Map<String, Object> TO_QA = Map.of("artifact", "latest", "environment", "qa");

    private Path folder;
    private TestServer server;
    private int tests;
    private String name;
    private SampleProject shop;
    private Client lee;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test has its own project, and its own Lee, whose keys nobody has used yet. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        shop = SampleProject.make(folder.resolve(name), name);
        lee = Client.of(server, "lee-" + tests, Role.TEAM_LEAD, Role.ADMINISTRATOR);
        lee.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
    }

    @Test
    void theFirstAnswerComesAgain() throws Exception {
        lee.upload(name, shop.pack());
        TestServer.Answer first = lee.post(at("deployments"), TO_DEV, KEY, "k-1");
        TestServer.Answer again = lee.post(at("deployments"), TO_DEV, KEY, "k-1");
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(again.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(deployments()).isEqualTo(1);
        TestServer.Answer other = lee.post(at("deployments"), TO_DEV, KEY, "k-2");
        assertThat(number(other)).isEqualTo(number(first) + 1);
    }

    @Test
    void aRefusalComesAgainToo() throws Exception {
        lee.upload(name, shop.pack());
        TestServer.Answer first = lee.post(at("deployments"), TO_QA, KEY, "k-1");
        assertThat(first.json().path("code").asString()).isEqualTo("gate-not-passed");
        lee.ended(lee.post(at("deployments"), TO_DEV));
        TestServer.Answer again = lee.post(at("deployments"), TO_QA, KEY, "k-1");
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Content-Type").orElse("")).contains("problem+json");
    }

    @Test
    void theSameKeyWithAnotherRequestIsRefused() throws Exception {
        lee.upload(name, shop.pack());
        lee.ended(lee.post(at("deployments"), TO_DEV, KEY, "k-1"));
        TestServer.Answer other = lee.post(at("deployments"), TO_QA, KEY, "k-1");
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.json().path("code").asString()).isEqualTo("idempotency-key-reused");
        TestServer.Answer elsewhere = lee.post(at("forecasts"), TO_DEV, KEY, "k-1");
        assertThat(elsewhere.status()).isEqualTo(422);
        assertThat(deployments()).isEqualTo(1);
    }

    @Test
    void keysOfTwoPeopleHaveNothingToDoWithEachOther() throws Exception {
        lee.upload(name, shop.pack());
        Client ann = Client.of(server, "ann", Role.DBA);
        TestServer.Answer hers = ann.post(at("deployments"), TO_DEV, KEY, "same");
        TestServer.Answer his = lee.post(at("deployments"), TO_DEV, KEY, "same");
        assertThat(number(hers)).isNotEqualTo(number(his));
    }

    @Test
    void atOnceItIsCarriedOutOnce() throws Exception {
        lee.upload(name, shop.pack());
        List<CompletableFuture<TestServer.Answer>> running = new ArrayList<>();
        IntStream.range(0, 8)
                .forEach(i -> running.add(CompletableFuture.supplyAsync(() -> {
                    try {
                        return lee.post(at("deployments"), TO_DEV, KEY, "at-once");
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                })));
        for (CompletableFuture<TestServer.Answer> each : running) {
            TestServer.Answer answer = each.get();
            assertThat(answer.status() == 201
                            || answer.json().path("code").asString().equals("request-under-way"))
                    .as(answer.body())
                    .isTrue();
        }
        assertThat(deployments()).isEqualTo(1);
    }

    @Test
    void anArtifactHandedInTwiceIsReadOnce() throws Exception {
        Path artifact = shop.pack();
        TestServer.Answer first = lee.upload(name, artifact, KEY, "up");
        TestServer.Answer again = lee.upload(name, artifact, KEY, "up");
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        shop.script("002_more", "CREATE TABLE more (id integer);", "DROP TABLE more;");
        assertThat(lee.upload(name, shop.pack(), KEY, "up").status()).isEqualTo(422);
        assertThat(server.data().resolve("incoming")).isEmptyDirectory();
    }

    @Test
    void neitherSecretsNorKeysAreKept() throws Exception {
        List<String> before = rows();
        Person person = server.person("sam", Role.DEVELOPER);
        String cookie = Sessions.COOKIE + "=" + server.session(person);
        TestServer.Answer form = server.get("/me", "Cookie", cookie);
        String formCookie = form.headers().allValues("Set-Cookie").stream()
                .filter(c -> c.startsWith("slipway_form="))
                .map(c -> c.substring(0, c.indexOf(';')))
                .findFirst()
                .orElseThrow();
        String value = form.body().replaceAll("(?s).*name=\"_csrf\" value=\"([^\"]+)\".*", "$1");
        String[] headers = {"Cookie", cookie + "; " + formCookie, "X-XSRF-TOKEN", value, KEY, "secret-key-canary"};
        String body = "{\"name\": \"ci\", \"permissions\": [\"view\"]}";
        TestServer.Answer made = server.send("POST", "/api/me/tokens", body, headers);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        String secret = made.json().path("secret").asString();
        TestServer.Answer again = server.send("POST", "/api/me/tokens", body, headers);
        assertThat(again.status()).as(again.body()).isEqualTo(409);
        assertThat(again.json().path("code").asString()).isEqualTo("request-under-way");
        lee.post(
                "/api/people",
                Map.of("name", "pat", "fullName", "Pat", "password", "a canary in a coal mine", "roles", List.of()),
                KEY,
                "k-people");
        List<String> rows = rows();
        rows.removeAll(before);
        assertThat(rows).hasSize(2).allSatisfy(row -> assertThat(row).doesNotContain(secret, "canary", "k-people"));
    }

    @Test
    void aKeyIsForgottenAfterADayAndABadOneRefused() throws Exception {
        lee.upload(name, shop.pack());
        TestServer.Answer first = lee.post(at("deployments"), TO_DEV, KEY, "k-1");
        server.part(Store.class)
                .run(handle -> handle.execute(
                        "UPDATE idempotency SET at = at - ?",
                        Duration.ofHours(25).toMillis()));
        TestServer.Answer later = lee.post(at("deployments"), TO_DEV, KEY, "k-1");
        assertThat(number(later)).as(later.body()).isEqualTo(number(first) + 1);
        TestServer.Answer bad = lee.post(at("deployments"), TO_DEV, KEY, "x".repeat(201));
        assertThat(bad.json().path("code").asString()).as(bad.body()).isEqualTo("request-invalid");
    }

    private String at(String what) {
        return "/api/projects/" + name + "/" + what;
    }

    private static long number(TestServer.Answer answer) {
        return answer.json().path("number").asLong();
    }

    private List<String> rows() {
        return server.part(Store.class)
                .read(handle ->
                        new ArrayList<>(handle.createQuery("SELECT id || request || kind || body FROM idempotency")
                                .mapTo(String.class)
                                .list()));
    }

    private long deployments() {
        return server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT count(*) FROM deployment WHERE project = :project")
                        .bind("project", name)
                        .mapTo(Long.class)
                        .one());
    }
}
