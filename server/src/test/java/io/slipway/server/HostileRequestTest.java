package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.progress.Progress;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other sites, forged links and forged forms try with somebody's browser. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestTest {
    private static final Map<String, String> NEW_PERSON =
            Map.of("name", "mallory", "fullName", "Mallory", "password", "mischief managed 1", "role", "administrator");

    private Path folder;
    private TestServer server;
    private Person admin;

    @BeforeAll
    void start(@TempDir Path place) {
        folder = place;
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = server.person("root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Test
    void everyAnswerCarriesTheHeadersThatProtectBrowsers() throws Exception {
        String cookie = Sessions.COOKIE + "=" + server.session(admin);
        for (String path : List.of(
                "/",
                "/me",
                "/sign-in",
                "/nowhere",
                "/api/me",
                "/api/nowhere",
                "/health",
                "/assets/slipway.css",
                "/setup")) {
            TestServer.Answer answer = server.get(path, "Cookie", cookie);
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
                    .as(path)
                    .contains("default-src 'none'")
                    .contains("frame-ancestors 'none'")
                    .contains("base-uri 'none'")
                    .contains("form-action 'self'")
                    .doesNotContain("unsafe");
            assertThat(answer.headers().firstValue("X-Frame-Options")).as(path).contains("DENY");
            assertThat(answer.headers().firstValue("X-Content-Type-Options"))
                    .as(path)
                    .contains("nosniff");
            assertThat(answer.headers().firstValue("Referrer-Policy")).as(path).contains("no-referrer");
            assertThat(answer.headers().firstValue("Server")).as(path).isEmpty();
            if (!path.startsWith("/assets/")) {
                assertThat(answer.headers().firstValue("Cache-Control").orElse(""))
                        .as(path)
                        .contains("no-store");
            }
        }
    }

    @Test
    void noPageHoldsAnInlineScriptOrStyle() throws Exception {
        FormClient browser = FormClient.of(server, admin);
        for (String path : List.of("/", "/me", "/people", "/audit", "/approvals", "/projects/new", "/sign-in")) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .doesNotContainPattern("(?i)<script(?![^>]* src=)")
                    .doesNotContainPattern("(?i)<style|<[^>]*\\s(style|on[a-z]+)=|javascript:");
        }
    }

    @Test
    void cookiesAreKeptFromScriptsAndFromOtherSites() throws Exception {
        FormClient browser = new FormClient(server);
        String form = setCookie(browser.get("/sign-in"), "slipway_form");
        assertThat(form).contains("HttpOnly").contains("SameSite=Strict").doesNotContain("Secure");
        String session = setCookie(signIn(browser, "root", TestServer.PASSWORD), Sessions.COOKIE);
        assertThat(session).contains("HttpOnly").contains("SameSite=Lax").contains("Path=/");
    }

    @Test
    void overTlsCookiesGoNowhereElse() throws Exception {
        Path data = folder.resolve("tls");
        int port = freePort();
        ServerSettings settings = new ServerSettings(
                "127.0.0.1",
                port,
                data,
                StoreSettings.embedded(data),
                "tls",
                Optional.of(URI.create("https://slipway.example.com")),
                1,
                1 << 20,
                Map.of());
        try (SlipwayServer behindProxy = SlipwayServer.start(settings, Clock.systemUTC(), Progress.NONE)) {
            assertThat(behindProxy.url()).hasHost("slipway.example.com");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/sign-in"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.headers().allValues("Set-Cookie"))
                    .isNotEmpty()
                    .allSatisfy(cookie -> assertThat(cookie).contains("Secure"));
        }
    }

    @Test
    void aFormWithoutItsSecretIsRefused() throws Exception {
        FormClient browser = FormClient.of(server, admin);
        assertThat(browser.postAsItIs("/people", NEW_PERSON).status()).isEqualTo(403);
        Map<String, String> forged = new java.util.HashMap<>(NEW_PERSON);
        forged.put("_csrf", new FormClient(server).secret());
        assertThat(browser.postAsItIs("/people", forged).status())
                .as("the secret of another browser")
                .isEqualTo(403);
        assertThat(server.part(People.class).named("mallory")).isEmpty();

        assertThat(browser.post("/people", NEW_PERSON).status()).as("with it").isEqualTo(302);
        assertThat(server.part(People.class).named("mallory")).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/sign-in", "/sign-out", "/setup", "/me/tokens", "/projects", "/people/root/active"})
    void noFormIsTakenWithoutItsSecret(String path) throws Exception {
        assertThat(FormClient.of(server, admin).postAsItIs(path, Map.of()).status())
                .isEqualTo(403);
    }

    /** A cookie alone changes nothing, so a page elsewhere can't use it; a token no browser sends by itself. */
    @Test
    void theApiTakesATokenWithoutASecretAndACookieOnlyWithOne() throws Exception {
        String body = "{\"name\": \"marvin\", \"fullName\": \"M\", \"roles\": []}";
        TestServer.Answer byCookie =
                server.send("POST", "/api/people", body, "Cookie", Sessions.COOKIE + "=" + server.session(admin));
        assertThat(byCookie.status()).isEqualTo(401);
        assertThat(byCookie.json().path("code").asString()).isEqualTo("not-signed-in");
        assertThat(server.part(People.class).named("marvin")).isEmpty();
        Client program = Client.of(server, "creator", Role.ADMINISTRATOR);
        assertThat(program.send("POST", "/api/people", body).status()).isEqualTo(201);
    }

    /** A request that brings a token which is none does not fall back to the cookie, past the form's secret. */
    @Test
    void aTokenThatIsNoneDoesNotOpenTheDoorForTheCookie() throws Exception {
        TestServer.Answer answer = server.send(
                "POST",
                "/api/people",
                "{\"name\": \"morgan\", \"fullName\": \"M\", \"roles\": []}",
                "Cookie",
                Sessions.COOKIE + "=" + server.session(admin),
                "Authorization",
                "Bearer none");
        assertThat(answer.status()).isEqualTo(401);
        assertThat(server.part(People.class).named("morgan")).isEmpty();
    }

    /** A token has the permissions that it was made with; a form asks for those of the person alone. */
    @Test
    void aTokenReadsPagesAndSendsNoForms() throws Exception {
        Client program = Client.of(server, "reader", Role.VIEWER);
        assertThat(program.get("/me").status()).isEqualTo(200);
        for (String path : List.of("/me/email?email=evil@example.com", "/me/tokens", "/me/password", "/sign-out")) {
            TestServer.Answer answer = program.send("POST", path, "");
            assertThat(answer.status()).as(answer.body()).isEqualTo(403);
            assertThat(answer.body()).contains("A token does not send forms.");
        }
        People people = server.part(People.class);
        assertThat(people.named("reader").orElseThrow().email()).isEmpty();
    }

    /** Or it would go by what is kept to at /api/: the size of a body, a key that came before. */
    @ParameterizedTest
    @ValueSource(strings = {"/%61pi/projects", "/a%70i/me", "/%41PI/me", "/sign%2din/%31"})
    void aPathThatEncodesLettersIsNoPath(String path) throws Exception {
        Client program = Client.of(server, "program-" + path.hashCode(), Role.ADMINISTRATOR);
        assertThat(program.get(path).status()).isEqualTo(400);
        assertThat(program.send("POST", path, "{}").status()).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example", "//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example",
                "/\r\nSet-Cookie: a=b", "javascript:alert(1)", "evil.example", " //evil.example", ""
            })
    void signingInLeadsToAPageOfOursOnly(String to) throws Exception {
        TestServer.Answer answer = new FormClient(server)
                .post("/sign-in", Map.of("name", "root", "password", TestServer.PASSWORD, "to", to));
        assertThat(answer.status()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location")).contains("/");
        assertThat(answer.headers().allValues("Set-Cookie")).noneMatch(cookie -> cookie.startsWith("a="));
    }

    /** Links and redirects must not follow a Host header that somebody made up. */
    @Test
    void redirectsDoNotFollowAForgedHost() throws Exception {
        URI url = server.url("/me");
        try (Socket socket = new Socket("127.0.0.1", url.getPort())) {
            socket.getOutputStream()
                    .write(
                            "GET /me HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer).startsWith("HTTP/1.1 302").doesNotContain("evil.example");
        }
    }

    @Test
    void aSessionThatSomebodyPlantedIsNotTaken() throws Exception {
        FormClient victim = new FormClient(server);
        victim.cookies().put(Sessions.COOKIE, "planted-by-somebody-else");
        assertThat(signIn(victim, "root", TestServer.PASSWORD).status()).isEqualTo(302);
        assertThat(victim.cookies().get(Sessions.COOKIE)).isNotEqualTo("planted-by-somebody-else");
        FormClient attacker = new FormClient(server);
        attacker.cookies().put(Sessions.COOKIE, "planted-by-somebody-else");
        assertThat(attacker.get("/me").status()).isEqualTo(302);
    }

    @Test
    void signingOutEndsTheSessionAtTheServerToo() throws Exception {
        FormClient browser = FormClient.of(server, admin);
        String copied = browser.cookies().get(Sessions.COOKIE);
        assertThat(browser.post("/sign-out", Map.of()).status()).isEqualTo(302);
        FormClient thief = new FormClient(server);
        thief.cookies().put(Sessions.COOKIE, copied);
        assertThat(thief.get("/me").status()).isEqualTo(302);
    }

    @ParameterizedTest
    @ValueSource(strings = {"TRACE", "PATCH", "OPTIONS"})
    void methodsThatNobodyNeedsTellNothing(String method) throws Exception {
        TestServer.Answer answer = server.send(
                HttpRequest.newBuilder(server.url("/api/me")).method(method, HttpRequest.BodyPublishers.noBody()),
                "X-Secret",
                "echo me");
        assertThat(answer.status()).isLessThan(500);
        assertThat(answer.body()).doesNotContain("echo me");
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @Test
    void whatPeopleTypeIsTextInPages() throws Exception {
        String attack = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
        FormClient browser = FormClient.of(server, admin);
        browser.post("/people", Map.of("name", attack, "fullName", "x", "password", "y", "role", "viewer"));
        browser.post(
                "/people",
                Map.of("name", "eve", "fullName", attack, "password", "mischief managed 1", "role", "viewer"));
        for (String path : List.of(
                "/people",
                "/audit",
                "/audit?actor=" + encoded(attack),
                "/sign-in?to=" + encoded("/" + attack),
                "/projects/" + encoded("<script>alert(1)"),
                "/me")) {
            assertThat(browser.get(path).body())
                    .as(path)
                    .doesNotContain("<script>alert")
                    .doesNotContain("<img src=x");
        }
    }

    @Test
    void anUploadsNameIsNoPath() throws Exception {
        SampleProject shop = SampleProject.make(folder.resolve("shop"));
        Client manager = Client.of(server, "manager", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        manager.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        FormClient browser = FormClient.of(server, admin);
        String secret = browser.secret();
        String cookies = "slipway_form=" + browser.cookies().get("slipway_form") + "; " + Sessions.COOKIE + "="
                + browser.cookies().get(Sessions.COOKIE);
        String body = "--b\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\n" + secret
                + "\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../../../../evil.zip\"\r\n"
                + "Content-Type: application/zip\r\n\r\nthis is no zip\r\n--b--\r\n";
        TestServer.Answer answer = server.send(
                HttpRequest.newBuilder(server.url("/projects/shop/artifacts"))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .header("Content-Type", "multipart/form-data; boundary=b"),
                "Cookie",
                cookies);
        assertThat(answer.status()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.body()).contains("artifact-damaged").doesNotContain(folder.toString());
        try (Stream<Path> files = Files.walk(folder)) {
            assertThat(files.map(file -> file.getFileName().toString())).noneMatch(name -> name.contains("evil"));
        }
        try (Stream<Path> incoming = Files.list(server.data().resolve("incoming"))) {
            assertThat(incoming).isEmpty();
        }
    }

    private static TestServer.Answer signIn(FormClient browser, String name, String password) throws Exception {
        return browser.post("/sign-in", Map.of("name", name, "password", password));
    }

    private static String setCookie(TestServer.Answer answer, String name) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith(name + "="))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cookie " + name + ": " + answer.headers()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String encoded(String text) throws IOException {
        return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
