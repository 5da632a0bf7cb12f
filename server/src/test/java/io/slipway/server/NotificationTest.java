package io.slipway.server;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.ok;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.audit.AuditEvent;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A server tells people and programs what happens; mail, webhooks, Slack and Teams are stood in for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NotificationTest {
    private final WireMockServer receiver =
            new WireMockServer(wireMockConfig().dynamicPort().bindAddress("127.0.0.1"));
    private final GreenMail mail = new GreenMail(ServerSetupTest.SMTP.dynamicPort());
    private Path folder;
    private TestServer server;
    private int tests;
    private String name;
    private String subscriptions;
    private String deployments;
    private SampleProject shop;
    private Client admin;
    private Client lee;
    private Client dora;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        receiver.start();
        mail.start();
        server = TestServer.start(folder.resolve("data"), allowing("127.0.0.0/8"), Map.of());
    }

    @AfterAll
    void stop() {
        server.close();
        mail.stop();
        receiver.stop();
    }

    /** Each test has its own project, whose people have no say in others, and its own paths at the receiver. */
    @BeforeEach
    void register() throws Exception {
        tests++;
        name = "shop-" + tests;
        subscriptions = "/api/projects/" + name + "/subscriptions";
        deployments = "/api/projects/" + name + "/deployments";
        mail.purgeEmailFromAllMailboxes();
        receiver.stubFor(post(urlPathMatching(at("/(hook|slack|teams).*"))).willReturn(ok("ok")));
        register(server);
    }

    private void register(TestServer on) throws Exception {
        admin = Client.of(on, of("root"), Role.ADMINISTRATOR);
        lee = Client.of(on, of("lee"), List.of(new Grant(Role.TEAM_LEAD, name, "")));
        dora = Client.of(on, of("dora"), List.of(new Grant(Role.DBA, name, "")));
        shop = SampleProject.make(folder.resolve(name), name);
        admin.post("/api/projects", Map.of("definition", shop.definition(name), "trustedKeys", shop.publicKey()));
        lee.upload(name, shop.pack());
    }

    /** Their name in this test. */
    private String of(String who) {
        return who + "-" + tests;
    }

    /** A path at the receiver in this test. */
    private String at(String path) {
        return "/" + name + path;
    }

    private static GuardSettings allowing(String... ranges) {
        return new GuardSettings(Optional.empty(), List.of(ranges), true);
    }

    @Test
    void aWebhookHearsWhatItWantsAndCanTellWhoSpeaks() throws Exception {
        TestServer.Answer made = subscribe("webhook", "/hook?token=in-the-url", "started", "completed");
        String secret = made.json().path("secret").asString();
        assertThat(secret).startsWith("whsec_");
        assertThat(made.json().path("subscription").path("address").asString())
                .isEqualTo("http://127.0.0.1:" + receiver.port() + "/…");
        TestServer.Answer deployed = deploy("dev");
        await(() -> received("/hook").size() == 2);
        assertThat(received("/hook").stream().map(NotificationTest::type))
                .containsExactlyInAnyOrder("started", "completed");
        for (LoggedRequest request : received("/hook")) {
            assertThat(request.getUrl()).isEqualTo(at("/hook?token=in-the-url"));
            assertThat(verifies(request, secret)).isTrue();
            assertThat(verifies(request, "whsec_" + Base64.getEncoder().encodeToString(new byte[32])))
                    .isFalse();
            assertThat(json(request).path("id").asString()).isEqualTo(request.getHeader("webhook-id"));
            assertThat(Instant.ofEpochSecond(Long.parseLong(request.getHeader("webhook-timestamp"))))
                    .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(1));
        }
        JsonNode data = json(received("/hook").get(0)).path("data");
        assertThat(data.path("project").asString()).isEqualTo(name);
        assertThat(data.path("environment").asString()).isEqualTo("dev");
        assertThat(data.path("deployment").asLong()).isEqualTo(number(deployed));
        assertThat(data.path("sentence").asString()).startsWith(name + " 1.0.0 to dev");
    }

    /** While a secret is changed both sign, so that the receiver may know either. */
    @Test
    void aWebhooksSecretIsChangedInPeace() throws Exception {
        long before = secrets();
        TestServer.Answer made = subscribe("webhook", "/hook", "completed");
        String path = subscriptions + "/"
                + made.json().path("subscription").path("id").asString();
        String first = made.json().path("secret").asString();
        TestServer.Answer rotated = admin.post(path + "/rotation", Map.of(), "Idempotency-Key", "rotate-1");
        String second = rotated.json().path("secret").asString();
        assertThat(second).startsWith("whsec_").isNotEqualTo(first);
        TestServer.Answer replayed = admin.post(path + "/rotation", Map.of(), "Idempotency-Key", "rotate-1");
        assertThat(replayed.body()).doesNotContain(second);
        assertThat(admin.post(path + "/test", Map.of()).status()).isEqualTo(202);
        await(() -> received("/hook").size() == 1);
        assertThat(verifies(received("/hook").get(0), first)).isTrue();
        assertThat(verifies(received("/hook").get(0), second)).isTrue();
        assertThat(admin.send("DELETE", path + "/rotation", "").status()).isEqualTo(204);
        admin.post(path + "/test", Map.of());
        await(() -> received("/hook").size() == 2);
        assertThat(verifies(received("/hook").get(1), first)).isFalse();
        assertThat(verifies(received("/hook").get(1), second)).isTrue();
        assertThat(admin.send("DELETE", path, "").status()).isEqualTo(204);
        assertThat(secrets()).isEqualTo(before);
    }

    private long secrets() {
        return server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT count(*) FROM secret")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void slackAndTeamsGetWhatTheyPublish() throws Exception {
        subscribe("slack", "/slack/T0/B0/secret-part", "waiting-for-approval");
        subscribe("teams", "/teams/secret-part", "waiting-for-approval");
        deploy("dev");
        deploy("qa");
        TestServer.Answer asked = ask("prod", "<!channel> [click](http://evil.example) & more");
        await(() -> received("/slack").size() == 1 && received("/teams").size() == 1);
        JsonNode slack = json(received("/slack").get(0));
        assertThat(slack.path("text").asString())
                .isEqualTo(name + " 1.0.0 to prod waits for approval (#" + number(asked) + ")");
        assertThat(slack.path("blocks").get(0).path("type").asString()).isEqualTo("section");
        assertThat(slack.path("blocks").get(0).path("text").path("type").asString())
                .isEqualTo("mrkdwn");
        assertThat(slack.path("blocks").get(0).path("text").path("text").asString())
                .contains("&lt;!channel&gt;", "&amp; more")
                .doesNotContain("<!channel>");
        JsonNode teams = json(received("/teams").get(0));
        assertThat(teams.path("type").asString()).isEqualTo("message");
        JsonNode attachment = teams.path("attachments").get(0);
        assertThat(attachment.path("contentType").asString()).isEqualTo("application/vnd.microsoft.card.adaptive");
        assertThat(attachment.path("content").path("type").asString()).isEqualTo("AdaptiveCard");
        assertThat(attachment.path("content").path("body").get(1).path("facts").toString())
                .contains("\\\\[click\\\\](http://evil.example)");
        assertThat(admin.get(subscriptions).body()).doesNotContain("secret-part");
        assertThat(admin.get("/api/projects/" + name + "/deliveries").body()).doesNotContain("secret-part");
    }

    /** The tier gets a mail unasked; webhooks, Slack and Teams hear of it where somebody subscribed. */
    @Test
    void aCaseReachesItsTierAndWhoeverSubscribed() throws Exception {
        mailServer();
        subscribe("webhook", "/hook", "case-opened", "case-escalated");
        subscribe("slack", "/slack/secret-part", "case-escalated");
        subscribe("teams", "/teams/secret-part", "case-escalated");
        Client rita = Client.of(server, "rita", Role.RELEASE_MANAGER);
        rita.put("/api/projects/" + name + "/rollout", Map.of("file", SampleRollout.file(name)));
        TestServer.Answer opened = rita.post(
                "/api/projects/" + name + "/rollout/cases", Map.of("title", "Slow <b>copy</b>", "text", "Why?"));
        assertThat(opened.status()).as(opened.body()).isEqualTo(201);
        long number = number(opened);
        assertThat(mail.waitForIncomingEmail(15_000, 2)).isTrue();
        assertThat(Arrays.stream(mail.getReceivedMessages()))
                .extracting(letter -> letter.getAllRecipients()[0].toString())
                .containsExactlyInAnyOrder("ada@example.org", "ben@example.org");
        assertThat(mail.getReceivedMessages()[0].getSubject())
                .isEqualTo("[Slipway] Case #" + number + " of " + name + " was opened: L1");
        assertThat(GreenMailUtil.getBody(mail.getReceivedMessages()[0]))
                .contains("Title: Slow <b>copy</b>")
                .doesNotContain("Why?");
        rita.post(
                "/api/projects/" + name + "/rollout/cases/" + number + "/steps",
                Map.of("step", "escalate", "text", "A table of yours."));
        assertThat(mail.waitForIncomingEmail(15_000, 5)).isTrue();
        assertThat(Arrays.stream(mail.getReceivedMessages()).skip(2))
                .extracting(letter -> letter.getAllRecipients()[0].toString())
                .containsExactlyInAnyOrder("dora@example.org", "omar@example.org", "database-team@example.org");
        await(() -> received("/hook").size() == 2
                && received("/slack").size() == 1
                && received("/teams").size() == 1);
        JsonNode data = json(received("/hook").get(0)).path("data");
        assertThat(data.path("case").asLong()).isEqualTo(number);
        assertThat(data.has("deployment")).isFalse();
        assertThat(received("/slack").get(0).getBodyAsString()).contains("Slow &lt;b&gt;copy&lt;/b&gt;");
        assertThat(admin.get("/api/projects/" + name + "/deliveries")
                        .json()
                        .path("deliveries")
                        .get(0)
                        .hasNonNull("deployment"))
                .isFalse();
    }

    /** Those who must decide get a mail at their own address, and nobody else does, nor who asked for it. */
    @Test
    void whoMustDecideGetsAMail() throws Exception {
        mailServer();
        address("dora", "dora@example.com");
        address("lee", "lee@example.com");
        person("vera", Role.VIEWER, "vera@example.com");
        deploy("dev");
        deploy("qa");
        TestServer.Answer asked = ask("prod", "a new table\r\nBcc: eve@example.com");
        assertThat(mail.waitForIncomingEmail(15_000, 1)).isTrue();
        MimeMessage letter = mail.getReceivedMessages()[0];
        assertThat(letter.getAllRecipients()).extracting(Object::toString).containsExactly("dora@example.com");
        assertThat(letter.getSubject())
                .isEqualTo("[Slipway] " + name + " 1.0.0 to prod waits for approval (#" + number(asked) + ")");
        assertThat(letter.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(letter.getHeader("Bcc")).isNull();
        String event = letter.getHeader("Slipway-Event-Id")[0];
        assertThat(GreenMailUtil.getBody(letter)).contains("a new table Bcc: eve@example.com", event);
        TestServer.Answer delivery = admin.get("/api/projects/" + name + "/deliveries");
        assertThat(letter.getMessageID())
                .isEqualTo("<"
                        + delivery.json().path("deliveries").get(0).path("id").asString() + "@example.com>");
        assertThat(delivery.json().path("deliveries").get(0).path("event").asString())
                .isEqualTo(event);
        decide(dora, asked);
        lee.ended(asked);
        Thread.sleep(1500);
        assertThat(mail.getReceivedMessages()).hasSize(1);
    }

    @Test
    void anEmergencyAndItsOpenReviewAreTold() throws Exception {
        mailServer();
        subscribe("webhook", "/hook", "emergency", "review-due");
        address("lee", "lee@example.com");
        deploy("dev");
        deploy("qa");
        TestServer.Answer asked = dora.post(
                deployments,
                Map.of("artifact", "latest", "environment", "prod", "reason", "it burns", "emergency", true));
        dora.ended(asked);
        await(() -> received("/hook").size() == 1);
        assertThat(type(received("/hook").get(0))).isEqualTo("emergency");
        assertThat(mail.waitForIncomingEmail(15_000, 1)).isTrue();
        server.part(Store.class)
                .run(handle -> handle.createUpdate("UPDATE emergency_review SET opened_at = :at")
                        .bind("at", Instant.now().minus(Duration.ofHours(25)).toEpochMilli())
                        .execute());
        Runnable reminder = new io.slipway.server.deployment.ReviewReminder(
                server.part(Store.class),
                server.part(io.slipway.server.deployment.DeploymentTable.class),
                server.part(io.slipway.server.deployment.DeploymentEvents.class),
                java.time.Clock.systemUTC());
        reminder.run();
        reminder.run();
        await(() -> received("/hook").size() == 2);
        assertThat(type(received("/hook").get(1))).isEqualTo("review-due");
        assertThat(mail.waitForIncomingEmail(15_000, 2)).isTrue();
        Thread.sleep(1500);
        assertThat(received("/hook")).hasSize(2);
        assertThat(mail.getReceivedMessages()).hasSize(2);
    }

    @Test
    void everythingThatHappensIsTold() throws Exception {
        subscribe("webhook", "/hook");
        deploy("dev");
        deploy("qa");
        TestServer.Answer rejected = ask("prod", "no");
        dora.post(
                deployments + "/" + number(rejected) + "/decisions",
                Map.of("approve", false, "reason", "not now", "binding", binding(rejected)));
        TestServer.Answer cancelled = ask("prod", "never mind");
        lee.post(deployments + "/" + number(cancelled) + "/cancellation", Map.of());
        TestServer.Answer approved = ask("prod", "go");
        decide(dora, approved);
        lee.ended(approved);
        shop.script("002_broken", "CREATE TABLE made_by_hand (id integer);", "DROP TABLE made_by_hand;");
        lee.upload(name, shop.pack());
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + shop.database("dev"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE made_by_hand (id integer)");
        }
        TestServer.Answer failed = deploy("dev");
        assertThat(failed.json().path("state").asString()).isEqualTo("failed");
        await(() -> received("/hook").size() >= 14);
        Map<String, Long> told = new java.util.TreeMap<>();
        received("/hook").forEach(request -> told.merge(type(request), 1L, Long::sum));
        assertThat(told)
                .isEqualTo(Map.of(
                        "waiting-for-approval", 3L,
                        "approved", 1L,
                        "rejected", 1L,
                        "cancelled", 1L,
                        "started", 4L,
                        "completed", 3L,
                        "failed", 1L));
        assertThat(received("/hook").stream()
                        .map(r -> r.getHeader("webhook-id"))
                        .distinct())
                .hasSize(received("/hook").size());
    }

    /** A redirect may lead anywhere: it is not followed, and counts as a failure that is tried again. */
    @Test
    void aRedirectIsNotFollowed() throws Exception {
        receiver.stubFor(post(urlPathMatching(at("/away")))
                .willReturn(aResponse().withStatus(307).withHeader("Location", at("/hook"))));
        subscribe("webhook", "/away", "completed");
        deploy("dev");
        await(() -> deliveries("waiting").size() == 1
                && !deliveries("waiting").get(0).path("result").asString().isEmpty());
        assertThat(deliveries("waiting").get(0).path("result").asString()).isEqualTo("It answered 307.");
        assertThat(deliveries("waiting").get(0).hasNonNull("nextAt")).isTrue();
        assertThat(received("/hook")).isEmpty();
    }

    @Test
    void whatWasGivenUpIsSentAgainWithTheSameId() throws Exception {
        receiver.stubFor(
                post(urlPathMatching(at("/gone"))).willReturn(aResponse().withStatus(410)));
        subscribe("webhook", "/gone", "completed");
        deploy("dev");
        await(() -> deliveries("dead").size() == 1);
        JsonNode dead = deliveries("dead").get(0);
        assertThat(dead.path("result").asString()).isEqualTo("It answered 410.");
        assertThat(actions()).contains("notification-given-up");
        Person person = server.part(People.class).named(of("root")).orElseThrow();
        FormClient browser = FormClient.of(server, person);
        assertThat(browser.get("/projects/" + name + "/notifications?state=dead")
                        .body())
                .contains("given up", "It answered 410.", "Send again");
        assertThat(browser.get("/mail").body()).contains("It answered 410.", "Send again");
        receiver.stubFor(post(urlPathMatching(at("/gone"))).willReturn(ok()));
        String path = "/api/projects/" + name + "/deliveries/" + dead.path("id").asString() + "/resend";
        assertThat(admin.post(path, Map.of()).status()).isEqualTo(200);
        await(() -> deliveries("sent").size() == 1);
        assertThat(received("/gone")).hasSize(2);
        assertThat(received("/gone").get(1).getHeader("webhook-id"))
                .isEqualTo(received("/gone").get(0).getHeader("webhook-id"));
        assertThat(received("/gone").get(1).getBodyAsString())
                .isEqualTo(received("/gone").get(0).getBodyAsString());
        assertThat(admin.post(path, Map.of()).status()).isEqualTo(409);
        assertThat(actions()).contains("notification-sent-again");
    }

    @Test
    void addressesInsideAreRefused() throws Exception {
        for (String url : List.of(
                "http://10.0.0.1/hook",
                "http://[::1]:" + receiver.port() + "/hook",
                "http://169.254.169.254/latest/meta-data",
                "https://192.168.0.1/hook")) {
            TestServer.Answer answer = admin.post(subscriptions, Map.of("channel", "webhook", "address", url));
            assertThat(answer.status()).as(url).isEqualTo(422);
            assertThat(answer.json().path("code").asString()).isEqualTo("address-refused");
        }
        for (Map<String, Object> bad : List.<Map<String, Object>>of(
                Map.of("channel", "fax", "address", "1"),
                Map.of("channel", "webhook", "address", "no url"),
                Map.of("channel", "email", "address", "Ann <ann@example.com>"),
                Map.of("channel", "email", "address", "ann@example.com\r\nBcc: eve@example.com"),
                Map.of("channel", "email", "address", ""),
                Map.of("channel", "email", "address", "a@example.com", "events", List.of("never")),
                Map.of("channel", "email", "address", "a@example.com", "events", List.of("test")))) {
            assertThat(admin.post(subscriptions, bad).status())
                    .as(bad.toString())
                    .isEqualTo(400);
        }
        assertThat(admin.post(
                                subscriptions,
                                Map.of("channel", "email", "address", "a@example.com", "environment", "nowhere"))
                        .status())
                .isEqualTo(404);
        assertThat(admin.get(subscriptions).json().path("subscriptions")).isEmpty();
    }

    /** Allowed when it was subscribed to, refused by the setting that holds now. */
    @Test
    void whatIsNoLongerAllowedIsNotSent() throws Exception {
        name = "bank";
        subscriptions = "/api/projects/bank/subscriptions";
        deployments = "/api/projects/bank/deployments";
        Path data = folder.resolve("restarted");
        try (TestServer before = TestServer.start(data, allowing("127.0.0.0/8"), Map.of())) {
            register(before);
            subscribe("webhook", "/hook", "completed");
        }
        try (TestServer after = TestServer.start(data, allowing(), Map.of())) {
            admin = Client.of(after, "root", Role.ADMINISTRATOR);
            lee = Client.of(after, "lee", Role.TEAM_LEAD);
            deploy("dev");
            await(() -> deliveries("dead").size() == 1);
            assertThat(deliveries("dead").get(0).path("result").asString()).contains("is refused");
            assertThat(received("/hook")).isEmpty();
        }
    }

    @Test
    void thePagesDoItToo() throws Exception {
        Person person = server.part(People.class).named(of("root")).orElseThrow();
        FormClient browser = FormClient.of(server, person);
        String here = "/projects/" + name + "/notifications";
        TestServer.Answer added = browser.post(
                here, Map.of("channel", "webhook", "address", "http://127.0.0.1:" + receiver.port() + at("/hook")));
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.body()).contains("whsec_", "shown this once");
        assertThat(browser.get(here).body()).doesNotContain("whsec_").contains("127.0.0.1");
        TestServer.Answer refused =
                browser.post(here, Map.of("channel", "webhook", "address", "https://127.0.0.2.invalid/x?k=canary"));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).doesNotContain("canary");
        String id = admin.get(subscriptions)
                .json()
                .path("subscriptions")
                .get(0)
                .path("id")
                .asString();
        assertThat(browser.post(here + "/" + id + "/test", Map.of()).status()).isEqualTo(302);
        await(() -> says(browser, here, "answered 200"));
        assertThat(received("/hook")).hasSize(1);
        assertThat(browser.post(here + "/" + id + "/rotation", Map.of()).body()).contains("whsec_");
        browser.post(here + "/" + id + "/rotation/end", Map.of());
        browser.post(here + "/" + id + "/removal", Map.of());
        assertThat(admin.get(subscriptions).json().path("subscriptions")).isEmpty();
        browser.post("/me/email", Map.of("email", "root@example.com"));
        assertThat(browser.get("/me").body()).contains("root@example.com");
        assertThat(actions())
                .contains(
                        "subscription-added",
                        "notification-tested",
                        "webhook-secret-changed",
                        "webhook-secret-ended",
                        "subscription-removed",
                        "mail-address-set");
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100).stream()
                        .map(AuditEvent::detail)
                        .toList())
                .noneMatch(detail -> detail.contains("whsec_") || detail.contains("/hook"));
    }

    private static boolean says(FormClient browser, String page, String text) {
        try {
            return browser.get(page).body().contains(text);
        } catch (Exception e) {
            throw new AssertionError(page, e);
        }
    }

    private TestServer.Answer subscribe(String channel, String path, String... events) throws Exception {
        Map<String, Object> wish = new HashMap<>();
        wish.put("channel", channel);
        wish.put("address", "http://127.0.0.1:" + receiver.port() + at(path));
        if (events.length > 0) {
            wish.put("events", Arrays.asList(events));
        }
        TestServer.Answer made = admin.post(subscriptions, wish);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made;
    }

    private void mailServer() throws Exception {
        TestServer.Answer set = admin.put(
                "/api/mail",
                Map.of(
                        "host",
                        "127.0.0.1",
                        "port",
                        mail.getSmtp().getPort(),
                        "security",
                        "none",
                        "sender",
                        "slipway@example.com"));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
    }

    private void person(String who, Role role, String email) {
        server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson(of(who), "Full " + who, Optional.of(email), Optional.empty()),
                        List.of(new Grant(role, name, "")));
    }

    private void address(String who, String email) {
        People people = server.part(People.class);
        people.setEmail(people.named(of(who)).orElseThrow(), Optional.of(email));
    }

    private TestServer.Answer deploy(String environment) throws Exception {
        return lee.ended(lee.post(deployments, Map.of("artifact", "latest", "environment", environment)));
    }

    private TestServer.Answer ask(String environment, String reason) throws Exception {
        TestServer.Answer asked =
                lee.post(deployments, Map.of("artifact", "latest", "environment", environment, "reason", reason));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        return asked;
    }

    private void decide(Client by, TestServer.Answer asked) throws Exception {
        TestServer.Answer answer = by.post(
                deployments + "/" + number(asked) + "/decisions", Map.of("approve", true, "binding", binding(asked)));
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    private static long number(TestServer.Answer answer) {
        return answer.json().path("number").asLong();
    }

    private static String binding(TestServer.Answer asked) {
        return asked.json().path("binding").asString();
    }

    private List<JsonNode> deliveries(String state) {
        try {
            return admin
                    .get("/api/projects/" + name + "/deliveries?state=" + state)
                    .json()
                    .path("deliveries")
                    .values()
                    .stream()
                    .toList();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> actions() {
        return server.part(AuditLog.class).events(AuditLog.Filter.ALL, 100).stream()
                .filter(event -> event.project().equals(name) || event.actor().equals(of("root")))
                .map(AuditEvent::action)
                .toList();
    }

    private List<LoggedRequest> received(String path) {
        return receiver.getAllServeEvents().stream()
                .map(ServeEvent::getRequest)
                .filter(request -> request.getUrl().startsWith(at(path)))
                .sorted(java.util.Comparator.comparing(LoggedRequest::getLoggedDate))
                .toList();
    }

    private static JsonNode json(LoggedRequest request) {
        return JsonMapper.builder().build().readTree(request.getBodyAsString());
    }

    private static String type(LoggedRequest request) {
        return json(request).path("type").asString();
    }

    /** As the docs say to verify, and as the libraries of the specification do. */
    private static boolean verifies(LoggedRequest request, String secret) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        String signed = request.getHeader("webhook-id") + "." + request.getHeader("webhook-timestamp") + "."
                + request.getBodyAsString();
        String expected =
                "v1," + Base64.getEncoder().encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
        return List.of(request.getHeader("webhook-signature").split(" ")).contains(expected);
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!done.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it does not come").isLessThan(end);
            Thread.sleep(50);
        }
    }
}
