package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.runner.RunnerTask;
import io.slipway.server.access.Role;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.operation.Operations;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Golden;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What {@code /openapi.json} says is what the server does: each operation is called, and both sides are compared. */
class OpenApiTest {
    @TempDir
    private Path folder;

    private final MovedClock clock = new MovedClock(Instant.now().toString());
    private TestServer server;
    private OpenApiContract contract;

    @BeforeEach
    void start() throws Exception {
        Path data = folder.resolve("data");
        server = TestServer.start(
                data,
                StoreSettings.embedded(data),
                new GuardSettings(Optional.empty(), List.of("127.0.0.1"), true),
                Map.of(),
                Operations.PLAIN,
                clock);
        contract = OpenApiContract.of(server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void thePublishedDocumentIsThatOfTheServer() {
        Golden.ofRepository("docs/reference").check("openapi.json", contract.document());
    }

    @Test
    void everyEndpointIsDescribedAndSaysWhoMayCallIt() {
        Set<String> endpoints = new TreeSet<>();
        RequestMappingHandlerMapping mapping = server.part(RequestMappingHandlerMapping.class);
        mapping.getHandlerMethods().forEach((info, method) -> {
            if (ours(method)) {
                info.getMethodsCondition()
                        .getMethods()
                        .forEach(verb -> info.getPatternValues().forEach(path -> endpoints.add(verb + " " + path)));
            }
        });
        assertThat(endpoints).hasSizeGreaterThan(35);
        assertThat(contract.operations()).isEqualTo(endpoints);
        assertThat(contract.undescribed())
                .as("give each an @Operation with a summary, and a schema for what it answers")
                .isEmpty();
    }

    private static boolean ours(HandlerMethod method) {
        return method.getBeanType().getPackageName().equals("io.slipway.server.api");
    }

    @Test
    void requestsAndAnswersAreAsDescribed() throws Exception {
        Client admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.DBA);
        Client lead = Client.of(server, "lee", Role.TEAM_LEAD);
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        contract.by(admin);
        contract.post(
                201,
                "/api/projects",
                Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey(), "title", "Shop"));
        contract.get(200, "/api/projects");
        contract.get(200, "/api/projects/shop");
        contract.get(200, "/api/projects/shop/definition");
        contract.send(
                "PUT",
                200,
                "/api/projects/shop/definition",
                Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey(), "revision", 1));
        contract.get(200, "/api/projects/shop/status");
        contract.get(200, "/api/projects/shop/environments/dev/history");
        contract.get(200, "/health");
        contract.get(200, "/health/ready");
        contract.get(200, "/metrics");
        contract.get(200, "/api/me");
        people();
        contract.by(admin);
        contract.upload(201, "/api/projects/shop/artifacts", shop.pack());
        contract.get(200, "/api/projects/shop/artifacts");
        contract.get(200, "/api/projects/shop/artifacts/latest");
        contract.get(200, "/api/projects/shop/artifacts/1.0.0/inspection?all=true");
        contract.get(200, "/api/projects/shop/artifacts/1.0.0/content");
        contract.get(404, "/api/projects/shop/artifacts/9");
        contract.post(200, "/api/projects/shop/forecasts", Map.of("artifact", "latest", "environment", "dev"));
        contract.post(200, "/api/projects/shop/forecasts", Map.of("artifact", "latest", "environment", "qa"));
        deploy(lead, "dev");
        deploy(lead, "qa");
        contract.get(200, "/api/projects/shop/environments/dev/history?limit=2");
        contract.get(200, "/api/projects/shop/status?environment=dev");
        contract.get(200, "/api/projects/shop/environments");
        contract.post(200, "/api/projects/shop/environments/dev/look", Map.of());
        contract.post(200, "/api/projects/shop/environments/dev/connection", Map.of());
        contract.get(200, "/api/projects/shop/environments/dev/lock");
        contract.get(200, "/api/projects/shop/environments/prod/policy");
        contract.send(
                "PUT",
                200,
                "/api/projects/shop/environments/prod/policy",
                Map.of("approvals", 1, "roles", List.of("dba", "team-lead")));
        contract.post(
                409,
                "/api/projects/shop/environments/dev/resolution",
                Map.of("statement", 1, "done", true, "reason", "looked"));
        contract.by(lead);
        Map<String, String> toProd = Map.of("artifact", "1.0.0", "environment", "prod", "reason", "go");
        TestServer.Answer withdrawn = contract.post(201, "/api/projects/shop/deployments", toProd);
        contract.send(
                "PUT",
                200,
                "/api/projects/shop/deployments/"
                        + withdrawn.json().path("number").asLong() + "/schedule",
                Map.of("notBefore", "2036-12-01T22:00:00Z"));
        contract.post(
                200,
                "/api/projects/shop/deployments/"
                        + withdrawn.json().path("number").asLong() + "/cancellation",
                Map.of());
        TestServer.Answer asked = contract.post(201, "/api/projects/shop/deployments", toProd);
        contract.by(admin);
        String path =
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong();
        contract.get(200, path);
        contract.post(
                200,
                path + "/decisions",
                Map.of("approve", true, "binding", asked.json().path("binding").asString()));
        lead.ended(asked);
        contract.get(200, path);
        contract.get(200, path + "/events");
        emergency(lead);
        contract.by(admin);
        contract.post(409, path + "/cancellation", Map.of());
        contract.get(200, "/api/projects/shop/deployments?limit=1");
        contract.post(200, "/api/projects/shop/rollbacks/plan", Map.of("environment", "dev", "last", true));
        lead.ended(contract.post(201, "/api/projects/shop/rollbacks", Map.of("environment", "dev", "last", true)));
        contract.get(200, "/api/audit?limit=2");
        contract.get(200, "/api/audit/anchor");
        contract.get(200, "/api/audit/export");
        contract.get(200, "/api/audit/verification");
        contract.get(404, "/api/projects/nowhere");
        contract.post(400, "/api/projects/shop/rollbacks", Map.of("environment", "dev"));
        runner();
        contract.by(admin);
        inDoubt(shop, lead);
        secretsAndNotifications(admin);
        calendar(admin);
        support();
        goLiveDates(admin);
        ownScripts(lead);
        new RolloutCalls(server, contract, clock).all(folder.resolve("team"), admin, lead);
        new TrainingCalls(server, contract, clock).all(folder.resolve("trained"), admin);

        assertThat(contract.neverCalled())
                .as("called with the answer that it is for")
                .isEmpty();
    }

    private void ownScripts(Client lead) throws Exception {
        contract.by(lead);
        String path = "/api/projects/shop/own-scripts";
        Map<String, String> files = Map.of("1_a.sql", "CREATE TABLE a (id int);", "2_b.sql", "SELEC 1;");
        long number = contract.post(201, path, Map.of("title", "Two", "files", files))
                .json()
                .path("number")
                .asLong();
        Eventually.seen(() -> lead.get(path + "/" + number).json(), json -> json.hasNonNull("report"));
        contract.get(200, path);
        contract.get(200, path + "/" + number);
        contract.post(400, path, Map.of("title", "None"));
        contract.post(200, path + "/" + number + "/withdrawal", Map.of("reason", "Not ours."));
    }

    private void support() throws Exception {
        contract.by(Client.of(server, "rita", Role.RELEASE_MANAGER));
        String shop = "/api/projects/shop/rollout";
        String tracker =
                "  trackers:\n    - { name: desk, kind: servicenow, url: \"https://example.service-now.com\", user:"
                        + " bot, secret: \"${secret:SERVICENOW_PASSWORD}\", hook: \"${secret:SERVICENOW_HOOK}\", from: L3 }\n";
        contract.send("PUT", 200, shop, Map.of("file", SampleRollout.file("shop", tracker)));
        contract.post(201, shop + "/cases", Map.of("title", "Slow"));
        long number = contract.post(201, shop + "/cases", Map.of("title", "Slower", "text", "It waits."))
                .json()
                .path("number")
                .asLong();
        contract.post(
                200, shop + "/cases/" + number + "/steps", Map.of("step", "escalate", "text", "A table of yours."));
        contract.post(403, shop + "/cases/" + number + "/steps", Map.of("step", "acknowledge"));
        contract.get(200, shop + "/cases");
        contract.get(200, shop + "/cases/" + number);
        contract.get(404, shop + "/cases/99");
        contract.get(200, "/api/cases?whose=mine&state=late");
        contract.get(200, shop + "/support");
        contract.post(201, shop + "/support/proof", Map.of());
        contract.post(409, shop + "/support/proof", Map.of());
        contract.post(204, shop + "/support/decisions", Map.of("text", "An index.", "about", number));
        contract.post(404, shop + "/trackers/desk/messages", Map.of("number", "INC0010001"));
        Client.of(server, "hanna", Role.ADMINISTRATOR)
                .put("/api/projects/shop/secrets/SERVICENOW_HOOK", Map.of("value", "only the desk knows"));
        contract.byHeader("X-Slipway-Hook", "only the desk knows");
        contract.post(204, shop + "/trackers/desk/messages", Map.of("number", "INC0010001"));
    }

    private void secretsAndNotifications(Client admin) throws Exception {
        String shop = "/api/projects/shop";
        contract.by(admin);
        contract.send("PUT", 204, shop + "/secrets/PROD_PASSWORD", Map.of("value", "hidden"));
        contract.get(200, shop + "/secrets");
        contract.send("DELETE", 204, shop + "/secrets/PROD_PASSWORD", Map.of());
        contract.send("DELETE", 404, shop + "/secrets/PROD_PASSWORD", Map.of());
        contract.post(200, "/api/secrets/rotation", Map.of());
        contract.get(200, "/api/mail");
        contract.send(
                "PUT",
                200,
                "/api/mail",
                Map.of("host", "127.0.0.1", "port", 9, "security", "none", "sender", "slipway@example.com"));
        contract.get(200, "/api/mail");
        TestServer.Answer made = contract.post(
                201, shop + "/subscriptions", Map.of("channel", "webhook", "address", "http://127.0.0.1:9/x"));
        contract.get(200, shop + "/subscriptions");
        String path = shop + "/subscriptions/"
                + made.json().path("subscription").path("id").asString();
        contract.post(202, path + "/test", Map.of());
        contract.post(200, path + "/rotation", Map.of());
        contract.send("DELETE", 204, path + "/rotation", Map.of());
        contract.post(200, shop + "/deliveries/" + givenUp() + "/resend", Map.of());
        contract.get(200, shop + "/deliveries");
        contract.send("DELETE", 204, path, Map.of());
        contract.bySession(Sessions.COOKIE + "=" + server.session(server.person("mia", Role.VIEWER)));
        contract.send("PUT", 204, "/api/me/email", Map.of("email", "mia@example.com"));
    }

    /** @return id of a delivery that would be given up a day later */
    private String givenUp() throws Exception {
        Store store = server.part(Store.class);
        for (int i = 0; i < 200; i++) {
            Optional<String> id = store.read(handle -> handle.createQuery("SELECT id FROM delivery")
                    .mapTo(String.class)
                    .findFirst());
            if (id.isPresent()) {
                store.run(handle -> handle.execute("UPDATE delivery SET state = 'dead'"));
                return id.get();
            }
            Thread.sleep(50);
        }
        throw new AssertionError("the test makes no delivery");
    }

    private void deploy(Client reader, String environment) throws Exception {
        reader.ended(contract.post(
                201, "/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", environment)));
    }

    private void emergency(Client reviewer) throws Exception {
        TestServer.Answer asked = contract.post(
                201,
                "/api/projects/shop/deployments",
                Map.of("artifact", "1.0.0", "environment", "prod", "reason", "now", "emergency", true));
        reviewer.ended(asked);
        assertThat(reviewer.post(
                                "/api/projects/shop/deployments/"
                                        + asked.json().path("number").asLong() + "/review",
                                Map.of())
                        .status())
                .isEqualTo(400);
        contract.post(
                403,
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong() + "/review",
                Map.of("justified", true, "comment", "my own"));
        contract.by(reviewer);
        contract.post(
                200,
                "/api/projects/shop/deployments/" + asked.json().path("number").asLong() + "/review",
                Map.of("justified", true, "comment", "it was down"));
    }

    private void calendar(Client admin) throws Exception {
        contract.by(admin);
        String dev = "/api/projects/shop/environments/dev";
        TestServer.Answer window = contract.post(
                201,
                dev + "/windows",
                Map.of("days", List.of("sat"), "opens", "22:00", "closes", "02:00", "zone", "Europe/Berlin"));
        contract.send(
                "PUT", 200, dev + "/calendar-policy", Map.of("overrun", false, "emergencies", true, "rollbacks", true));
        Map<String, String> year =
                Map.of("from", "2036-12-24T00:00:00Z", "until", "2037-01-02T00:00:00Z", "reason", "year's end");
        TestServer.Answer all = contract.post(201, "/api/freezes", year);
        TestServer.Answer shop = contract.post(201, "/api/projects/shop/freezes", year);
        contract.get(200, dev + "/calendar");
        contract.get(200, "/api/freezes");
        contract.send(
                "DELETE", 204, dev + "/windows/" + window.json().path("id").asString(), Map.of());
        contract.send("DELETE", 204, "/api/freezes/" + all.json().path("id").asString(), Map.of());
        contract.send(
                "DELETE",
                204,
                "/api/projects/shop/freezes/" + shop.json().path("id").asString(),
                Map.of());
        contract.send("DELETE", 404, "/api/freezes/none", Map.of());
    }

    private void goLiveDates(Client admin) throws Exception {
        String rollout = "/api/projects/dated/rollout";
        SampleProject dated = SampleProject.make(folder.resolve("dated"), "dated");
        contract.by(admin);
        contract.post(201, "/api/projects", Map.of("definition", dated.definition("dated")));
        contract.by(Client.of(server, "rhea", Role.ROLLOUT_MANAGER));
        String first =
                java.time.LocalDate.now(java.time.ZoneOffset.UTC).plusDays(30).toString();
        String second = java.time.LocalDate.parse(first).plusDays(14).toString();
        String file = "team: dated\nproject: dated\nzone: Europe/Berlin\npeople:\n"
                + "  rhea: { name: Rhea, email: rhea@example.org, duties: [rollout-manager] }\n"
                + "  cleo: { name: Cleo, email: cleo@example.org, duties: [stakeholder] }\n"
                + "manager: rhea\nstakeholders: [rhea, cleo]\nsprints: { first: " + first + ", days: 14, count: 4 }\n";
        contract.get(404, rollout);
        contract.send("PUT", 200, rollout, Map.of("file", file));
        contract.get(200, rollout + "/date/offers?near=" + second);
        contract.post(200, rollout + "/sprints/reading", Map.of());
        contract.post(409, rollout + "/date", Map.of("date", "2020-01-01"));
        contract.post(201, rollout + "/date", Map.of("date", first));
        contract.post(200, rollout + "/date/invitations", Map.of());
        contract.post(200, rollout + "/date/move", Map.of("sequence", 1, "date", second, "reason", "later"));
        contract.post(200, rollout + "/date/votes", Map.of("sequence", 2, "date", second, "yes", true));
        contract.get(200, rollout + "/date");
        contract.post(200, rollout + "/date/withdrawal", Map.of("sequence", 2));
        contract.by(Client.of(server, "roy", Role.ADMINISTRATOR));
        Map<String, ?> mailbox = Map.of(
                "host", "127.0.0.1",
                "port", 9,
                "security", "none",
                "username", "golive",
                "password", "x",
                "address", "golive@example.org");
        contract.send("PUT", 200, "/api/mail/mailbox", mailbox);
        contract.get(200, "/api/mail/mailbox");
        contract.bySession(Sessions.COOKIE + "=" + server.session(server.person("kim", Role.VIEWER)));
        TestServer.Answer made = contract.post(201, "/api/me/calendars", Map.of("project", "shop"));
        contract.get(200, "/api/me/calendars");
        contract.get(200, made.json().path("path").asString());
        contract.send(
                "DELETE",
                204,
                "/api/me/calendars/" + made.json().path("calendar").path("id").asString(),
                Map.of());
        contract.get(404, made.json().path("path").asString());
    }

    private void people() throws Exception {
        contract.get(200, "/api/people");
        contract.post(
                201,
                "/api/people",
                Map.of("name", "pat", "fullName", "Pat", "email", "pat@example.com", "roles", List.of()));
        contract.post(201, "/api/people/pat/setup-link", Map.of("by", "answer"));
        contract.post(201, "/api/people/pat/setup-link", Map.of());
        contract.post(409, "/api/people/pat/setup-link", Map.of("by", "mail"));
        contract.post(404, "/api/people/nobody/setup-link", Map.of());
        contract.post(200, "/api/people/pat/roles", Map.of("role", "viewer", "project", "shop"));
        contract.send("DELETE", 200, "/api/people/pat/roles", Map.of("role", "viewer", "project", "shop"));
        Person sam = server.person("sam", Role.DEVELOPER);
        contract.bySession(Sessions.COOKIE + "=" + server.session(sam));
        TestServer.Answer made =
                contract.post(201, "/api/me/tokens", Map.of("name", "ci", "permissions", List.of("view")));
        contract.get(200, "/api/me/tokens");
        contract.send(
                "DELETE",
                204,
                "/api/me/tokens/" + made.json().path("token").path("id").asString(),
                Map.of());
    }

    /** A runner is greeted, takes the connection test as its task, and answers it. */
    private void runner() throws Exception {
        Map<String, ?> east =
                Map.of("name", "east", "environments", List.of(Map.of("project", "shop", "environment", "qa")));
        String token =
                contract.post(201, "/api/runners", east).json().path("secret").asString();
        contract.post(409, "/api/runners", east);
        contract.get(200, "/api/runners");
        contract.byToken(token);
        contract.post(
                200,
                "/api/runner/greeting",
                Map.of("name", "east", "protocol", 1, "version", "0.1.0", "host", "somewhere"));
        contract.post(
                409,
                "/api/runner/greeting",
                Map.of("name", "east", "protocol", 0, "version", "0.0.1", "host", "somewhere"));
        Client lena = Client.of(server, "lena", Role.TEAM_LEAD);
        CompletableFuture<TestServer.Answer> asking = CompletableFuture.supplyAsync(() -> asked(lena));
        RunnerTask task = new TestRunner(server, token).untilDeployment();
        String path = "/api/runner/tasks/" + task.id();
        contract.post(200, path + "/heartbeat", Map.of("attempt", task.attempt(), "sentences", List.of()));
        contract.get(200, path + "/artifact");
        Map<String, String> stopped =
                Map.of("code", "cancelled", "category", "failed", "message", "stopped", "help", "");
        contract.post(204, path + "/answer?attempt=" + task.attempt(), Map.of("error", stopped));
        contract.post(200, "/api/runner/task", Map.of("readsOnly", true));
        asking.join();
        contract.by(Client.of(server, "rob", Role.ADMINISTRATOR));
        contract.post(200, "/api/runners/east/revocation", Map.of());
        contract.send("DELETE", 204, "/api/runners/east", Map.of());
    }

    private static TestServer.Answer asked(Client client) {
        try {
            return client.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "qa"));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A statement that was done and then taken back by hand: it can be settled. */
    private void inDoubt(SampleProject shop, Client lead) throws Exception {
        shop.script(
                "002_half",
                "-- slipway transaction: off\nCREATE TABLE h1 (id integer);\nCREATE TABLE h2 (id integer);",
                "DROP TABLE h2;\nDROP TABLE h1;");
        contract.upload(201, "/api/projects/shop/artifacts", shop.pack());
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE h2 (id integer)");
        }
        deploy(lead, "dev");
        contract.post(
                200,
                "/api/projects/shop/environments/dev/resolution",
                Map.of("statement", 1, "done", false, "againstCatalogue", true, "reason", "dropped"));
    }
}
