package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.CuttableLine;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The server's own database goes away in the middle of a request: it says so, loses nothing, doubles nothing.
 *
 * <p>{@code -Dstore.away.seconds=N} sets how long it stays away after a deployment has ended (default 0); from 16 on
 * nothing that waits for a connection still waits for it.
 */
class StoreGoesAwayTest {
    private static final Duration AWAY = Duration.ofSeconds(Integer.getInteger("store.away.seconds", 0));
    private static final String KEY = "Idempotency-Key";

    @TempDir
    private Path folder;

    private CuttableLine line;
    private TestServer server;
    private SampleProject shop;
    private Client lee;

    @BeforeEach
    void start() throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        line = new CuttableLine(PostgresServer.newest().port());
        String url = database.url().replace(":" + PostgresServer.newest().port() + "/", ":" + line.port() + "/");
        assertThat(url).isNotEqualTo(database.url());
        // A statement that was sent often goes by a name, and the line would no longer see its words.
        url += (url.contains("?") ? "&" : "?") + "prepareThreshold=0";
        server = TestServer.start(
                folder.resolve("data"),
                StoreSettings.server(
                        folder.resolve("data"), url, database.user(), SecretReference.parse("${env:STORE_PASSWORD}")),
                "node-1",
                Map.of("STORE_PASSWORD", database.password()));
        lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
        shop = SampleProject.make(folder.resolve("shop"));
        lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
    }

    @AfterEach
    void stop() throws Exception {
        line.mend();
        server.close();
        line.close();
    }

    @Test
    void whileAnArtifactIsTakenIn() throws Exception {
        Path artifact = shop.pack();
        line.cutAt("INSERT INTO artifact_part");
        TestServer.Answer answer = lee.upload("shop", artifact, KEY, "up");
        assertUnavailable(answer);
        assertThat(server.get("/health").status()).as("it is alive").isEqualTo(200);
        long asked = System.nanoTime();
        TestServer.Answer ready = server.get("/health/ready");
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(5));
        assertThat(ready.status()).isEqualTo(503);
        assertThat(ready.json().at("/checks/store").asBoolean(true)).isFalse();
        line.mend();

        TestServer.Answer again = again(() -> lee.upload("shop", artifact, KEY, "up"));
        assertThat(again.status()).as(again.body()).isEqualTo(201);
        assertThat(lee.get("/api/projects/shop/artifacts").json().path("artifacts"))
                .hasSize(1);
        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter("", "", "artifact-handed-in", 999), 9))
                .hasSize(1);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    @Test
    void whileADeploymentIsAskedFor() throws Exception {
        lee.upload("shop", shop.pack());
        Map<String, Object> wish = Map.of("artifact", "latest", "environment", "dev");
        line.cutAt("INSERT INTO deployment_event");
        assertUnavailable(lee.post("/api/projects/shop/deployments", wish, KEY, "go"));
        line.mend();

        TestServer.Answer again = again(() -> lee.post("/api/projects/shop/deployments", wish, KEY, "go"));
        TestServer.Answer done = lee.ended(again);
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
        assertThat(done.json().path("number").asLong()).isEqualTo(1);
        assertThat(server.part(Store.class)
                        .<Long>read(handle -> handle.createQuery("SELECT count(*) FROM deployment")
                                .mapTo(Long.class)
                                .one()))
                .isEqualTo(1);
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();
    }

    /** The deployment goes on to its end in the target; what it came to is told when the store is back. */
    @Test
    void whileADeploymentRuns() throws Exception {
        shop.script("002_slow", slow("busy"), "DROP TABLE busy;");
        lee.upload("shop", shop.pack());
        TestServer.Answer asked =
                lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev"));
        awaitStep(asked);
        line.cutAt("FROM deployment");
        // Whoever looks at it is cut off, if the run was not before.
        assertUnavailable(lee.get(
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong()));
        awaitTarget("deployment-completed");
        assertThat(line.isCut()).isTrue();
        Thread.sleep(AWAY.toMillis());
        line.mend();

        TestServer.Answer done = ended(asked);
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
        assertThat(done.json().at("/outcome/applied")).hasSize(2);
        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter("", "", "deployment-completed", 999), 9))
                .hasSize(1);
    }

    @Test
    void beforeSomebodyStopsADeployment() throws Exception {
        lee.upload("shop", shop.pack());
        lee.ended(lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev")));
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("INSERT INTO customer VALUES (1, 'Ada')");
        }
        shop.script("002_slow", slowWhereThereAreCustomers(), "DROP TABLE busy;");
        lee.upload("shop", shop.pack());
        TestServer.Answer asked =
                lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev"));
        awaitStep(asked);
        String run =
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong();
        line.cutAt("FROM deployment");
        assertUnavailable(lee.get(run));
        assertThat(line.isCut()).isTrue();
        line.mend();
        assertThat(again(() -> lee.post(run + "/cancellation", Map.of())).status())
                .isEqualTo(200);
        TestServer.Answer done = ended(asked);
        assertThat(done.json().at("/outcome/error/code").asString())
                .as(done.body())
                .isEqualTo("cancelled");
    }

    /** Takes a second or so, without any function that only some databases have. */
    private static String slow(String table) {
        return "CREATE TABLE " + table + " AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
                + " WHERE x < 1500000) SELECT x FROM n WHERE x % 1000 = 0;";
    }

    /** A moment on a reference database, which has no customers; minutes where there is one. */
    private static String slowWhereThereAreCustomers() {
        return "CREATE TABLE busy AS WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n"
                + " WHERE x < 1000000000 * (SELECT count(*) FROM customer)) SELECT x FROM n WHERE x % 1000000 = 0;";
    }

    private void awaitStep(TestServer.Answer asked) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        String id = server.part(DeploymentTable.class)
                .byNumber("shop", asked.json().path("number").asLong())
                .orElseThrow()
                .id();
        while (System.nanoTime() < end) {
            boolean begun = server.part(DeploymentEvents.class).after(id, 0, 100).stream()
                    .anyMatch(event -> event.kind().equals("step"));
            if (begun) {
                return;
            }
            Thread.sleep(20);
        }
        throw new AssertionError("it does not begin");
    }

    private void awaitTarget(String event) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (System.nanoTime() < end) {
            try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                    var statement = connection.createStatement();
                    var row = statement.executeQuery(
                            "SELECT count(*) FROM slipway_history WHERE event = '" + event + "'")) {
                if (row.getInt(1) > 0) {
                    return;
                }
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the target never said " + event);
    }

    private TestServer.Answer ended(TestServer.Answer asked) throws Exception {
        String path =
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong();
        again(() -> lee.get(path));
        return lee.ended(asked);
    }

    private void assertUnavailable(TestServer.Answer answer) {
        assertThat(line.isCut()).isTrue();
        assertThat(answer.status()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        assertThat(answer.json().path("code").asString()).isEqualTo("store-unavailable");
    }

    private interface Request {
        TestServer.Answer send() throws Exception;
    }

    /** As a program would: the same request with the same key, until it is answered. */
    private static TestServer.Answer again(Request request) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        TestServer.Answer answer = request.send();
        while ((answer.status() == 503 || answer.json().path("code").asString().equals("request-under-way"))
                && System.nanoTime() < end) {
            Thread.sleep(500);
            answer = request.send();
        }
        return answer;
    }
}
