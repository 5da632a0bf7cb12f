package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.slipway.server.access.Role;
import io.slipway.server.ownscripts.Brought;
import io.slipway.server.ownscripts.BroughtFiles;
import io.slipway.server.ownscripts.OwnScripts;
import io.slipway.server.ownscripts.Report;
import io.slipway.testkit.Corpora;
import io.slipway.testkit.Effort;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Scripts that people bring, good ones and hostile ones. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OwnScriptsTest {
    private static final String PATH = "/api/projects/shop/own-scripts";
    private TestServer server;
    private Client root;
    private Client ada;
    private SampleProject shop;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of("SLIPWAY_LAB_SECONDS", "6"));
        root = Client.of(server, "root", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        shop = SampleProject.make(folder.resolve("shop"));
        root.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        ada = Client.of(server, "ada", Role.DEVELOPER);
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private JsonNode tried(Map<String, String> files) throws Exception {
        return tried(PATH, files);
    }

    private JsonNode tried(String to, Map<String, String> files) throws Exception {
        TestServer.Answer answer = ada.post(to, Map.of("title", "Scripts", "files", files));
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        String path = to + "/" + answer.json().path("number");
        return Eventually.seen(() -> ada.get(path).json(), json -> json.hasNonNull("report"));
    }

    @Test
    void goodScriptsAreProvedDeployedAndRolledBack() throws Exception {
        JsonNode tried = tried(Map.of(
                "db/001_customer.sql", "CREATE EXTENSION citext; CREATE TABLE customer (id int PRIMARY KEY);",
                "db/001_customer.rollback.sql", "DROP TABLE customer; DROP EXTENSION citext;",
                "db/view/active.SQL", "CREATE OR REPLACE VIEW active AS SELECT id FROM customer;",
                "db/view/active.rollback.sql", "DROP VIEW active;",
                "README.md", "not a script"));
        assertThat(tried.path("ready").asBoolean()).as(tried.toString()).isTrue();
        assertThat(tried.at("/report/scripts").size()).isEqualTo(2);
        assertThat(tried.at("/report/scripts/1/path").asString()).isEqualTo("view/active.sql");
        assertThat(tried.at("/report/deployed/changes").asInt()).isEqualTo(2);
        assertThat(tried.at("/report/rolledBack/restored").asBoolean()).isTrue();
        TestServer.Answer markdown = ada.get(PATH.replace("/api", "") + "/" + tried.path("number") + "/report.md");
        assertThat(markdown.body()).contains("Left out, since their names do not end in .sql: README.md.");
        assertThat(markdown.body()).contains("nothing to mend").contains("| `ddl/001_customer.sql` | 2 | 0 | proved |");
    }

    @Test
    void theLastReportOfEachScriptIsEvidenceForAGate() throws Exception {
        root.post("/api/projects", Map.of("definition", shop.definition("till"), "trustedKeys", shop.publicKey()));
        Client rita = Client.of(server, "rita", Role.ROLLOUT_MANAGER);
        String file = SampleTrainings.file("till").replace("trained: {}", "own-scripts-tried: {}");
        assertThat(rita.put("/api/projects/till/rollout", Map.of("file", file)).status())
                .isEqualTo(200);
        String gate = "/api/projects/till/rollout/readiness/check";
        String till = PATH.replace("shop", "till");
        tried(till, Map.of("1_table.sql", "CREATE TABLE a (id int);", "2_more.sql", "CREATE TABLE b (id int"));
        assertThat(rita.post(gate, Map.of()).body())
                .contains("'Scripts' (", "to mend: 2 (ddl/1_table.sql, ddl/2_more.sql)", "\"red\"");
        // what is clean says nothing of what it did not try
        tried(till, Map.of("3_other.sql", "CREATE TABLE c (id int);", "3_other.rollback.sql", "DROP TABLE c;"));
        assertThat(rita.post(gate, Map.of()).body())
                .contains("to mend: 2 (ddl/1_table.sql, ddl/2_more.sql)", "\"red\"");
        tried(till, Map.of("1_table.sql", "CREATE TABLE a (id int);", "1_table.rollback.sql", "DROP TABLE a;"));
        assertThat(rita.post(gate, Map.of()).body()).contains("to mend: 1 (ddl/2_more.sql)", "\"red\"");
        tried(till, Map.of("2_more.sql", "CREATE TABLE b (id int);", "2_more.rollback.sql", "DROP TABLE b;"));
        assertThat(rita.post(gate, Map.of()).body()).contains("3 scripts, the last time", "\"green\"");

        // what is to be no part of the application any more
        long given = tried(till, Map.of("4_given_up.sql", "CREATE TABLE d (id int);"))
                .path("number")
                .asLong();
        assertThat(rita.post(gate, Map.of()).body()).contains("to mend: 1 (ddl/4_given_up.sql)", "\"red\"");
        String withdrawal = till + "/" + given + "/withdrawal";
        assertThat(ada.post(withdrawal, Map.of("reason", " ")).status()).isEqualTo(400);
        assertThat(Client.of(server, "vic", Role.VIEWER)
                        .post(withdrawal, Map.of("reason", "Not mine."))
                        .status())
                .isEqualTo(403);
        assertThat(ada.post(withdrawal, Map.of("reason", "Another team has it."))
                        .body())
                .contains("\"withdrawn\"", "Another team has it.");
        assertThat(ada.post(withdrawal, Map.of("reason", "Once more.")).body()).contains("Another team has it.");
        assertThat(rita.post(gate, Map.of()).body()).contains("3 scripts, the last time", "\"green\"");
        assertThat(ada.get(till.replace("/api", "") + "/" + given).body())
                .contains("Another team has it.", "counts for no gate");
        assertThat(root.get("/api/audit?action=own-scripts-withdrawn").body())
                .containsOnlyOnce("own-scripts-withdrawn");
    }

    @Test
    void whatToMendIsToldOfEachScript() throws Exception {
        JsonNode tried = tried(Map.of(
                "1_table.sql", "CREATE TABLE a (id int);",
                "1_table.rollback.sql", "SELECT 1;",
                "2_broken.sql", "SELECT 1;\nALTER TABLE nowhere ADD x int;",
                "3_late.sql", "CREATE TABLE b (id int);",
                "4_broken_too.sql", "SELEC 1;"));
        List<String> mend = Stream.iterate(0, i -> i + 1)
                .limit(tried.at("/report/mend").size())
                .map(i -> tried.at("/report/mend/" + i + "/where").asString() + " "
                        + tried.at("/report/mend/" + i + "/what").asString())
                .toList();
        assertThat(mend).anyMatch(line -> line.startsWith("ddl/2_broken.sql:2") && line.contains("nowhere"));
        assertThat(mend).anyMatch(line -> line.startsWith("ddl/4_broken_too.sql:1"));
        assertThat(mend).anyMatch(line -> line.startsWith("ddl/1_table.sql Its rollback does not take it back"));
        assertThat(mend).anyMatch(line -> line.startsWith("ddl/3_late.sql It has no rollback"));
        assertThat(tried.path("ready").asBoolean()).isFalse();
    }

    /** Names as long as teams give them fit a telephone. */
    @Test
    void aReportIsSeenInEachView() throws Exception {
        String name = "20261130101500_create_the_table_of_customers_and_all_their_addresses_everywhere";
        JsonNode tried = tried(Map.of(
                name + ".sql",
                "CREATE TABLE customer (id int PRIMARY KEY, price money);",
                name + ".rollback.sql",
                "SELECT 1;",
                "9_more.sql",
                "CREATE TABLE more (id int PRIMARY KEY);",
                "9_more.rollback.sql",
                "DROP TABLE more;"));
        assertThat(tried.at("/report/notes").toString()).contains("Rolling back stopped before");
        try (TestBrowser browser = TestBrowser.startOrSkip()) {
            BrowserContext context = browser.visitor(ColorScheme.LIGHT, 1200, true);
            context.addCookies(
                    List.of(TestBrowser.session(server, server.session(server.person("adas", Role.DEVELOPER)))));
            Page page = context.newPage();
            page.navigate(server.url(PATH.replace("/api", "") + "/" + tried.path("number"))
                    .toString());
            TestBrowser.seen(page, "own-scripts-report");
        }
    }

    /** What rules warn of is for the authors to decide: it is told, and holds up nothing. */
    @Test
    void whatRulesWarnOfIsToldBesideWhatToMend() throws Exception {
        JsonNode tried = tried(Map.of(
                "1_table.sql", "CREATE TABLE paid (id int PRIMARY KEY,\n  price money);",
                "1_table.rollback.sql", "DROP TABLE paid;"));
        assertThat(tried.at("/report/look/0/rule").asString()).isEqualTo("type-money");
        assertThat(tried.at("/report/look/0/script").asString()).isEqualTo("ddl/1_table.sql");
        assertThat(tried.at("/report/look/0/line").asInt()).isEqualTo(2);
        assertThat(tried.path("ready").asBoolean()).isTrue();
        String path = PATH.replace("/api", "") + "/" + tried.path("number");
        assertThat(ada.get(path + "/report.md").body())
                .contains("## Worth a look")
                .contains("[type-money]");
        assertThat(ada.get(path).body()).contains("type-money");
    }

    /** Each is stopped, and the report says by name what it tried. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            DO $$ BEGIN LOOP END LOOP; END $$;                                     | did not end in time
            SET statement_timeout = 0; SELECT pg_sleep(600);                       | did not end in time
            SELECT repeat('x', 1000), generate_series(1, 2000000000);              | that is too large
            COPY (SELECT 1) TO PROGRAM 'id';                                       | starts a program on the database server
            SELECT pg_read_file('/etc/passwd');                                    | reads files of the database server
            COPY (SELECT 1) TO '/tmp/slipway-own-scripts';                         | reads or writes files of the database server
            SELECT lo_import('/etc/passwd');                                       | reads or writes files of the database server
            CREATE TABLE big AS SELECT repeat(md5(concat(a, b)), 60) FROM generate_series(1, 3000) a, generate_series(1, 3000) b; | filled its database
            SELECT count(*) FROM (SELECT md5(i::text) FROM generate_series(1, 100000000) i ORDER BY 1) x;   | more temporary files than it may
            SELECT repeat('x', 40000000);                                          | that is too large
            DO $$ BEGIN RAISE EXCEPTION '%', repeat('x', 40000000); END $$;        | that is too large
            CREATE EXTENSION pltcl;                                                | a language in which nothing can be stopped
            CREATE EXTENSION dblink;                                               | extension
            """)
    void aHostileScriptIsStoppedAndSaid(String script, String said) throws Exception {
        JsonNode tried = tried(Map.of("1_hostile.sql", script));
        assertThat(tried.at("/report/mend/0/what").asString())
                .as(tried.toString())
                .contains(said);
        assertThat(tried.at("/report/mend/0/where").asString()).startsWith("ddl/1_hostile.sql");
        assertThat(tried.path("ready").asBoolean()).isFalse();
        // and the server goes on
        assertThat(ada.get(PATH + "/" + tried.path("number")).status()).isEqualTo(200);
    }

    @Test
    void whatIsTooLargeIsRefusedBeforeAnythingRuns() throws Exception {
        // no more than the server reads of a request that it refuses: else the connection breaks before the answer
        TestServer.Answer large =
                ada.post(PATH, Map.of("title", "Large", "files", Map.of("1.sql", "x".repeat(3 << 19))));
        assertThat(large.status()).isEqualTo(413);
        TestServer.Answer none = ada.post(PATH, Map.of("title", "None", "files", Map.of("a.txt", "x")));
        assertThat(none.body()).contains("There is no script among them");
    }

    /** On the page too: what is pasted goes with the fields of the form, and a form has a limit of its own. */
    @ParameterizedTest
    @ValueSource(ints = {3, 5, 40})
    void whatIsPastedAndTooLargeIsRefusedInWords(int megabytes) throws Exception {
        FormClient browser = FormClient.of(
                server,
                server.part(io.slipway.server.account.People.class).named("ada").orElseThrow());
        StringBuilder body = new StringBuilder();
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("_csrf", browser.secret());
        fields.put("title", "Pasted");
        fields.put("text", "SELECT 1; -- x\n".repeat((megabytes << 20) / 15));
        fields.forEach((name, value) -> body.append("--b\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        TestServer.Answer answer = browser.multipart("/projects/shop/own-scripts", body + "--b--\r\n");
        assertThat(answer.status())
                .as(answer.body().lines().limit(20).toList().toString())
                .isEqualTo(413);
        assertThat(answer.body()).contains("at most", "upload th");
        assertThat(answer.body().length()).as("the page does not send it back").isLessThan(1 << 20);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///etc",
                "/etc",
                "ssh://git@example.org/x.git",
                "https://127.0.0.1/x.git",
                "https://localhost:5432/x.git",
                "http://example.org/x.git",
                "https://user:secret@example.org/x.git",
                "https://169.254.169.254/latest"
            })
    void aRepositoryIsReachedOnlyWhereTheGuardLets(String url) throws Exception {
        TestServer.Answer answer = ada.post(PATH, Map.of("title", "Git", "git", url));
        assertThat(answer.status()).as(answer.body()).isBetween(400, 422);
        assertThat(answer.json().path("code").asString()).isIn("request-invalid", "address-refused");
        assertThat(answer.body()).doesNotContain("secret");
    }

    @Test
    void aRealApplicationsScriptsGiveACorrectReport() throws Exception {
        Path corpus = Corpora.findOrSkip().resolve("kratos-postgres");
        Map<String, byte[]> files = new LinkedHashMap<>();
        try (Stream<Path> all = Files.list(corpus)) {
            for (Path file : all.filter(each -> each.toString().matches(".*(?<!\\.rollback)\\.sql"))
                    .sorted()
                    .limit(Effort.of(60, Integer.MAX_VALUE))
                    .toList()) {
                String name = file.getFileName().toString();
                Path rollback = file.resolveSibling(name.replaceAll("\\.sql$", ".rollback.sql"));
                files.put(name, Files.readAllBytes(file));
                if (Files.exists(rollback)) {
                    files.put(rollback.getFileName().toString(), Files.readAllBytes(rollback));
                }
            }
        }
        long scripts = files.keySet().stream()
                .filter(name -> !name.endsWith(".rollback.sql"))
                .count();
        Brought brought = BroughtFiles.of(files);
        OwnScripts own = server.part(OwnScripts.class);
        long number = own.bring(caller(), "shop", "Kratos", brought).number();
        OwnScripts.Tried tried = Eventually.seen(
                () -> own.one("shop", number), each -> each.report().isPresent());
        Report report = tried.report().orElseThrow();
        // All of them run. Some have no rollback, and most rollbacks were written for several scripts at once.
        assertThat(report.scripts()).hasSize((int) scripts);
        assertThat(report.deployed().orElseThrow().changes()).isEqualTo((int) scripts);
        assertThat(report.mend()).allMatch(finding -> finding.weight() == Report.Weight.ROLLBACK);
        Set<String> without = files.keySet().stream()
                .filter(name -> !name.endsWith(".rollback.sql")
                        && !files.containsKey(name.replaceAll("\\.sql$", ".rollback.sql")))
                .map(name -> "ddl/" + name)
                .collect(Collectors.toSet());
        assertThat(report.mend())
                .filteredOn(finding -> finding.what().equals("It has no rollback."))
                .extracting(Report.Finding::where)
                .containsExactlyInAnyOrderElementsOf(without);
        assertThat(zipped(tried)).hasSize(files.size());
    }

    private io.slipway.server.access.Caller caller() {
        var people = server.part(io.slipway.server.account.People.class);
        var person = people.named("ada").orElseThrow();
        return new io.slipway.server.access.Caller(person, people.grants(person.id()), java.util.Optional.empty());
    }

    /** The export is a scripts folder that packages as it is. */
    private List<String> zipped(OwnScripts.Tried tried) throws IOException {
        byte[] zip = BroughtFiles.zipped(server.part(OwnScripts.class).files(tried));
        List<String> names = new java.util.ArrayList<>();
        try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip), StandardCharsets.UTF_8)) {
            for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertThat(names).allMatch(name -> name.startsWith("sql/ddl/"));
        return names;
    }
}
