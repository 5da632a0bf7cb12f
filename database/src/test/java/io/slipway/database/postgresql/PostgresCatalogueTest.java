package io.slipway.database.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.FullCatalogueWatch;
import io.slipway.database.HandEdits;
import io.slipway.database.HandEdits.Edit;
import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueDifference;
import io.slipway.release.catalogue.CatalogueWatch;
import io.slipway.testkit.Corpora;
import io.slipway.testkit.Effort;
import io.slipway.testkit.NativeClient;
import io.slipway.testkit.NativeClients;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PostgresCatalogueTest {

    static Stream<PostgresServer> servers() {
        return Stream.of(PostgresServer.oldest(), PostgresServer.newest());
    }

    @Test
    void theSameScriptsGiveTheSameFingerprintOnTheOldestAndTheNewestServer() throws SQLException {
        Catalogue oldest;
        Catalogue newest;
        try (Connection connection = everything(PostgresServer.oldest())) {
            oldest = read(connection);
        }
        try (Connection connection = everything(PostgresServer.newest())) {
            newest = read(connection);
        }
        assertThat(CatalogueDifference.between(oldest, newest).entries()).isEmpty();
        assertThat(oldest.fingerprint()).isEqualTo(newest.fingerprint());
        assertThat(oldest.objects()).hasSizeGreaterThan(150);
        assertThat(kinds(oldest))
                .contains(
                        "table", "column", "constraint", "index", "view", "materialized view", "foreign table", "rule")
                .contains(
                        "sequence", "function", "procedure", "aggregate", "trigger", "event trigger", "type", "domain")
                .contains("collation", "operator", "operator class", "operator family", "cast", "conversion", "policy")
                .contains("text search configuration", "text search dictionary", "extension", "foreign data wrapper")
                .contains(
                        "server", "user mapping", "publication", "statistics", "comment", "grant", "schema", "language")
                .contains("default privileges", "access method", "transform");
        assertThat(oldest.objects().values()).noneMatch(o -> o.definition().contains("secret"));
    }

    @Test
    void aLongHistoryOfScriptsGivesTheSameFingerprintOnTheOldestAndTheNewestServer() throws Exception {
        Path kratos = Corpora.findOrSkip().resolve("kratos-postgres");
        List<String> fingerprints = new ArrayList<>();
        for (PostgresServer server : servers().toList()) {
            try (Connection connection = superuser(server)) {
                applyAll(connection, kratos);
                Catalogue catalogue = read(connection);
                assertThat(catalogue.objects().values().stream()
                                .filter(o -> o.kind().equals("table")))
                        .hasSize(26);
                assertThat(catalogue.objects().values().stream()
                                .filter(o -> o.kind().equals("column")))
                        .hasSize(288);
                fingerprints.add(catalogue.fingerprint());
            }
        }
        assertThat(fingerprints.get(0)).isEqualTo(fingerprints.get(1));
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aDumpAndRestoreKeepsTheFingerprint(PostgresServer server) throws Exception {
        NativeClient dump = NativeClients.findOrSkip("pg_dump");
        NativeClient psql = NativeClients.findOrSkip("psql");
        if (Integer.parseInt(dump.version().replaceAll("(?s)\\D*(\\d+).*", "$1")) < server.major()) {
            Skips.outLoud("pg_dump " + dump.version() + " cannot dump a server of version " + server.major());
        }
        String restored;
        Catalogue before;
        try (Connection connection = everything(server)) {
            before = read(connection);
            restored = connection.getCatalog() + "_restored";
            Map<String, String> password = Map.of("PGPASSWORD", server.admin().password());
            String sql = dump.run(password, "", where(server, connection.getCatalog()))
                    .orFail();
            server.admin()
                    .run("create database " + restored + " owner "
                            + server.admin().user());
            psql.run(password, sql, with(where(server, restored), "-qX", "-v", "ON_ERROR_STOP=1"))
                    .orFail();
        }
        try (Connection connection = connect(server, restored)) {
            assertThat(CatalogueDifference.between(before, read(connection)).entries())
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void everyEditIsSeenAndNamedAndTheWatchSeesWhatAFullReadSees(PostgresServer server) throws SQLException {
        List<Edit> edits = HandEdits.read(PostgresCatalogueTest.class);
        assertThat(edits).hasSizeGreaterThan(100);
        try (Connection connection = everything(server);
                Statement statement = connection.createStatement()) {
            CatalogueWatch watch = PostgresCatalogueWatch.of(connection);
            assertThat(watch).isInstanceOf(PostgresCatalogueWatch.class);
            String before = watch.current().fingerprint();
            assertThat(before).isEqualTo(read(connection).fingerprint());
            SoftAssertions soft = new SoftAssertions();
            int number = server.major();
            for (Edit edit : edits) {
                // on the two servers, two different quarters of them: each takes a fifth of a second
                if (edit.since() > server.major() || number++ % Effort.of(4, 1) != 0) {
                    continue;
                }
                connection.setAutoCommit(false);
                for (String sql : edit.statements()) {
                    statement.execute(sql);
                }
                CatalogueDifference difference = watch.look();
                edit.mustBeNamedIn(difference, soft);
                soft.assertThat(CatalogueDifference.between(read(connection), watch.current())
                                .entries())
                        .as("watch against full read after " + edit.statements())
                        .isEmpty();
                soft.assertThat(watch.current().fingerprint()).isNotEqualTo(before);
                connection.rollback();
                connection.setAutoCommit(true);
                watch.undo(difference);
                assertThat(watch.current().fingerprint()).isEqualTo(before);
            }
            soft.assertAll();
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aWatchEqualsAFullReadAfterAnySequenceOfEditsCommitsAndRollbacks(PostgresServer server) throws SQLException {
        List<Edit> edits = HandEdits.read(PostgresCatalogueTest.class).stream()
                .filter(e -> !e.key().equals("grant table public.customer to catalogue_other")
                        && !e.key().equals("extension plpgsql")
                        && !e.statements().get(0).startsWith("drop owned"))
                .toList();
        Random random = new Random(7);
        try (Connection connection = everything(server);
                Statement statement = connection.createStatement()) {
            CatalogueWatch watch = new PostgresCatalogueWatch(connection);
            int done = 0;
            for (int i = 0; i < Effort.of(60, 300); i++) {
                Edit edit = edits.get(random.nextInt(edits.size()));
                connection.setAutoCommit(false);
                boolean failed = false;
                try {
                    for (String sql : edit.statements()) {
                        statement.execute(sql);
                    }
                } catch (SQLException e) {
                    failed = true;
                }
                int end = random.nextInt(4);
                if (failed || end == 0) {
                    if (!failed && random.nextBoolean()) {
                        CatalogueDifference difference = watch.look();
                        connection.rollback();
                        watch.undo(difference);
                    } else if (!failed && random.nextBoolean()) {
                        watch.look();
                        connection.rollback();
                    } else {
                        connection.rollback();
                    }
                } else {
                    connection.commit();
                    done++;
                }
                connection.setAutoCommit(true);
                watch.look();
                assertSame(watch, connection, edit.statements());
            }
            assertThat(done).isGreaterThan(Effort.of(12, 60));
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void whatIsNoChangeChangesNothing(PostgresServer server) throws SQLException {
        try (Connection connection = everything(server)) {
            String before = read(connection).fingerprint();
            assertThat(read(connection).fingerprint()).isEqualTo(before);
            try (Statement statement = connection.createStatement()) {
                statement.execute("insert into app.parent select i, 'x' from generate_series(1, 100) i");
                statement.execute("select nextval('public.invoice_no'), nextval('public.customer_id_seq')");
                statement.execute("vacuum analyze");
                statement.execute("refresh materialized view app.stored");
                statement.execute("reindex table public.orders");
                statement.execute("alter table app.parent owner to catalogue_owner");
                statement.execute("revoke all on app.parent from catalogue_owner");
                statement.execute("grant all on app.parent to catalogue_owner");
                statement.execute("revoke delete on app.parent from catalogue_owner");
                statement.execute("set search_path = app, public");
                statement.execute("set timezone = 'Asia/Tokyo'");
                statement.execute("create schema slipway");
                statement.execute("create table slipway.history (id integer)");
                statement.execute("create temp table t (id integer)");
            }
            assertThat(read(connection).fingerprint()).isEqualTo(before);
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery("show search_path")) {
                row.next();
                assertThat(row.getString(1)).isEqualTo("app, public");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void aRoleWithoutAnyRightsReadsTheSame(PostgresServer server) throws SQLException {
        try (Connection connection = everything(server)) {
            Catalogue before = read(connection);
            try (Statement statement = connection.createStatement()) {
                statement.execute("create role " + connection.getCatalog() + "_reader");
                statement.execute("set role " + connection.getCatalog() + "_reader");
            }
            assertThat(CatalogueDifference.between(before, read(connection)).entries())
                    .isEmpty();
            assertThat(PostgresCatalogueWatch.of(connection)).isInstanceOf(FullCatalogueWatch.class);
        }
    }

    @ParameterizedTest
    @MethodSource("servers")
    void readingLeavesAnOpenTransactionAsItWas(PostgresServer server) throws SQLException {
        try (Connection connection = superuser(server);
                Statement statement = connection.createStatement()) {
            statement.execute("set search_path = one");
            connection.setAutoCommit(false);
            statement.execute("set local search_path = two");
            statement.execute("create table public.t (id integer)");
            assertThat(read(connection).objects()).containsKey("column public.t.id");
            assertThat(setting(statement)).isEqualTo("two");
            connection.commit();
            connection.setAutoCommit(true);
            assertThat(setting(statement)).isEqualTo("one");
        }
    }

    private static String setting(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery("show search_path")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void assertSame(CatalogueWatch watch, Connection connection, List<String> after) {
        assertThat(CatalogueDifference.between(read(connection), watch.current())
                        .entries())
                .as("watch against full read after " + after)
                .isEmpty();
    }

    private static Catalogue read(Connection connection) {
        return new PostgresCatalogue(connection).read();
    }

    private static Set<String> kinds(Catalogue catalogue) {
        Set<String> kinds = new HashSet<>();
        catalogue.objects().values().forEach(o -> kinds.add(o.kind()));
        return kinds;
    }

    private static Connection everything(PostgresServer server) throws SQLException {
        for (String role : List.of("catalogue_app", "catalogue_owner")) {
            server.admin().run("do $$ begin create role " + role + "; exception when others then null; end $$");
        }
        Connection connection = superuser(server);
        try (Statement statement = connection.createStatement()) {
            for (String sql : HandEdits.statements(HandEdits.text(PostgresCatalogueTest.class, "everything.sql"))) {
                statement.execute(sql);
            }
        }
        return connection;
    }

    /** A new database; the session speaks the driver's simple protocol, as deployments do. */
    private static Connection superuser(PostgresServer server) throws SQLException {
        String name = server.createDatabase().url().replaceAll(".*/", "");
        server.admin()
                .run("alter database " + name + " owner to " + server.admin().user());
        return connect(server, name);
    }

    private static Connection connect(PostgresServer server, String name) throws SQLException {
        return DriverManager.getConnection(
                server.admin().url().replaceAll("/postgres$", "/" + name) + "?preferQueryMode=simple",
                server.admin().user(),
                server.admin().password());
    }

    private static String[] where(PostgresServer server, String database) {
        return new String[] {
            "-h",
            "127.0.0.1",
            "-p",
            Integer.toString(server.port()),
            "-U",
            server.admin().user(),
            "-d",
            database
        };
    }

    private static String[] with(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private static void applyAll(Connection connection, Path folder) throws IOException, SQLException {
        try (Stream<Path> files = Files.list(folder);
                Statement statement = connection.createStatement()) {
            List<Path> scripts = files.filter(f -> f.toString().endsWith(".sql"))
                    .filter(f -> !f.toString().endsWith(".rollback.sql"))
                    .sorted()
                    .toList();
            Set<String> alone = new HashSet<>(Files.readAllLines(folder.resolve("autocommit.txt")));
            for (Path script : scripts) {
                String sql = Files.readString(script);
                for (String piece :
                        alone.contains(script.getFileName().toString()) ? sql.split(";") : new String[] {sql}) {
                    if (!piece.isBlank()) {
                        statement.execute(piece);
                    }
                }
            }
        }
    }
}
