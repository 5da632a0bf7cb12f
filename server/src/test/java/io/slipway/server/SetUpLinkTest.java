package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.RandomText;
import io.slipway.store.Store;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links by which people who have an account choose a password. */
class SetUpLinkTest {
    private static final String CHOSEN = "four quiet otters row";
    private static final Pattern LINK = Pattern.compile("http://\\S+/setup\\?secret=([\\w-]+)");
    private final MovedClock clock = new MovedClock("2026-11-23T09:00:00Z");
    private TestServer server;
    private Client root;
    private Person pat;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.reachable(clock, folder.resolve("data"));
        root = Client.of(server, "root", Role.ADMINISTRATOR);
        pat = server.part(People.class)
                .add(
                        "test",
                        new People.NewPerson("pat", "Pat Doe", Optional.of("pat@example.org"), Optional.empty()),
                        List.of());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aLinkLetsAnAccountWithoutAPasswordChooseOneOnce() throws Exception {
        assertThat(entry()).isEqualTo("none");
        TestServer.Answer made = root.post("/api/people/pat/setup-link", Map.of());
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.json().path("ends").asString()).startsWith("2026-11-30T09:0");
        assertThat(made.json().hasNonNull("mailedTo")).isFalse();
        String link = made.json().path("link").asString();
        assertThat(link).startsWith(server.url("/setup?secret=").toString());
        String secret = secretOf(link);
        assertThat(entry()).isEqualTo("link");
        assertThat(stored()).contains(RandomText.digest(secret)).doesNotContain(secret);
        assertThat(root.get("/api/people").body()).doesNotContain(secret);
        assertThat(audit()).contains("setup-link-made").doesNotContain(secret, RandomText.digest(secret));

        // opening it signs nobody in, and uses nothing up: mail programs look at links too
        FormClient browser = new FormClient(server);
        assertThat(browser.get("/setup?secret=" + secret).body()).contains("Pat Doe", "Choose a password");
        assertThat(browser.get("/setup?secret=" + secret).status()).isEqualTo(200);
        assertThat(browser.get("/me").status()).isEqualTo(302);

        TestServer.Answer weak = choose(browser, secret, "pat pat pat pat");
        assertThat(weak.status()).isEqualTo(400);
        assertThat(weak.body()).contains("too easy to guess", "Pat Doe");
        assertThat(choose(browser, secret, CHOSEN).status()).isEqualTo(302);
        assertThat(browser.get("/me").body()).contains("Pat Doe");
        assertThat(server.part(People.class).verify("pat", CHOSEN)).contains(pat);
        assertThat(entry()).isEqualTo("ready");
        assertThat(audit()).contains("password-set").doesNotContain(secret);

        assertGone(secret);
        assertThat(server.part(People.class).verify("pat", CHOSEN)).contains(pat);
    }

    @Test
    void anotherPasswordEndsTheSessionsOfWhoHadTheOldOne() throws Exception {
        server.part(People.class).setPassword("test", pat, TestServer.PASSWORD);
        FormClient old = FormClient.of(server, pat);
        String secret = shown();
        assertThat(old.get("/me").status()).isEqualTo(200);
        assertThat(server.part(People.class).verify("pat", TestServer.PASSWORD)).contains(pat);
        assertThat(choose(new FormClient(server), secret, CHOSEN).status()).isEqualTo(302);
        assertThat(old.get("/me").status()).isEqualTo(302);
        assertThat(server.part(People.class).verify("pat", TestServer.PASSWORD)).isEmpty();
    }

    @Test
    void itEndsAfterAWeek() throws Exception {
        String secret = shown();
        clock.moveBy(Duration.ofDays(7).minusMinutes(5));
        assertThat(server.get("/setup?secret=" + secret).status()).isEqualTo(200);
        clock.moveBy(Duration.ofMinutes(6));
        assertGone(secret);
        assertThat(entry()).isEqualTo("ended");
    }

    @Test
    void aNewerOneAPasswordAndALockOutVoidIt() throws Exception {
        String first = shown();
        String second = shown();
        assertGone(first);
        assertThat(server.get("/setup?secret=" + second).status()).isEqualTo(200);

        server.part(People.class).setPassword("pat", pat, TestServer.PASSWORD);
        assertGone(second);

        String third = shown();
        server.part(People.class).activate("test", pat, false);
        assertGone(third);
        TestServer.Answer refused = root.post("/api/people/pat/setup-link", Map.of());
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.body()).contains("account-locked-out");
        server.part(People.class).activate("test", pat, true);
        assertGone(third);
    }

    @Test
    void onlyWhoManagesPeopleMayMakeOne() throws Exception {
        for (Role role : Role.values()) {
            if (role != Role.ADMINISTRATOR) {
                Client other = Client.of(server, "not-" + role.text(), role);
                assertThat(other.post("/api/people/pat/setup-link", Map.of()).status())
                        .as(role.text())
                        .isEqualTo(403);
            }
        }
        assertThat(server.send("POST", "/api/people/pat/setup-link", "{}").status())
                .isEqualTo(401);
        assertThat(root.post("/api/people/nobody/setup-link", Map.of()).status())
                .isEqualTo(404);
        assertThat(root.post("/api/people/pat/setup-link", Map.of("by", "pigeon"))
                        .status())
                .isEqualTo(400);
        assertThat(stored()).isEmpty();
    }

    @Test
    void theAnswerIsNotKeptForWhoAsksAgainWithItsKey() throws Exception {
        TestServer.Answer made = root.post("/api/people/pat/setup-link", Map.of(), "Idempotency-Key", "k1");
        assertThat(made.status()).isEqualTo(201);
        TestServer.Answer again = root.post("/api/people/pat/setup-link", Map.of(), "Idempotency-Key", "k1");
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.body()).doesNotContain("secret=");
    }

    @Test
    void withAMailServerItGoesByMailAndLiesInNoTable() throws Exception {
        TestServer.Answer none = root.post("/api/people/pat/setup-link", Map.of("by", "mail"));
        assertThat(none.status()).isEqualTo(409);
        assertThat(none.body()).contains("mail-unavailable");
        try (TestMail mail = new TestMail()) {
            mail.setUp(root);
            TestServer.Answer made = root.post("/api/people/pat/setup-link", Map.of());
            assertThat(made.status()).as(made.body()).isEqualTo(201);
            assertThat(made.json().path("mailedTo").asString()).isEqualTo("pat@example.org");
            assertThat(made.body()).doesNotContain("secret=");
            MimeMessage letter = mail.letter("pat@example.org", "Slipway: choose your password");
            String text = (String) letter.getContent();
            assertThat(text).contains("Pat Doe", "sign in as pat", "30 November 2026", "Full root (root)");
            String secret = secretOf(text);
            assertThat(stored()).contains(RandomText.digest(secret));
            assertThat(letters()).contains("choose your password").doesNotContain(secret);
            assertThat(root.get("/api/people").body())
                    .contains("\"linksByMail\":true")
                    .doesNotContain(secret);
            assertThat(choose(new FormClient(server), secret, CHOSEN).status()).isEqualTo(302);

            // who wants to see it does, and who has no address has it shown
            assertThat(root.post("/api/people/pat/setup-link", Map.of("by", "answer"))
                            .body())
                    .contains("secret=");
            server.person("sue", Role.DEVELOPER);
            assertThat(root.post("/api/people/sue/setup-link", Map.of()).body()).contains("secret=");
        }
    }

    /** A link that was void before its mail was sent is not sent. */
    @Test
    void aMailWhoseLinkIsVoidIsGivenUp() throws Exception {
        try (TestMail mail = new TestMail()) {
            int port = mail.smtp().getPort();
            root.put(
                    "/api/mail", Map.of("host", "127.0.0.1", "port", 1, "security", "none", "sender", "s@example.org"));
            root.post("/api/people/pat/setup-link", Map.of());
            Eventually.seen(this::deliveries, told -> told.contains("cannot be reached"));
            String shown = shown();
            root.put(
                    "/api/mail",
                    Map.of("host", "127.0.0.1", "port", port, "security", "none", "sender", "s@example.org"));
            clock.moveBy(Duration.ofMinutes(1));
            Eventually.seen(this::deliveries, told -> told.contains("dead What it was to bring is good no more"));
            assertThat(server.get("/setup?secret=" + shown).status()).isEqualTo(200);
        }
    }

    private String shown() throws Exception {
        return secretOf(root.post("/api/people/pat/setup-link", Map.of("by", "answer"))
                .json()
                .path("link")
                .asString());
    }

    private static String secretOf(String text) {
        Matcher link = LINK.matcher(text);
        assertThat(link.find()).as(text).isTrue();
        return link.group(1);
    }

    private static TestServer.Answer choose(FormClient browser, String secret, String password) throws Exception {
        return browser.post("/setup", Map.of("secret", secret, "password", password));
    }

    private void assertGone(String secret) throws Exception {
        assertThat(server.get("/setup?secret=" + secret).status()).isEqualTo(410);
        TestServer.Answer refused = choose(new FormClient(server), secret, "another good password");
        assertThat(refused.status()).isEqualTo(410);
        assertThat(refused.body()).contains("not good any more");
        assertThat(server.part(People.class).verify("pat", "another good password"))
                .isEmpty();
    }

    private String entry() throws Exception {
        for (var person : root.get("/api/people").json().path("people")) {
            if (person.path("name").asString().equals("pat")) {
                return person.path("signIn").asString();
            }
        }
        throw new AssertionError("pat is not listed");
    }

    private String audit() throws Exception {
        return root.get("/api/audit").body();
    }

    private String stored() {
        return column("SELECT coalesce(digest, '') FROM person_link");
    }

    private String letters() {
        return column("SELECT subject || body FROM letter");
    }

    private String deliveries() {
        return column("SELECT state || ' ' || result FROM delivery");
    }

    private String column(String query) {
        return server.part(Store.class)
                .read(handle -> String.join(
                        "\n", handle.createQuery(query).mapTo(String.class).list()));
    }
}
