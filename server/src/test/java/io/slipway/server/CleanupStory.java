package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.deploy.Actor;
import io.slipway.release.deploy.DeployRequest;
import io.slipway.release.deploy.Deployment;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.history.HistoryEntry;
import io.slipway.release.plan.Selection;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.target.Address;
import io.slipway.release.target.Secret;
import io.slipway.release.target.Target;
import io.slipway.server.access.Role;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.project.Projects;
import io.slipway.store.Store;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** One project, from what it had before the rehearsal to after the clean-up. */
final class CleanupStory {
    private final TestServer server;
    private final Client rita;
    private final Client ada;
    private final Client dora;
    private final String name;
    private final String product;
    private final Path root;
    private final Map<String, Place> places;
    private final Random random;
    final String project;
    final String rollout;
    private int scripts;

    /** Where an environment is. */
    record Place(String url, String user, String password) {
        Connection open() throws SQLException {
            return DriverManager.getConnection(url, user, password);
        }
    }

    /** Who takes part: the manager asks for things, the others approve. */
    record People(Client rita, Client ada, Client dora) {
        static People of(TestServer server) {
            return new People(
                    Client.of(server, "rita", Role.ADMINISTRATOR, Role.RELEASE_MANAGER),
                    Client.of(server, "ada", Role.TEAM_LEAD),
                    Client.of(server, "dora", Role.DBA));
        }
    }

    CleanupStory(
            TestServer server,
            People people,
            String name,
            String product,
            Path root,
            Map<String, Place> places,
            long seed) {
        this.server = server;
        this.rita = people.rita();
        this.ada = people.ada();
        this.dora = people.dora();
        this.name = name;
        this.product = product;
        this.root = root;
        this.places = places;
        this.random = new Random(seed);
        this.project = "/api/projects/" + name;
        this.rollout = project + "/rollout";
    }

    /** A database of its own for each environment. */
    static Map<String, Place> databases(Supplier<Database> maker) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (String environment : List.of("dev", "qa", "prod")) {
            Database database = maker.get();
            places.put(environment, new Place(database.url(), database.user(), database.password()));
        }
        return places;
    }

    /** Secrets of the databases that stories are played on, by the names that their projects call them. */
    static Map<String, String> variables() {
        Map<String, String> variables = new HashMap<>();
        variables.put("POSTGRESQL", PostgresServer.oldest().admin().password());
        MariadbServer.find()
                .ifPresent(maria -> variables.put("MARIADB", maria.admin().password()));
        return variables;
    }

    /** Three files below a folder. */
    static Map<String, Place> sqlite(Path root) {
        Map<String, Place> places = new LinkedHashMap<>();
        for (String environment : List.of("dev", "qa", "prod")) {
            places.put(environment, new Place("jdbc:sqlite:" + root.resolve(environment + ".db"), "", ""));
        }
        return places;
    }

    /** The databases are in use already; then the team's rollout begins. */
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
        Path base = pack();
        upload(base);
        // a server that saw it reach the second environment would find the team live already
        deploy("dev");
        deployElsewhere(base, "qa");
        deployElsewhere(base, "prod");
        assertThat(rita.put(rollout, Map.of("file", file())).status()).isEqualTo(200);
    }

    /** The rollout file, without gates. */
    String file() {
        return GoLiveTest.FILE
                .replace("team: payments", "team: " + name)
                .replace("project: shop", "project: " + name)
                .replaceFirst("(?s)gates:.*", "");
    }

    /** Somebody has an environment's address changed. */
    void repoint(String environment, Place place) throws Exception {
        places.put(environment, place);
        long revision =
                rita.get(project + "/definition").json().path("revision").asLong();
        TestServer.Answer changed = rita.put(
                project + "/definition", Map.of("definition", definition(), "trustedKeys", "", "revision", revision));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    void rehearse() throws Exception {
        assertThat(rita.post(rollout + "/rehearsals", Map.of()).status()).isEqualTo(201);
        for (int packages = 1 + random.nextInt(2); packages > 0; packages--) {
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                change();
            }
            upload(pack());
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
        assertThat(rita.get(rollout + "/cleanup/verification").body()).contains("is open: end it, and clean up");
        TestServer.Answer ended = rita.post(rollout + "/rehearsals/end", Map.of());
        assertThat(ended.status()).as(ended.body()).isEqualTo(200);
    }

    String approve() throws Exception {
        String digest = rita.get(rollout + "/cleanup").json().path("digest").asString();
        assertThat(digest).isNotBlank();
        assertThat(rita.post(rollout + "/cleanup", Map.of()).json().path("code").asString())
                .isEqualTo("approval-required");
        Map<String, String> body = Map.of("digest", digest);
        assertThat(ada.post(rollout + "/cleanup/approvals", body).status()).isEqualTo(200);
        assertThat(ada.post(rollout + "/cleanup/approvals", body)
                        .json()
                        .path("code")
                        .asString())
                .isEqualTo("approval-own");
        assertThat(rita.post(rollout + "/cleanup", Map.of()).json().path("code").asString())
                .isEqualTo("approval-required");
        TestServer.Answer second = dora.post(rollout + "/cleanup/approvals", body);
        assertThat(second.status()).as(second.body()).isEqualTo(200);
        return digest;
    }

    /**
     * What a clean-up came to, in all environments.
     *
     * @param gone objects that the rehearsal made
     * @param byHand objects that people made, which must all be there still
     */
    record Cleaned(int gone, int byHand) {}

    Cleaned walk() throws Exception {
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
        rowsAreTold();
        long rows = rows("dev");
        int before = objects("");
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
        assertThat(rita.get(project + "/deployments").json().path("deployments").size())
                .isEqualTo(1);
        assertThat(rita.get(rollout + "/rehearsals").json().path("traces").size())
                .isZero();
        TestServer.Answer verified = rita.get(rollout + "/cleanup/verification");
        assertThat(verified.json().path("clean").asBoolean())
                .as(verified.body())
                .isTrue();
        assertThat(rita.post(rollout + "/cleanup", Map.of()).body()).contains("No rehearsal has left anything");
        assertThat(server.part(AuditLog.class).verify().whole()).isTrue();

        Cleaned cleaned = new Cleaned(before - objects(""), objects("by_hand"));
        by("dev", "CREATE TABLE afterwards (id integer)");
        assertThat(rita.get(rollout + "/cleanup/verification").body())
                .contains("the schema of 'dev' is not the one that was approved");
        return cleaned;
    }

    /** How many there are in all environments whose key has that in it. */
    private int objects(String part) {
        return (int) places.keySet().stream()
                .flatMap(environment -> catalogue(environment).objects().keySet().stream())
                .filter(key -> key.contains(part))
                .count();
    }

    /** Every table that goes is told with all that stands in it. */
    private void rowsAreTold() throws Exception {
        for (JsonNode place : rita.get(rollout + "/cleanup").json().path("environments")) {
            String environment = place.path("environment").asString();
            Map<String, Long> rows = new HashMap<>();
            place.path("rows")
                    .properties()
                    .forEach(each -> rows.put(each.getKey(), each.getValue().asLong()));
            Map<String, Long> there = new HashMap<>();
            for (JsonNode key : place.path("going")) {
                if (key.asString().startsWith("table ") && key.asString().contains("rehearsed_")) {
                    there.put(key.asString(), count(environment, key.asString().substring("table ".length())));
                }
            }
            assertThat(rows).as(environment).isEqualTo(there);
        }
    }

    private Optional<String> anyRehearsedTable() {
        return rehearsedTable("dev");
    }

    private Optional<String> rehearsedTable(String environment) {
        return catalogue(environment).objects().keySet().stream()
                .filter(key -> key.matches("table (public\\.)?rehearsed_\\d+"))
                .map(key -> key.replaceFirst("^table ", ""))
                .findFirst();
    }

    /** One that a rehearsal made in dev. */
    String rehearsedTable() {
        return anyRehearsedTable().orElseThrow();
    }

    /** An index made by hand on what a rehearsal made: nothing goes until somebody decides. */
    private void resting() throws Exception {
        Optional<String> table = anyRehearsedTable();
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
        by("dev", "DROP INDEX by_hand_on_it" + onTable(table.get()));
    }

    /** Where an index's name is known only in its table. */
    private String onTable(String table) {
        return product.equals("mariadb") ? " ON " + table : "";
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
                        "DROP INDEX rehearsed_index_" + number + onTable("base") + ";");
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
        if (random.nextBoolean()) {
            Optional<String> table = rehearsedTable(environment);
            if (table.isPresent()) {
                by(environment, "INSERT INTO " + table.get() + " VALUES (" + (10 + number) + ", 'by hand')");
            }
        }
    }

    void script(String kind, String sql, String rollback) throws Exception {
        String file = String.format(Locale.ROOT, "sql/%s/%03d_change", kind, ++scripts);
        Files.writeString(root.resolve(file + ".sql"), sql + "\n", StandardCharsets.UTF_8);
        Files.writeString(root.resolve(file + ".rollback.sql"), rollback + "\n", StandardCharsets.UTF_8);
    }

    private String definition() {
        StringBuilder text = new StringBuilder("project: " + name + "\ndatabase: " + product + "\n");
        if (product.equals("postgresql")) {
            text.append("reference: ").append(place(PostgresServer.oldest().admin()));
        } else if (product.equals("mariadb")) {
            text.append("reference: ").append(place(MariadbServer.findOrSkip().admin()));
        }
        text.append("environments:\n");
        places.forEach((environment, place) ->
                text.append("  ").append(environment).append(": ").append(place(place)));
        return text + "pipelines:\n  main: [dev, qa, prod]\n";
    }

    private String place(Database database) {
        return place(new Place(database.url(), database.user(), database.password()));
    }

    private String place(Place place) {
        return "{ url: \"" + place.url() + "\""
                + (place.user().isEmpty()
                        ? ""
                        : ", user: " + place.user() + ", password: \"${env:" + product.toUpperCase(Locale.ROOT) + "}\"")
                + " }\n";
    }

    Path pack() {
        return pack(Optional.empty());
    }

    Path pack(Optional<String> version) {
        return Packaged.of(root, product, product.equals("sqlite") ? Map.of() : variables(), version);
    }

    void upload(Path artifact) throws Exception {
        TestServer.Answer answer = ada.upload(name, artifact);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    }

    TestServer.Answer deploy(String environment) throws Exception {
        TestServer.Answer ended = rita.ended(rita.post(
                project + "/deployments", Map.of("artifact", "latest", "environment", environment, "reason", "x")));
        assertThat(ended.json().path("state").asString()).as(ended.body()).isEqualTo("completed");
        return ended;
    }

    private void deployElsewhere(Path file, String environment) {
        Project known = server.part(Projects.class).named(name).project();
        try (Artifact artifact = ArtifactReader.open(file, Limits.DEFAULT)) {
            new Deployment(server.part(Targets.class), Clock.systemUTC(), Progress.NONE, new Cancellation())
                    .run(new DeployRequest(
                            known,
                            known.environment(environment),
                            artifact,
                            Selection.ALL,
                            new Actor("lee@laptop", Optional.of("dora"), Optional.of("as ever")),
                            false,
                            Duration.ZERO));
        }
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
                .connect(new Address(place.url(), place.user(), Secret.of(place.password()), Optional.empty()), name);
    }

    Catalogue catalogue(String environment) {
        try (Target target = target(environment)) {
            return target.catalogue();
        }
    }

    List<HistoryEntry> history(String environment) {
        try (Target target = target(environment)) {
            return target.history().entries();
        }
    }

    private long rows(String environment) throws SQLException {
        return count(environment, "base WHERE name = 'by hand'");
    }

    private long count(String environment, String from) throws SQLException {
        try (Connection connection = places.get(environment).open();
                Statement statement = connection.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM " + from)) {
            row.next();
            return row.getLong(1);
        }
    }

    void by(String environment, String sql) throws SQLException {
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
