package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.cleanup.Backups;
import io.slipway.store.Store;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Skips;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Rehearsals made up at random, on real databases, with things beside them that nobody rehearsed: what is tagged is gone
 * afterwards, and nothing else was touched. {@code -Dslipway.rehearsals=100} for more of them.
 */
class CleanupTest {
    private static final int REHEARSALS = Integer.getInteger("slipway.rehearsals", 6);

    @TempDir
    private static Path folder;

    private static TestServer server;
    private static Client rita;
    private static Client ada;
    private static Client dora;

    @BeforeAll
    static void start() throws Exception {
        Map<String, String> variables = new HashMap<>();
        variables.put("TARGET", PostgresServer.oldest().admin().password());
        server = TestServer.start(folder.resolve("data"), variables);
        rita = Client.of(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        ada = Client.of(server, "ada", Role.TEAM_LEAD);
        dora = Client.of(server, "dora", Role.DBA);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void generatedRehearsalsOnSqlite() throws Exception {
        for (int i = 0; i < REHEARSALS * 3 / 4 + 1; i++) {
            Path root = folder.resolve("lite" + i);
            Map<String, Place> places = new LinkedHashMap<>();
            for (String environment : List.of("dev", "qa", "prod")) {
                places.put(environment, new Place("jdbc:sqlite:" + root.resolve(environment + ".db"), "", ""));
            }
            new Story("lite" + i, "sqlite", root, places, i).walk();
        }
    }

    @Test
    void generatedRehearsalsOnPostgresql() throws Exception {
        if (!installed("pg_dump")) {
            Skips.outLoud("clean-ups on PostgreSQL: there is no pg_dump for the back-up");
        }
        for (int i = 0; i < REHEARSALS / 4 + 1; i++) {
            Map<String, Place> places = new LinkedHashMap<>();
            for (String environment : List.of("dev", "qa", "prod")) {
                Database database = PostgresServer.oldest().createDatabase();
                places.put(environment, new Place(database.url(), database.user(), database.password()));
            }
            new Story("post" + i, "postgresql", folder.resolve("post" + i), places, 1000 + i).walk();
        }
    }

    @Test
    void productionIsKnownByItsMarkWhateverItIsCalled() throws Exception {
        Path root = folder.resolve("alias");
        Map<String, Place> places = new LinkedHashMap<>();
        places.put("dev", new Place("jdbc:sqlite:" + root.resolve("dev.db"), "", ""));
        places.put("qa", new Place("jdbc:sqlite:" + root.resolve("qa.db"), "", ""));
        places.put("prod", new Place("jdbc:sqlite:" + root.resolve("prod.db"), "", ""));
        Story story = new Story("alias", "sqlite", root, places, 7);
        story.begin();
        story.rehearse();
        // somebody repoints qa: it is production's file now, over a link
        Files.deleteIfExists(root.resolve("qa.db"));
        Files.createSymbolicLink(root.resolve("qa.db"), root.resolve("prod.db"));
        byte[] before = Files.readAllBytes(root.resolve("prod.db"));
        TestServer.Answer plan = rita.get(story.rollout + "/cleanup");
        assertThat(plan.json().path("blockers").toString()).contains("'qa' is production");
        TestServer.Answer refused = ada.post(
                story.rollout + "/cleanup/approvals",
                Map.of("digest", plan.json().path("digest").asString()));
        assertThat(refused.json().path("code").asString()).isEqualTo("cleanup-refused");
        assertThat(rita.post(story.rollout + "/cleanup", Map.of())
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("cleanup-refused");
        assertThat(Files.readAllBytes(root.resolve("prod.db"))).isEqualTo(before);
        // and where production does not answer, nothing can be told from it
        Files.delete(root.resolve("prod.db"));
        Files.createDirectory(root.resolve("prod.db"));
        assertThat(rita.get(story.rollout + "/cleanup").json().path("blockers").toString())
                .contains("cannot be looked at");
    }

    @Test
    void aFullDiskIsToldAndNothingIsTakenAway() throws Exception {
        Path full = Path.of("/dev/full");
        if (!Files.exists(full)) {
            Skips.outLoud("a full disk at the back-up: there is no /dev/full here");
        }
        Path root = folder.resolve("full");
        Map<String, Place> places = new LinkedHashMap<>();
        for (String environment : List.of("dev", "qa", "prod")) {
            places.put(environment, new Place("jdbc:sqlite:" + root.resolve(environment + ".db"), "", ""));
        }
        Story story = new Story("full", "sqlite", root, places, 8);
        story.begin();
        story.rehearse();
        String digest = story.approve();
        Path file = new Backups(null, null, folder.resolve("data/backups")).file("full", digest, "qa");
        Files.createDirectories(file.getParent());
        Files.createSymbolicLink(file, full);
        Catalogue dev = story.catalogue("dev");
        TestServer.Answer refused = rita.post(story.rollout + "/cleanup", Map.of());
        assertThat(refused.json().path("code").asString()).as(refused.body()).isEqualTo("backup-failed");
        assertThat(refused.body()).contains("No space left on device");
        assertThat(story.catalogue("dev")).isEqualTo(dev);
        // room was made: the same approvals count, for nothing has changed
        Files.delete(file);
        assertThat(rita.post(story.rollout + "/cleanup", Map.of()).status()).isEqualTo(200);
    }

    private record Place(String url, String user, String password) {
        Connection open() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    private static boolean installed(String program) {
        return List.of(System.getenv("PATH").split(":", -1)).stream()
                .anyMatch(each -> Files.isExecutable(Path.of(each, program)));
    }

    /** One project, from what it had before the rehearsal to after the clean-up. */
    private static final class Story {
        private final String name;
        private final String product;
        private final Path root;
        private final Map<String, Place> places;
        private final Random random;
        final String project;
        final String rollout;
        private int scripts;

        Story(String name, String product, Path root, Map<String, Place> places, long seed) {
            this.name = name;
            this.product = product;
            this.root = root;
            this.places = places;
            this.random = new Random(seed);
            this.project = "/api/projects/" + name;
            this.rollout = project + "/rollout";
        }

        /** Something is live already; then the team's rollout begins. */
        void begin() throws Exception {
            Files.createDirectories(root.resolve("sql/ddl"));
            Files.createDirectories(root.resolve("sql/data_dml"));
            Files.createDirectories(root.resolve("sql/view"));
            Files.writeString(root.resolve("slipway.yaml"), definition(), StandardCharsets.UTF_8);
            script("ddl", "CREATE TABLE base (id integer PRIMARY KEY, name varchar(40));", "DROP TABLE base;");
            script("ddl", "CREATE TABLE other (id integer PRIMARY KEY);", "DROP TABLE other;");
            assertThat(rita.post("/api/projects", Map.of("definition", definition(), "trustedKeys", ""))
                            .status())
                    .isEqualTo(201);
            upload();
            deploy("dev");
            deploy("qa");
            TestServer.Answer prod = deploy("prod");
            assertThat(prod.json().path("state").asString()).as(prod.body()).isEqualTo("completed");
            String file = GoLiveTest.FILE
                    .replace("team: payments", "team: " + name)
                    .replace("project: shop", "project: " + name)
                    .replaceFirst("(?s)gates:.*", "");
            assertThat(rita.put(rollout, Map.of("file", file)).status()).isEqualTo(200);
        }

        void rehearse() throws Exception {
            assertThat(rita.post(rollout + "/rehearsals", Map.of()).status()).isEqualTo(201);
            for (int packages = 1 + random.nextInt(2); packages > 0; packages--) {
                for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                    change();
                }
                upload();
                deploy("dev");
                byHand("dev");
                if (packages == 1 || random.nextBoolean()) {
                    deploy("qa");
                }
            }
            if (random.nextBoolean()) {
                byHand("qa");
            }
            rita.post(rollout + "/rehearsals/tags", Map.of("kind", "person", "name", name + "-actor"));
            TestServer.Answer ended = rita.post(rollout + "/rehearsals/end", Map.of());
            assertThat(ended.status()).as(ended.body()).isEqualTo(200);
        }

        String approve() throws Exception {
            String digest = rita.get(rollout + "/cleanup").json().path("digest").asString();
            assertThat(rita.post(rollout + "/cleanup", Map.of())
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("approval-required");
            Map<String, String> body = Map.of("digest", digest);
            assertThat(ada.post(rollout + "/cleanup/approvals", body).status()).isEqualTo(200);
            assertThat(ada.post(rollout + "/cleanup/approvals", body)
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("approval-own");
            assertThat(rita.post(rollout + "/cleanup", Map.of())
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("approval-required");
            TestServer.Answer second = dora.post(rollout + "/cleanup/approvals", body);
            assertThat(second.status()).as(second.body()).isEqualTo(200);
            return digest;
        }

        void walk() throws Exception {
            begin();
            Map<String, Catalogue> schemas = new HashMap<>();
            Map<String, List<HistoryEntry>> histories = new HashMap<>();
            for (String environment : places.keySet()) {
                byHand(environment);
                schemas.put(environment, catalogue(environment));
                histories.put(environment, history(environment));
            }
            rehearse();
            // what was made by hand meanwhile must still be there afterwards
            for (String environment : places.keySet()) {
                schemas.put(environment, with(schemas.get(environment), catalogue(environment)));
            }
            if (random.nextInt(3) == 0) {
                resting();
            }
            long rows = rows("dev");
            approve();
            TestServer.Answer done = rita.post(rollout + "/cleanup", Map.of());
            assertThat(done.status()).as(done.body()).isEqualTo(200);
            assertThat(done.json().path("backups").size()).isEqualTo(2);

            for (String environment : places.keySet()) {
                assertThat(catalogue(environment).objects().values())
                        .as(name + " in " + environment)
                        .containsExactlyElementsOf(
                                schemas.get(environment).objects().values());
                assertThat(history(environment)).isEqualTo(histories.get(environment));
            }
            assertThat(rows("dev")).isEqualTo(rows);
            assertThat(versions()).containsExactly("1.0.0");
            assertThat(rita.get(project + "/deployments")
                            .json()
                            .path("deployments")
                            .size())
                    .isEqualTo(3);
            assertThat(rita.get(rollout + "/rehearsals").json().path("traces").size())
                    .isZero();
            TestServer.Answer verified = rita.get(rollout + "/cleanup/verification");
            assertThat(verified.json().path("clean").asBoolean())
                    .as(verified.body())
                    .isTrue();
            assertThat(rita.post(rollout + "/cleanup", Map.of()).body()).contains("No rehearsal has left anything");
            assertThat(server.part(AuditLog.class).verify().whole()).isTrue();

            by("dev", "CREATE TABLE afterwards (id integer)");
            assertThat(rita.get(rollout + "/cleanup/verification").body())
                    .contains("the schema of 'dev' is not the one that was approved");
        }

        /** An index made by hand on what a rehearsal made: nothing goes until somebody decides. */
        private void resting() throws Exception {
            Optional<String> table = catalogue("dev").objects().keySet().stream()
                    .filter(key -> key.matches("table (public\\.)?rehearsed_\\d+"))
                    .map(key -> key.replaceFirst("^table ", ""))
                    .findFirst();
            if (table.isEmpty()) {
                return;
            }
            by("dev", "CREATE INDEX by_hand_on_it ON " + table.get() + " (note)");
            Catalogue before = catalogue("dev");
            TestServer.Answer plan = rita.get(rollout + "/cleanup");
            assertThat(plan.json().path("blockers").toString()).contains("was made by hand and rests on");
            assertThat(ada.post(
                                    rollout + "/cleanup/approvals",
                                    Map.of("digest", plan.json().path("digest").asString()))
                            .json()
                            .path("code")
                            .asString())
                    .isEqualTo("cleanup-refused");
            assertThat(catalogue("dev")).isEqualTo(before);
            by("dev", "DROP INDEX by_hand_on_it");
        }

        private void change() throws Exception {
            int number = ++scripts;
            switch (random.nextInt(5)) {
                case 0, 1 ->
                    script(
                            "ddl",
                            "CREATE TABLE rehearsed_" + number + " (id integer PRIMARY KEY, note varchar(20));\n"
                                    + "INSERT INTO rehearsed_" + number + " VALUES (1, 'x');",
                            "DROP TABLE rehearsed_" + number + ";");
                case 2 ->
                    script(
                            "ddl",
                            "CREATE INDEX rehearsed_index_" + number + " ON base (name);",
                            "DROP INDEX rehearsed_index_" + number + ";");
                case 3 ->
                    script(
                            "view",
                            "CREATE VIEW rehearsed_view_" + number + " AS SELECT id FROM base;",
                            "DROP VIEW rehearsed_view_" + number + ";");
                default ->
                    script(
                            "data_dml",
                            "INSERT INTO base (id, name) VALUES (" + (1000 + number) + ", 'rehearsed');",
                            "DELETE FROM base WHERE id = " + (1000 + number) + ";");
            }
        }

        /** Things that no deployment makes. */
        private void byHand(String environment) throws Exception {
            int number = ++scripts;
            by(environment, "CREATE TABLE by_hand_" + number + " (id integer)");
            if (random.nextBoolean()) {
                by(environment, "CREATE INDEX by_hand_index_" + number + " ON other (id)");
            }
            by(environment, "INSERT INTO base (id, name) VALUES (" + number + ", 'by hand')");
        }

        private void script(String kind, String sql, String rollback) throws Exception {
            String file = String.format(java.util.Locale.ROOT, "sql/%s/%03d_change", kind, ++scripts);
            Files.writeString(root.resolve(file + ".sql"), sql + "\n", StandardCharsets.UTF_8);
            Files.writeString(root.resolve(file + ".rollback.sql"), rollback + "\n", StandardCharsets.UTF_8);
        }

        private String definition() {
            StringBuilder text = new StringBuilder("project: " + name + "\ndatabase: " + product + "\n");
            if (product.equals("postgresql")) {
                Database admin = PostgresServer.oldest().admin();
                text.append("reference: ").append(place(new Place(admin.url(), admin.user(), admin.password())));
            }
            text.append("environments:\n");
            places.forEach((environment, place) ->
                    text.append("  ").append(environment).append(": ").append(place(place)));
            return text + "pipelines:\n  main: [dev, qa, prod]\n";
        }

        private static String place(Place place) {
            return "{ url: \"" + place.url() + "\""
                    + (place.user().isEmpty() ? "" : ", user: " + place.user() + ", password: \"${env:TARGET}\"")
                    + " }\n";
        }

        private void upload() throws Exception {
            Path artifact = Packaged.of(
                    root,
                    product,
                    Map.of("TARGET", PostgresServer.oldest().admin().password()));
            TestServer.Answer answer = ada.upload(name, artifact);
            assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        }

        private TestServer.Answer deploy(String environment) throws Exception {
            TestServer.Answer ended = rita.ended(rita.post(
                    project + "/deployments", Map.of("artifact", "latest", "environment", environment, "reason", "x")));
            assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
            return ended;
        }

        private List<String> versions() {
            return server.part(Store.class)
                    .read(handle -> handle.createQuery("SELECT version FROM artifact WHERE project = :project")
                            .bind("project", name)
                            .mapTo(String.class)
                            .list());
        }

        private Target target(String environment) {
            Place place = places.get(environment);
            return Products.all(Clock.systemUTC())
                    .named(product)
                    .connect(
                            new Address(place.url(), place.user(), Secret.of(place.password()), Optional.empty()),
                            name);
        }

        Catalogue catalogue(String environment) {
            try (Target target = target(environment)) {
                return target.catalogue();
            }
        }

        private List<HistoryEntry> history(String environment) {
            try (Target target = target(environment)) {
                return target.history().entries();
            }
        }

        private long rows(String environment) throws SQLException {
            try (Connection connection = places.get(environment).open();
                    Statement statement = connection.createStatement();
                    var row = statement.executeQuery("SELECT count(*) FROM base WHERE name = 'by hand'")) {
                row.next();
                return row.getLong(1);
            }
        }

        private void by(String environment, String sql) throws SQLException {
            try (Connection connection = places.get(environment).open();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        private static Catalogue with(Catalogue before, Catalogue now) {
            List<io.slipway.release.catalogue.CatalogueObject> all =
                    new ArrayList<>(before.objects().values());
            now.objects().forEach((key, object) -> {
                if (key.contains("by_hand")) {
                    all.add(object);
                }
            });
            return Catalogue.of(all);
        }
    }
}
