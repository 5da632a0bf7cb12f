package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.DeploymentRun;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Rollbacks go the way of deployments: asked for, approved, run once, told. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RollbackTest {
    private Path folder;
    private TestServer server;
    private Client admin;
    private Client lead;
    private int tests;
    private String name;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.DBA);
        lead = Client.of(server, "lee", Role.TEAM_LEAD);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test takes back what was deployed of its own project. */
    @BeforeEach
    void deployTwoVersions() throws Exception {
        tests++;
        name = "shop-" + tests;
        SampleProject shop = SampleProject.make(folder.resolve(name), name);
        admin.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
        assertThat(lead.upload(name, shop.pack()).status()).isEqualTo(201);
        deploy("dev");
        shop.script("002_item", "CREATE TABLE item (id integer);", "DROP TABLE item;");
        shop.script("003_price", "CREATE TABLE price (id integer);", "DROP TABLE price;");
        assertThat(lead.upload(name, shop.pack()).status()).isEqualTo(201);
        deploy("dev");
        deploy("qa");
    }

    @Test
    void lastThenOneChangeAndToAVersion() throws Exception {
        TestServer.Answer plan = rollback("/plan", Map.of("environment", "dev", "last", true));
        assertThat(plan.json().path("changes")).hasSize(2);
        assertThat(plan.json().path("version").asString()).isEqualTo("1.0.0");

        TestServer.Answer done = lead.ended(rollback("", Map.of("environment", "dev", "last", true)));
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
        assertThat(done.json().path("verb").asString()).isEqualTo("rollback");
        assertThat(done.json().path("outcome").path("applied")).hasSize(2);
        assertThat(status("dev")).isEqualTo("1.0.0");

        deploy("dev");
        TestServer.Answer one = lead.ended(rollback("", Map.of("environment", "dev", "change", "ddl/002_item.sql")));
        assertThat(one.json().path("state").asString()).as(one.body()).isEqualTo("completed");
        TestServer.Answer to = lead.ended(rollback("", Map.of("environment", "dev", "to", "1.0.0")));
        assertThat(to.json().path("outcome").path("applied")).as(to.body()).hasSize(1);

        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter(name, "lee", "rollback-requested", 999), 9))
                .hasSize(3);
    }

    @Test
    void whatIsNotSaidOrNotAllowedIsRefused() throws Exception {
        TestServer.Answer nothing = rollback("", Map.of("environment", "dev"));
        assertThat(nothing.status()).isEqualTo(400);
        TestServer.Answer both = rollback("", Map.of("environment", "dev", "last", true, "to", "1.0.0"));
        assertThat(both.json().path("code").asString()).isEqualTo("request-invalid");
        TestServer.Answer never = rollback("", Map.of("environment", "dev", "to", "0.9"));
        assertThat(never.status()).isEqualTo(409);
        assertThat(never.json().path("code").asString()).isEqualTo("rollback-impossible");

        Client developer = Client.of(server, "dev", Role.DEVELOPER);
        TestServer.Answer forbidden = developer.post(at("rollbacks"), Map.of("environment", "dev", "last", true));
        assertThat(forbidden.status()).isEqualTo(403);
        assertThat(status("dev")).isEqualTo("1.1.0");
    }

    @Test
    void inProductionItWaitsForSomebodyElse() throws Exception {
        TestServer.Answer asked =
                lead.post(at("deployments"), Map.of("artifact", "latest", "environment", "prod", "reason", "go"));
        approve(asked);
        lead.ended(asked);
        TestServer.Answer silent = rollback("", Map.of("environment", "prod", "last", true));
        assertThat(silent.json().path("code").asString()).as(silent.body()).isEqualTo("approval-required");
        TestServer.Answer back = rollback("", Map.of("environment", "prod", "last", true, "reason", "it is slow"));
        assertThat(back.json().path("state").asString()).as(back.body()).isEqualTo("waiting-for-approval");
        approve(back);
        TestServer.Answer done = lead.ended(back);
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
        assertThat(done.json().path("outcome").path("applied")).hasSize(3);
    }

    /** A node may die after the last statement and before the store knows: another runs the same rollback again. */
    @Test
    void runAgainItTakesNothingElseBack() throws Exception {
        TestServer.Answer done = lead.ended(rollback("", Map.of("environment", "dev", "last", true)));
        String id = server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT id FROM deployment WHERE number = :number")
                        .bind("number", done.json().path("number").asLong())
                        .mapTo(String.class)
                        .one());
        server.part(Store.class)
                .run(handle -> handle.execute(
                        "UPDATE deployment SET state = 'running', ended_at = NULL," + " outcome = '{}' WHERE id = ?",
                        id));
        assertThat(server.part(DeploymentRun.class).run(id)).isEmpty();
        TestServer.Answer again = lead.ended(done);
        assertThat(again.json().path("state").asString())
                .as("the target tells what it came to: " + again.body())
                .isEqualTo("completed");
        assertThat(again.json().at("/outcome/applied"))
                .hasSize(done.json().at("/outcome/applied").size());
        assertThat(status("dev")).isEqualTo("1.0.0");
    }

    private String at(String what) {
        return "/api/projects/" + name + "/" + what;
    }

    private TestServer.Answer rollback(String path, Map<String, Object> wish) throws Exception {
        return lead.post(at("rollbacks") + path, wish);
    }

    private void approve(TestServer.Answer asked) throws Exception {
        TestServer.Answer approved = admin.post(
                at("deployments") + "/" + asked.json().path("number").asLong() + "/decisions",
                Map.of("approve", true, "binding", asked.json().path("binding").asString()));
        assertThat(approved.status()).as(approved.body()).isEqualTo(200);
    }

    private void deploy(String environment) throws Exception {
        TestServer.Answer done =
                lead.ended(lead.post(at("deployments"), Map.of("artifact", "latest", "environment", environment)));
        assertThat(done.json().path("state").asString()).as(done.body()).isEqualTo("completed");
    }

    private String status(String environment) throws Exception {
        return lead.get(at("status") + "?environment=" + environment)
                .json()
                .path("environments")
                .get(0)
                .path("version")
                .asString();
    }
}
