package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import io.slipway.release.project.SecretReference;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Permission;
import io.slipway.server.access.Role;
import io.slipway.server.account.People;
import io.slipway.server.account.Person;
import io.slipway.server.account.SetUp;
import io.slipway.server.account.Tokens;
import io.slipway.server.operation.Operations;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

/** Secrets that can't be mistaken go through a server, in good and in bad days; then all that it left is searched. */
class CanaryTest {
    private static final String PERSON = "canary-of-a-person-7d1f";
    private static final String TARGET = "canary-of-a-target-93ab";
    private static final String STORE = "canary-of-the-store-55c0";
    private static final String SECRET = "canary-in-the-secret-store-41ce";
    private static final String MAIL = "canary-of-the-mail-server-b7a0";
    private static final String HOOK = "canary-in-a-webhook-url-2f19";
    private static final String TYPED = "canary-typed-in-wrongly-08e2";

    @TempDir
    private Path folder;

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
    private final Map<String, String> told = new LinkedHashMap<>();
    private final List<String> canaries = new ArrayList<>(List.of(PERSON, TARGET, STORE, SECRET, MAIL, HOOK, TYPED));
    private Level before = Level.WARN;

    /** From when the server runs: its start sets the log up. */
    private void listen() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern("%msg %mdc %ex{full}%n");
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setOutputStream(log);
        appender.start();
        root().addAppender(appender);
        Logger ours = (Logger) LoggerFactory.getLogger("io.slipway");
        before = Optional.ofNullable(ours.getLevel()).orElse(Level.INFO);
        ours.setLevel(Level.TRACE);
    }

    @AfterEach
    void stopListening() {
        root().detachAppender(appender);
        ((Logger) LoggerFactory.getLogger("io.slipway")).setLevel(before);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nowhere(boolean sqlite) throws Exception {
        Path data = folder.resolve("data");
        Database target = withPassword(TARGET);
        Database storeDatabase = withPassword(STORE);
        StoreSettings store = sqlite
                ? StoreSettings.embedded(data)
                : StoreSettings.server(
                        data,
                        storeDatabase.url(),
                        storeDatabase.user(),
                        SecretReference.parse("${env:STORE_PASSWORD}"));
        Map<String, String> environment =
                Map.of("SHOP_PASSWORD", TARGET, "WRONG_PASSWORD", TYPED, "STORE_PASSWORD", STORE);
        Collector collector = new Collector();
        Operations operations =
                new Operations(Operations.LogFormat.JSON, Optional.empty(), Optional.of(collector.url()), List.of());
        try (TestServer server = TestServer.start(data, store, guard(), environment, operations)) {
            listen();
            String setUp = server.part(SetUp.class).offer().orElseThrow();
            canaries.add(setUp);
            LoggerFactory.getLogger("io.slipway.server").debug("the log is searched, down to this level");
            live(server, target, setUp);
            tell("threads", threads());
            tell("settings", server.part(ServerSettings.class).toString());
            if (!sqlite) {
                tell("the store's tables", dump(storeDatabase));
            }
            tell("the target's tables", dump(target));
        }
        collector.close();
        assertThat(collector.spans()).as("what was traced").hasSizeGreaterThan(50);
        tell("traces", collector.text());
        assertThat(log.toString(StandardCharsets.UTF_8)).as("what was logged").contains("the log is searched");
        tell("log", log.toString(StandardCharsets.UTF_8));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                tell(file.toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(told).hasSizeGreaterThan(50);
        List<String> found = told.entrySet().stream()
                .flatMap(entry -> canaries.stream()
                        .filter(entry.getValue()::contains)
                        .map(canary -> canary + " at " + entry.getKey()))
                .toList();
        assertThat(found).isEmpty();
    }

    /** Otherwise nothing above would mean anything. */
    @Test
    void theSearchFindsWhatIsThere() {
        listen();
        root().error("something with {}", PERSON, new IllegalStateException(TARGET));
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(PERSON).contains(TARGET);
    }

    private void live(TestServer server, Database target, String setUp) throws Exception {
        FormClient ann = new FormClient(server);
        answer(ann.post("/setup", Map.of("secret", setUp, "name", "ann", "fullName", "Ann", "password", PERSON)));
        Person person = server.part(People.class).named("ann").orElseThrow();
        server.part(People.class)
                .grant("test", person, new io.slipway.server.access.Grant(Role.RELEASE_MANAGER, "", ""));
        answer(new FormClient(server).post("/sign-in", Map.of("name", "ann", "password", TYPED)));
        // a password typed as the name comes back in that field, to the one who typed it, and goes nowhere else
        new FormClient(server).post("/sign-in", Map.of("name", TYPED, "password", PERSON));
        FormClient again = new FormClient(server);
        answer(again.post("/sign-in", Map.of("name", "ann", "password", PERSON)));
        canaries.addAll(again.cookies().values());
        answer(ann.post("/people", Map.of("name", "!", "fullName", "Bob", "password", PERSON, "role", "viewer")));
        answer(ann.post("/people", Map.of("name", "bob", "fullName", "Bob", "password", PERSON, "role", "viewer")));

        Tokens.Made made = server.part(Tokens.class)
                .make(
                        new Caller(person, List.of(), Optional.empty()),
                        "ci",
                        EnumSet.allOf(Permission.class),
                        "",
                        Duration.ofDays(1));
        canaries.add(made.secret());
        assertThat(made.toString()).doesNotContain(made.secret());
        String bearer = "Bearer " + made.secret();
        for (String body : List.of(
                "{\"name\": \"carl\", \"fullName\": \"C\", \"roles\": [], \"password\": \"" + PERSON + "\"",
                "{\"name\": \"carl\", \"roles\": 7, \"password\": \"" + PERSON + "\"}",
                "{\"name\": \"ann\", \"fullName\": \"C\", \"roles\": [], \"password\": \"" + PERSON + "\"}",
                "{\"name\": \"carl\", \"fullName\": \"C\", \"roles\": [], \"password\": {\"is\": \"" + PERSON + "\"}}",
                "{\"" + PERSON + "\": 1}")) {
            answer(server.send("POST", "/api/people", body, "Authorization", bearer));
        }
        answer(server.get("/api/me", "Authorization", "Bearer " + TYPED));
        for (String password : List.of("too short", PERSON)) {
            // shown to who asked, and nowhere else
            String link = server.send(
                            "POST", "/api/people/bob/setup-link", "{\"by\": \"answer\"}", "Authorization", bearer)
                    .json()
                    .path("link")
                    .asString();
            String secret = link.substring(link.indexOf('=') + 1);
            canaries.add(secret);
            new FormClient(server).post("/setup", Map.of("secret", secret, "password", password));
            answer(new FormClient(server).post("/setup", Map.of("secret", TYPED, "password", password)));
        }

        project(server, bearer, target);
        secretsAndNotifications(server, bearer);
        EndpointTable.of(server).rows().stream()
                .filter(row -> row.method().equals("GET") && row.ours())
                .forEach(row -> answer(fetch(server, again, row, bearer)));
    }

    private static GuardSettings guard() {
        return new GuardSettings(Optional.empty(), List.of("127.0.0.1"), true);
    }

    private void project(TestServer server, String bearer, Database target) throws Exception {
        String definition = "project: shop\ndatabase: postgresql\nenvironments:\n"
                + environment("dev", target, "SHOP_PASSWORD")
                + environment("qa", target, "WRONG_PASSWORD")
                + environment("prod", target, "MISSING_PASSWORD").replace("env:MISSING", "secret:PROD")
                + "pipelines:\n  main: [dev, qa, prod]\n";
        answer(server.send(
                "POST", "/api/projects", "{\"definition\": " + quoted(definition) + "}", "Authorization", bearer));
        for (String literal : List.of(
                definition.replace("${env:SHOP_PASSWORD}", TYPED),
                definition.replace("127.0.0.1", "me:" + TYPED + "@127.0.0.1"),
                definition.replace("/test", "/test?password=" + TYPED + "&x="))) {
            TestServer.Answer refused = answer(server.send(
                    "PUT",
                    "/api/projects/shop/definition",
                    "{\"revision\": 1, \"definition\": " + quoted(literal) + "}",
                    "Authorization",
                    bearer));
            assertThat(refused.status()).as(refused.body()).isBetween(400, 502);
        }
        for (String environment : List.of("dev", "qa", "prod")) {
            for (String verb : List.of("look", "connection")) {
                answer(server.send(
                        "POST",
                        "/api/projects/shop/environments/" + environment + "/" + verb,
                        "{}",
                        "Authorization",
                        bearer));
            }
        }
    }

    /** Set, misspelt, used, and told of: {@code ${secret:…}}, the mail server's password, a webhook's URL and secret. */
    private void secretsAndNotifications(TestServer server, String bearer) throws Exception {
        String shop = "/api/projects/shop";
        String[] by = {"Authorization", bearer};
        for (String body : List.of(
                "{\"value\": \"" + SECRET + "\"}",
                "{\"value\": [\"" + SECRET + "\"]}",
                "{\"value\": \"" + SECRET + "\"",
                "{\"" + SECRET + "\": 1}")) {
            answer(server.send("PUT", shop + "/secrets/PROD_PASSWORD", body, by));
            answer(server.send("PUT", shop + "/secrets/bad%20name", body, by));
        }
        answer(server.send("POST", shop + "/environments/prod/connection", "{}", by));
        String mail = "{\"host\": \"127.0.0.1\", \"port\": 9, \"security\": \"tls\", \"username\": \"slipway\","
                + " \"password\": \"" + MAIL + "\", \"sender\": \"slipway@example.com\"";
        assertThat(answer(server.send("PUT", "/api/mail", mail + "}", by)).status())
                .isEqualTo(200);
        answer(server.send("PUT", "/api/mail", mail, by));
        answer(server.send("PUT", "/api/mail", mail.replace("\"port\": 9", "\"port\": 0") + "}", by));
        for (String address : List.of(
                "http://127.0.0.1:9/" + HOOK, "https://10.0.0.1/" + HOOK, "http://me:" + HOOK + "@1.1.1.1/", HOOK)) {
            answer(server.send(
                    "POST", shop + "/subscriptions", "{\"channel\": \"slack\", \"address\": \"" + address + "\"}", by));
        }
        TestServer.Answer made = server.send(
                "POST",
                shop + "/subscriptions",
                "{\"channel\": \"webhook\", \"address\": \"http://127.0.0.1:9/" + HOOK + "\"}",
                "Authorization",
                bearer,
                "Idempotency-Key",
                "hook");
        assertThat(made.status()).isEqualTo(201);
        canaries.add(made.json().path("secret").asString());
        answer(server.send(
                "POST", shop + "/subscriptions", "{\"channel\": \"email\", \"address\": \"ann@example.com\"}", by));
        for (var subscription : server.get(shop + "/subscriptions", by).json().path("subscriptions")) {
            String id = subscription.path("id").asString();
            answer(server.send("POST", shop + "/subscriptions/" + id + "/test", "{}", by));
        }
        answer(server.send("POST", "/api/secrets/rotation", "{}", by));
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (server.get(shop + "/deliveries", by).body().split("\"attempts\":1", -1).length < 4
                && System.nanoTime() < end) {
            Thread.sleep(100);
        }
        assertThat(server.get(shop + "/deliveries", by).body()).contains("\"attempts\":1");
    }

    private static String environment(String name, Database target, String variable) {
        return "  " + name + ": { url: \"" + target.url() + "\", user: " + target.user() + ", password: \"${env:"
                + variable + "}\" }\n";
    }

    private static TestServer.Answer fetch(
            TestServer server, FormClient browser, EndpointTable.Row row, String bearer) {
        String path = row.path()
                .replace("{project}", "shop")
                .replace("{environment}", "dev")
                .replace("{version}", "1.0.0")
                .replace("{number}", "1")
                .replace("{index}", "0")
                .replaceAll("\\{[a-z]+}", "none");
        try {
            return row.api()
                    ? server.send(HttpRequest.newBuilder(server.url(path)).GET(), "Authorization", bearer)
                    : browser.get(path);
        } catch (Exception e) {
            throw new IllegalStateException(path, e);
        }
    }

    /** Pages hold the form's secret, and an answer sets cookies: these are meant for the one who asks. */
    private TestServer.Answer answer(TestServer.Answer answer) {
        tell(
                "answer " + told.size(),
                answer.body() + answer.headers().firstValue("Location").orElse(""));
        return answer;
    }

    private void tell(String where, String text) {
        told.put(where, text);
    }

    private static String threads() {
        return Thread.getAllStackTraces().entrySet().stream()
                .map(entry -> entry.getKey() + Arrays.toString(entry.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private static String dump(Database database) {
        List<String> rows = new ArrayList<>();
        try (var connection =
                        java.sql.DriverManager.getConnection(database.url(), database.user(), database.password());
                var tables = connection.getMetaData().getTables(null, null, "%", new String[] {"TABLE"})) {
            while (tables.next()) {
                String table = "\"" + tables.getString("TABLE_SCHEM") + "\".\"" + tables.getString("TABLE_NAME") + "\"";
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (row.next()) {
                        rows.add(row.getString(1));
                    }
                }
            }
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
        return String.join("\n", rows);
    }

    private static Database withPassword(String password) {
        Database made = PostgresServer.newest().createDatabase();
        PostgresServer.newest().admin().run("ALTER ROLE " + made.user() + " PASSWORD '" + password + "'");
        return new Database(made.url(), made.user(), password);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }
}
