package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Grant;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Signing in with a real provider, and with one that lies. */
class SingleSignOnTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private TestProvider provider;
    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        int port = TestProvider.freePort();
        provider = TestProvider.start("http://127.0.0.1:" + port + "/sign-in/callback");
        server = server(folder.resolve("data"), port, provider.issuer());
        log.start();
        logger().addAppender(log);
    }

    @AfterEach
    void stop() {
        logger().detachAppender(log);
        server.close();
        provider.close();
    }

    @Test
    void whoeverComesFirstIsMadeWithoutAnyRole() throws Exception {
        FormClient browser = new FormClient(server);
        assertThat(browser.get("/sign-in").body()).contains("Sign in with your organisation");
        TestServer.Answer back = signIn(browser, "alice", "/me");
        assertThat(back.status()).as(back.body()).isEqualTo(302);
        assertThat(back.headers().firstValue("Location")).contains("/me");
        assertThat(browser.get("/me").body()).contains("Full alice").contains("None yet");

        Person alice = server.part(People.class).named("alice").orElseThrow();
        assertThat(alice.email()).contains("alice@example.com");
        assertThat(server.part(People.class).grants(alice.id())).isEmpty();
        assertThat(server.part(AuditLog.class).events(AuditLog.Filter.ALL, 5))
                .extracting(event -> event.action() + " " + event.actor() + " " + event.subject())
                .contains("person-added single sign-on alice", "signed-in alice alice");
    }

    @Test
    void sheIsTheSameNextTimeAndKeepsHerRoles() throws Exception {
        signIn(new FormClient(server), "alice", "/");
        Person alice = server.part(People.class).named("alice").orElseThrow();
        server.part(People.class).grant("test", alice, new Grant(Role.ADMINISTRATOR, "", ""));
        FormClient again = new FormClient(server);
        signIn(again, "alice", "/");
        assertThat(again.get("/people").status()).isEqualTo(200);
        assertThat(server.part(People.class).all()).hasSize(1);
    }

    /** Or whoever can choose a name at the provider would take over an account here. */
    @Test
    void aNameThatSomebodyHasIsNotTakenOver() throws Exception {
        server.person("alice", Role.ADMINISTRATOR);
        FormClient browser = new FormClient(server);
        signIn(browser, "alice", "/");
        assertThat(browser.get("/me").body()).contains("alice-2");
        assertThat(browser.get("/people").status()).isEqualTo(403);
        TestProvider.BENT.set(Map.of("preferred_username", "slipway", "sub", "other"));
        FormClient named = new FormClient(server);
        signIn(named, "slipway", "/");
        assertThat(server.part(People.class).named("slipway")).isEmpty();
        assertThat(server.part(People.class).named("slipway-2")).isPresent();
    }

    @Test
    void whoWasLockedOutStaysOut() throws Exception {
        signIn(new FormClient(server), "alice", "/");
        server.person("root", Role.ADMINISTRATOR);
        server.part(People.class)
                .activate("test", server.part(People.class).named("alice").orElseThrow(), false);
        FormClient browser = new FormClient(server);
        TestServer.Answer back = signIn(browser, "alice", "/");
        assertThat(back.headers().firstValue("Location")).contains("/sign-in?sso=refused");
        assertThat(browser.cookies()).doesNotContainKey(Sessions.COOKIE);
        assertThat(browser.get("/sign-in?sso=refused").body()).contains("You may not sign in here");
    }

    @Test
    void signingOutEndsTheSession() throws Exception {
        FormClient browser = new FormClient(server);
        signIn(browser, "alice", "/");
        String session = browser.cookies().get(Sessions.COOKIE);
        assertThat(browser.post("/sign-out", Map.of()).status()).isEqualTo(302);
        browser.cookies().put(Sessions.COOKIE, session);
        assertThat(browser.get("/me").status()).isEqualTo(302);
    }

    @Test
    void theRequestCarriesStateNonceAndAChallenge() throws Exception {
        FormClient browser = new FormClient(server);
        String first = begin(browser, "/");
        String second = begin(new FormClient(server), "/");
        for (String parameter : List.of("state", "nonce", "code_challenge")) {
            assertThat(query(first, parameter)).hasSizeGreaterThan(20).isNotEqualTo(query(second, parameter));
        }
        assertThat(query(first, "code_challenge_method")).isEqualTo("S256");
        assertThat(query(first, "scope")).contains("openid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iss", "nonce", "aud", "exp", "azp", "nonce-missing"})
    void aTokenThatIsNotRightIsRefused(String claim) throws Exception {
        TestProvider.BENT.set(
                switch (claim) {
                    case "iss" -> Map.of("iss", "https://another.example");
                    case "nonce" -> Map.of("nonce", "another");
                    case "nonce-missing" -> Map.of("nonce", "");
                    case "aud" -> Map.of("aud", List.of("somebody-else"));
                    case "azp" -> Map.of("aud", List.of("slipway", "other"), "azp", "other");
                    default ->
                        Map.of(
                                "iat", Instant.now().minusSeconds(7_200),
                                "exp", Instant.now().minusSeconds(3_600));
                });
        FormClient browser = new FormClient(server);
        refused(
                browser,
                signIn(browser, "alice", "/"),
                claim.startsWith("nonce") ? "invalid_nonce" : "invalid_id_token");
    }

    @Test
    void anAnswerIsTakenOnce() throws Exception {
        FormClient browser = new FormClient(server);
        String callback = atProvider(begin(browser, "/"), "alice");
        String cookie = browser.cookies().get("slipway_sign_on");
        assertThat(browser.get(callback).headers().firstValue("Location")).contains("/");
        FormClient again = new FormClient(server);
        again.cookies().put("slipway_sign_on", cookie);
        TestServer.Answer second = again.get(callback);
        assertThat(second.headers().firstValue("Location")).contains("/sign-in?sso=failed");
        assertThat(again.cookies()).doesNotContainKey(Sessions.COOKIE);
    }

    /** Or somebody could sign another's browser in as themselves. */
    @Test
    void anAnswerForAnotherBrowserIsRefused() throws Exception {
        String callback = atProvider(begin(new FormClient(server), "/"), "mallory");
        FormClient victim = new FormClient(server);
        refused(victim, victim.get(callback), "authorization_request_not_found");
        begin(victim, "/");
        refused(victim, victim.get(callback), "authorization_request_not_found");
    }

    @Test
    void aCodeThatIsMadeUpOrOfAnotherRequestIsRefused() throws Exception {
        FormClient browser = new FormClient(server);
        String state = query(begin(browser, "/"), "state");
        FormClient other = new FormClient(server);
        String code = query(atProvider(begin(other, "/"), "mallory"), "code");
        refused(browser, browser.get("/sign-in/callback?code=" + code + "&state=" + encoded(state)), "invalid_grant");
        String next = query(begin(browser, "/"), "state");
        refused(browser, browser.get("/sign-in/callback?code=made-up&state=" + encoded(next)), "invalid_grant");
        String last = query(begin(browser, "/"), "state");
        refused(browser, browser.get("/sign-in/callback?error=access_denied&state=" + encoded(last)), "access_denied");
    }

    @Test
    void anAnswerThatComesTooLateIsRefused() throws Exception {
        FormClient browser = new FormClient(server);
        String callback = atProvider(begin(browser, "/"), "alice");
        server.part(Store.class).run(handle -> handle.execute("UPDATE sign_on_request SET at = at - 700000"));
        refused(browser, browser.get(callback), "authorization_request_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"})
    void itLeadsToAPageOfOursOnly(String to) throws Exception {
        TestServer.Answer back = signIn(new FormClient(server), "alice", to);
        assertThat(back.headers().firstValue("Location")).contains("/");
    }

    /** Any node takes the answer to what another asked. */
    @Test
    void anotherNodeTakesTheAnswer() throws Exception {
        FormClient browser = new FormClient(server);
        String callback = atProvider(begin(browser, "/me"), "alice");
        int port = server.url("/").getPort();
        server.close();
        server = server(folder.resolve("data"), port, provider.issuer());
        FormClient moved = new FormClient(server);
        moved.cookies().putAll(browser.cookies());
        assertThat(moved.get(callback).headers().firstValue("Location")).contains("/me");
        assertThat(moved.get("/me").status()).isEqualTo(200);
    }

    @Test
    void aProviderThatIsAwayOrAnotherKeepsNobodyElseOut() throws Exception {
        URI nobody = URI.create("http://127.0.0.1:" + TestProvider.freePort());
        try (TestServer alone = server(folder.resolve("alone"), TestProvider.freePort(), nobody)) {
            TestServer.Answer answer = new FormClient(alone).get("/sign-in/oidc/sso");
            assertThat(answer.headers().firstValue("Location")).contains("/sign-in?sso=away");
            assertThat(new FormClient(alone).get("/sign-in/oidc/other").status())
                    .isEqualTo(404);
            assertThat(new FormClient(alone).get("/sign-in?sso=away").body()).contains("did not work");
            alone.person("root", Role.ADMINISTRATOR);
            assertThat(new FormClient(alone)
                            .post("/sign-in", Map.of("name", "root", "password", TestServer.PASSWORD))
                            .status())
                    .isEqualTo(302);
        }
    }

    @Test
    void theClientsSecretIsToldToNobodyButTheProvider() throws Exception {
        FormClient browser = new FormClient(server);
        String location = begin(browser, "/");
        assertThat(location).doesNotContain(TestProvider.SECRET);
        assertThat(server.part(ServerSettings.class).toString()).doesNotContain(TestProvider.SECRET);
    }

    private TestServer.Answer signIn(FormClient browser, String user, String to) throws Exception {
        return browser.get(atProvider(begin(browser, to), user));
    }

    private static String begin(FormClient browser, String to) throws Exception {
        TestServer.Answer answer = browser.get("/sign-in/oidc/sso?to=" + encoded(to));
        assertThat(answer.status()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    private static String atProvider(String location, String user) throws Exception {
        HttpResponse<String> answer = HTTP.send(
                HttpRequest.newBuilder(URI.create(location))
                        .header(TestProvider.USER, user)
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return answer.headers().firstValue("Location").orElseThrow();
    }

    /** @param why as the server's log tells it, so that it is refused for what it is and not for something else */
    private void refused(FormClient browser, TestServer.Answer answer, String why) {
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("/sign-in?sso=failed");
        assertThat(browser.cookies()).doesNotContainKey(Sessions.COOKIE);
        assertThat(log.list.get(log.list.size() - 1).getFormattedMessage()).contains("[" + why + "]");
    }

    private static Logger logger() {
        return (Logger) LoggerFactory.getLogger("io.slipway.server.signon.SingleSignOn");
    }

    private static String query(String location, String parameter) {
        for (String pair : URI.create(location).getRawQuery().split("&")) {
            if (pair.startsWith(parameter + "=")) {
                return java.net.URLDecoder.decode(
                        pair.substring(parameter.length() + 1), java.nio.charset.StandardCharsets.UTF_8);
            }
        }
        throw new AssertionError(location + " has no " + parameter);
    }

    private static String encoded(String text) {
        return java.net.URLEncoder.encode(text, java.nio.charset.StandardCharsets.UTF_8);
    }

    private static TestServer server(Path data, int port, URI issuer) {
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                port,
                data,
                StoreSettings.embedded(data),
                "node-1",
                Optional.empty(),
                1,
                1 << 20,
                Map.of("OIDC_SECRET", TestProvider.SECRET),
                List.of(),
                Optional.of(new OidcSettings(issuer, "slipway", SecretReference.parse("${env:OIDC_SECRET}"))));
        return TestServer.of(SlipwayServer.start(settings, Clock.systemUTC(), Progress.NONE), data);
    }
}
