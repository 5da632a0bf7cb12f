package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.server.access.Role;
import io.slipway.server.account.BoundedPasswords;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.Sessions;
import io.slipway.server.account.SignIn;
import io.slipway.store.Store;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Signing in: guessing is slowed down, nobody is locked out by others, and nothing tells which names there are. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SignInTest {
    private static final String NEW = "a new one, quite long";

    private TestServer server;
    private Person ann;
    private Person bob;

    @BeforeAll
    void start(@TempDir Path folder) {
        server = TestServer.start(folder.resolve("data"), Map.of());
        ann = server.person("ann", Role.VIEWER);
        bob = server.person("bob", Role.VIEWER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** Each test guesses as though it were the first. */
    @BeforeEach
    void forgetTries() {
        server.part(Store.class).run(handle -> handle.execute("DELETE FROM sign_in_failure"));
    }

    @Test
    void whoeverGuessesIsStoppedAndNobodyElse() {
        for (int i = 0; i < 10; i++) {
            assertThat(tried("ann", "wrong " + i, "192.0.2.1")).isEqualTo(ErrorCode.SIGN_IN_REFUSED);
        }
        assertThat(tried("ann", TestServer.PASSWORD, "192.0.2.1"))
                .as("the right one comes too late")
                .isEqualTo(ErrorCode.TOO_MANY_TRIES);
        assertThat(server.part(SignIn.class).run("bob", TestServer.PASSWORD, "192.0.2.1"))
                .as("a colleague at the same address")
                .isNotEmpty();
        assertThat(server.part(SignIn.class).run("ann", TestServer.PASSWORD, "192.0.2.2"))
                .as("Ann herself, elsewhere")
                .isNotEmpty();
    }

    @Test
    void whoeverGuessesManyNamesIsStoppedToo() {
        for (int i = 0; i < 50; i++) {
            assertThat(tried("name-" + i, "wrong", "192.0.2.1")).isEqualTo(ErrorCode.SIGN_IN_REFUSED);
        }
        assertThat(tried("bob", TestServer.PASSWORD, "192.0.2.1")).isEqualTo(ErrorCode.TOO_MANY_TRIES);
    }

    /** Or the limit would tell which names there are. */
    @Test
    void theLimitIsTheSameForNamesThatNobodyHas() {
        for (int i = 0; i < 10; i++) {
            assertThat(tried("nobody", "wrong " + i, "192.0.2.1")).isEqualTo(ErrorCode.SIGN_IN_REFUSED);
        }
        assertThat(tried("nobody", "wrong", "192.0.2.1")).isEqualTo(ErrorCode.TOO_MANY_TRIES);
        assertThat(tried("also-nobody", "wrong", "192.0.2.1")).isEqualTo(ErrorCode.SIGN_IN_REFUSED);
    }

    @Test
    void triesAtOnceCountAsMany() throws Exception {
        ExecutorService many = Executors.newFixedThreadPool(40);
        try {
            List<Callable<ErrorCode>> tries = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String guess = "wrong " + i;
                tries.add(() -> tried("ann", guess, "192.0.2.1"));
            }
            int looked = 0;
            for (Future<ErrorCode> result : many.invokeAll(tries)) {
                looked += result.get() == ErrorCode.SIGN_IN_REFUSED ? 1 : 0;
            }
            assertThat(looked).isBetween(1, 10);
        } finally {
            many.shutdownNow();
        }
    }

    @Test
    void whatIsTypedAsANameIsNotWrittenDown() {
        tried("my secret password", "x", "192.0.2.1");
        assertThat(server.part(Store.class)
                        .<List<String>>read(handle -> handle.createQuery("SELECT name FROM sign_in_failure")
                                .mapTo(String.class)
                                .list()))
                .hasSize(1)
                .allMatch(name -> name.matches("[0-9a-f]{32}"));
    }

    /** The medians of tries in turn. Without the same work for unknown names they would be fifty times apart. */
    @Test
    void anUnknownNameTakesAsLong() {
        int tries = 9;
        long[] known = new long[tries];
        long[] unknown = new long[tries];
        People people = server.part(People.class);
        for (int i = -3; i < tries; i++) {
            long begin = System.nanoTime();
            assertThat(people.verify("ann", "wrong")).isEmpty();
            long middle = System.nanoTime();
            assertThat(people.verify("nobody", "wrong")).isEmpty();
            long end = System.nanoTime();
            if (i >= 0) {
                known[i] = middle - begin;
                unknown[i] = end - middle;
            }
        }
        Arrays.sort(known);
        Arrays.sort(unknown);
        assertThat((double) unknown[tries / 2] / known[tries / 2]).isBetween(0.3, 3.0);
    }

    /** The proxy on this machine says where a request comes from; what the client itself put there does not count. */
    @Test
    void behindAProxyEachIsCountedByTheirOwnAddress() throws Exception {
        for (int i = 0; i < 10; i++) {
            assertThat(signInFrom("192.0.2.7", "wrong " + i)).isEqualTo(401);
        }
        assertThat(signInFrom("192.0.2.7", TestServer.PASSWORD)).isEqualTo(429);
        assertThat(signInFrom("198.51.100.9, 192.0.2.7", TestServer.PASSWORD))
                .as("a made-up address before the one that the proxy saw")
                .isEqualTo(429);
        assertThat(signInFrom("192.0.2.8", TestServer.PASSWORD)).isEqualTo(302);
    }

    @Test
    void fewPasswordsAreHashedAtOnce() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        PasswordEncoder argon = Argon2PasswordEncoder.defaultsForSpringSecurity_v5_8();
        PasswordEncoder counting = new PasswordEncoder() {
            @Override
            public String encode(CharSequence password) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                try {
                    return String.valueOf(argon.encode(password));
                } finally {
                    now.decrementAndGet();
                }
            }

            @Override
            public boolean matches(CharSequence password, String hash) {
                return argon.matches(password, hash);
            }
        };
        BoundedPasswords bounded = new BoundedPasswords(counting, 2, Duration.ofMinutes(1));
        ExecutorService many = Executors.newFixedThreadPool(10);
        try {
            List<Callable<String>> work = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                work.add(() -> String.valueOf(bounded.encode("a password")));
            }
            for (Future<String> result : many.invokeAll(work)) {
                assertThat(bounded.matches("a password", result.get())).isTrue();
            }
            assertThat(most.get()).isEqualTo(2);
        } finally {
            many.shutdownNow();
        }
        BoundedPasswords none = new BoundedPasswords(argon, 0, Duration.ofMillis(10));
        assertThatThrownBy(() -> none.encode("a password"))
                .isInstanceOfSatisfying(
                        SlipwayException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOO_MANY_TRIES));
    }

    @Test
    void changingThePasswordEndsTheOtherSessions() throws Exception {
        Person cleo = server.person("cleo", Role.VIEWER);
        FormClient here = FormClient.of(server, cleo);
        FormClient elsewhere = FormClient.of(server, cleo);
        assertThat(here.post("/me/password", Map.of("old", "not it", "wanted", NEW))
                        .status())
                .isEqualTo(401);
        assertThat(here.post("/me/password", Map.of("old", TestServer.PASSWORD, "wanted", "short"))
                        .status())
                .isEqualTo(400);
        assertThat(elsewhere.get("/me").status()).isEqualTo(200);

        TestServer.Answer changed = here.post("/me/password", Map.of("old", TestServer.PASSWORD, "wanted", NEW));
        assertThat(changed.status()).as(changed.body()).isEqualTo(302);
        assertThat(here.get("/me?changed=true").body()).contains("Your password is changed");
        assertThat(elsewhere.get("/me").status()).isEqualTo(302);
        assertThat(tried("cleo", TestServer.PASSWORD, "192.0.2.1")).isEqualTo(ErrorCode.SIGN_IN_REFUSED);
        assertThat(server.part(SignIn.class).run("cleo", NEW, "192.0.2.1")).isNotEmpty();
    }

    /** Whoever finds a browser open cannot try passwords there without end. */
    @Test
    void guessingTheOldPasswordIsStopped() throws Exception {
        FormClient browser = FormClient.of(server, ann);
        for (int i = 0; i < 10; i++) {
            browser.post("/me/password", Map.of("old", "guess " + i, "wanted", NEW));
        }
        assertThat(browser.post("/me/password", Map.of("old", TestServer.PASSWORD, "wanted", NEW))
                        .status())
                .isEqualTo(429);
    }

    @Test
    void sessionsAreListedAndEnded() throws Exception {
        Person dan = server.person("dan", Role.VIEWER);
        FormClient here = FormClient.of(server, dan);
        FormClient elsewhere = FormClient.of(server, dan);
        FormClient other = FormClient.of(server, bob);
        Sessions sessions = server.part(Sessions.class);
        List<Sessions.Session> all = sessions.of(dan);
        assertThat(all).hasSize(2);
        assertThat(here.get("/me").body()).contains("this one").containsOnlyOnce("End it");
        for (Sessions.Session session : all) {
            other.post("/me/sessions/" + session.id() + "/end", Map.of());
        }
        assertThat(elsewhere.get("/me").status()).as("not for Bob to end").isEqualTo(200);

        String page = here.get("/me").body();
        String ended = all.stream()
                .map(Sessions.Session::id)
                .filter(id -> page.contains("/me/sessions/" + id))
                .findFirst()
                .orElseThrow();
        assertThat(here.post("/me/sessions/" + ended + "/end", Map.of()).status())
                .isEqualTo(302);
        assertThat(elsewhere.get("/me").status()).isEqualTo(302);
        assertThat(here.get("/me").status()).isEqualTo(200);
    }

    private int signInFrom(String forwardedFor, String password) throws Exception {
        FormClient browser = new FormClient(server);
        String body = "name=ann&password=" + password.replace(" ", "+") + "&_csrf=" + browser.secret();
        return server.send(
                        HttpRequest.newBuilder(server.url("/sign-in"))
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .header("Content-Type", "application/x-www-form-urlencoded"),
                        "X-Forwarded-For",
                        forwardedFor,
                        "Cookie",
                        "slipway_form=" + browser.cookies().get("slipway_form"))
                .status();
    }

    private ErrorCode tried(String name, String password, String address) {
        try {
            server.part(SignIn.class).run(name, password, address);
            throw new AssertionError(name + " came in");
        } catch (SlipwayException e) {
            return e.code();
        }
    }
}
