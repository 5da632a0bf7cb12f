package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.testkit.Corpora;
import io.slipway.testkit.Database;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.NativeClient;
import io.slipway.testkit.NativeClients;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.Thorough;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large foreign projects, from packaging to production; the databases' own clients say what should come out. */
class CorporaTest {
    private static final String NEEDS_MYSQL_1 = "20200317160354000002_";
    private static final String NEEDS_MYSQL_2 = "20260408000000000000_";
    private static final int SCRIPTS = 327;
    private static final String TRACKS = "3503";

    @TempDir
    private Path folder;

    private StoryPlace place;
    private Map<String, String> environment;

    private void project(StoryPlace made) {
        place = made;
        environment = made.environment();
    }

    /** Copies scripts and their rollbacks; gives the scripts in order. */
    private List<Path> scripts(Path corpus, String kindFolder) throws IOException {
        Path to = Files.createDirectories(place.root().resolve("sql").resolve(kindFolder));
        List<Path> files;
        try (Stream<Path> listed = Files.list(corpus)) {
            files = listed.filter(f -> f.toString().endsWith(".sql")).sorted().toList();
        }
        for (Path file : files) {
            Files.write(to.resolve(file.getFileName().toString()), Files.readAllBytes(file));
        }
        return files.stream()
                .filter(f -> !f.toString().endsWith(".rollback.sql"))
                .toList();
    }

    private CommandLineRun slipway(int exitCode, String... arguments) {
        CommandLineRun run = CommandLineRun.of(environment, arguments);
        assertThat(run.exitCode())
                .as("slipway " + String.join(" ", arguments) + ": " + run)
                .isEqualTo(exitCode);
        return run;
    }

    private void deployEverywhere(int changes) {
        String deployed = "Deployed " + changes + " changes: ";
        assertThat(slipway(0, "deploy", "latest", "--to", "dev").out()).contains(deployed + "dev is at 1.0.0");
        assertThat(slipway(0, "deploy", "latest", "--to", "qa").out()).contains(deployed + "qa is at 1.0.0");
        assertThat(slipway(0, "deploy", "latest", "--to", "prod", "--approve-as", "Ann Lee", "--reason", "CHG-1")
                        .out())
                .contains(deployed + "prod is at 1.0.0");
        for (String name : StoryPlace.ENVIRONMENTS) {
            assertThat(slipway(0, "deploy", "latest", "--to", name).out())
                    .contains("Nothing to do: " + name + " is at 1.0.0.");
        }
        slipway(0, "status", "--check");
    }

    /** Tables, columns, indexes and constraints; those for NOT NULL became constraints in PostgreSQL 18 only. */
    private List<String> counts(String name) throws SQLException {
        return place.query(
                name,
                "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public'),"
                        + " (SELECT count(*) FROM information_schema.columns WHERE table_schema = 'public'),"
                        + " (SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'),"
                        + " (SELECT count(*) FROM pg_constraint"
                        + "   WHERE connamespace = 'public'::regnamespace AND contype <> 'n')");
    }

    @Test
    void kratosOnPostgresqlFromPackagingToProduction() throws Exception {
        Path corpus = Corpora.findOrSkip().resolve("kratos-postgres");
        NativeClient psql = NativeClients.findOrSkip("psql");
        NativeClient pgDump = NativeClients.findOrSkip("pg_dump");
        // a pg_dump reads servers up to its own version, and the installed one may be old
        project(new StoryPlace(folder.resolve("shop"), PostgresServer.oldest()));
        Database byPsql = place.database("by-psql");
        for (String name : List.of("dev", "qa", "prod", "by-psql")) {
            // before PostgreSQL 13 only a superuser could create the extension that these scripts use
            PostgresServer.oldest()
                    .admin()
                    .run("ALTER ROLE " + place.database(name).user() + " SUPERUSER");
        }
        List<Path> scripts = scripts(corpus, "ddl");
        assertThat(scripts).hasSize(SCRIPTS);

        assertThat(slipway(0, "package").out()).contains("Packaged shop 1.0.0: 327 changes new, 327 in all.");
        deployEverywhere(SCRIPTS);

        for (String name : StoryPlace.ENVIRONMENTS) {
            assertThat(counts(name)).as(name).containsExactly("26 | 288 | 94 | 84");
        }
        List<String> arguments = new ArrayList<>(connection(byPsql));
        arguments.addAll(List.of("-X", "-q", "-v", "ON_ERROR_STOP=1"));
        scripts.forEach(script -> arguments.addAll(List.of("-f", script.toString())));
        psql.run(Map.of("PGPASSWORD", byPsql.password()), "", arguments.toArray(String[]::new))
                .orFail();
        String wanted = dump(pgDump, byPsql);
        assertThat(wanted).contains("CREATE TABLE public.identities");
        for (String name : StoryPlace.ENVIRONMENTS) {
            assertThat(dump(pgDump, place.database(name))).as(name).isEqualTo(wanted);
        }
    }

    @Test
    @Thorough
    void kratosOnTheNewestPostgresql() throws Exception {
        Path corpus = Corpora.findOrSkip().resolve("kratos-postgres");
        project(new StoryPlace(folder.resolve("shop"), PostgresServer.newest()));
        scripts(corpus, "ddl");
        slipway(0, "package");
        assertThat(slipway(0, "deploy", "latest", "--to", "dev").out()).contains("Deployed 327 changes");
        assertThat(counts("dev")).containsExactly("26 | 288 | 94 | 84");
    }

    private static List<String> connection(Database database) {
        URI uri = URI.create(database.url().substring("jdbc:".length()));
        return List.of(
                "-h",
                uri.getHost(),
                "-p",
                Integer.toString(uri.getPort()),
                "-U",
                database.user(),
                "-d",
                uri.getPath().substring(1));
    }

    private static String dump(NativeClient pgDump, Database database) {
        List<String> arguments = new ArrayList<>(connection(database));
        arguments.addAll(List.of("--schema-only", "--no-owner", "--no-privileges", "--exclude-schema=slipway"));
        // its latest versions bracket a dump with a key that is another one each time
        return pgDump.run(Map.of("PGPASSWORD", database.password()), "", arguments.toArray(String[]::new))
                .orFail()
                .lines()
                .filter(line -> !line.startsWith("\\restrict") && !line.startsWith("\\unrestrict"))
                .collect(Collectors.joining("\n"));
    }

    @Test
    @Thorough
    void kratosOnMariadbStopsAtWhatMariadbLacks() throws Exception {
        Path corpus = Corpora.findOrSkip().resolve("kratos-mysql");
        NativeClient client = NativeClients.findOrSkip("mariadb");
        NativeClient mariadbDump = NativeClients.findOrSkip("mariadb-dump");
        MariadbServer.findOrSkip();
        project(new StoryPlace(folder.resolve("shop"), "mariadb"));
        List<Path> scripts = scripts(corpus, "ddl");
        assertThat(scripts).hasSize(SCRIPTS);

        CommandLineRun first = slipway(65, "package");
        assertThat(first.err())
                .containsPattern("error: ddl/" + NEEDS_MYSQL_1 + "\\S*:\\d+:\\d+: Statement \\d+ of \\d+ failed on the"
                        + " reference database \\[\\w{5}]")
                .contains("code:  script-failed");
        assertThat(place.root().resolve("artifacts")).doesNotExist();
        remove(NEEDS_MYSQL_1);
        // MariaDB has no unique index on this generated column; a later script needs the rest
        assertThat(slipway(65, "package").err())
                .containsPattern("error: ddl/" + NEEDS_MYSQL_2 + "\\S*:23:1: Statement 4 of 4 failed");
        assertThat(place.root().resolve("artifacts")).doesNotExist();
        assertThat(place.tables("dev")).isEmpty();
        Path second = find(NEEDS_MYSQL_2).get(0);
        String text = Files.readString(second, StandardCharsets.UTF_8);
        Files.writeString(second, text.substring(0, text.indexOf("CREATE UNIQUE INDEX")), StandardCharsets.UTF_8);

        slipway(0, "package");
        deployEverywhere(SCRIPTS - 1);

        Database byClient = place.database("by-client");
        StringBuilder all = new StringBuilder();
        for (Path script : scripts) {
            String name = script.getFileName().toString();
            if (!name.startsWith(NEEDS_MYSQL_1)) {
                all.append(Files.readString(second.resolveSibling(name), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        client.run(
                        Map.of("MYSQL_PWD", byClient.password()),
                        all.toString(),
                        mariadb(byClient, "--no-defaults", "--default-character-set=utf8mb4"))
                .orFail();
        String wanted = dumpMariadb(mariadbDump, byClient, List.of());
        assertThat(wanted).contains("CREATE TABLE `identities`");
        for (String name : StoryPlace.ENVIRONMENTS) {
            List<String> ours = place.query(
                    name,
                    "SELECT table_name FROM information_schema.tables WHERE table_schema = DATABASE()"
                            + " AND table_name LIKE 'slipway\\_%'");
            assertThat(ours).isNotEmpty();
            assertThat(dumpMariadb(mariadbDump, place.database(name), ours))
                    .as(name)
                    .isEqualTo(wanted);
        }
    }

    private void remove(String script) throws IOException {
        for (Path file : find(script)) {
            Files.delete(file);
        }
    }

    /** A script, and its rollback after it if it has one. */
    private List<Path> find(String script) throws IOException {
        try (Stream<Path> files = Files.list(place.root().resolve("sql/ddl"))) {
            return files.filter(f -> f.getFileName().toString().startsWith(script))
                    .sorted(Comparator.comparing(f -> f.toString().endsWith(".rollback.sql")))
                    .toList();
        }
    }

    private static String[] mariadb(Database database, String... more) {
        URI uri = URI.create(database.url().substring("jdbc:".length()));
        List<String> arguments = new ArrayList<>(List.of(more));
        arguments.addAll(List.of(
                "-h",
                uri.getHost(),
                "-P",
                Integer.toString(uri.getPort()),
                "-u",
                database.user(),
                uri.getPath().substring(1)));
        return arguments.toArray(String[]::new);
    }

    private static String dumpMariadb(NativeClient mariadbDump, Database database, List<String> without) {
        String name =
                URI.create(database.url().substring("jdbc:".length())).getPath().substring(1);
        List<String> options = new ArrayList<>(List.of(
                "--no-defaults", "--no-data", "--skip-comments", "--routines", "--triggers", "--no-tablespaces"));
        without.forEach(table -> options.add("--ignore-table=" + name + "." + table));
        return mariadbDump
                .run(Map.of("MYSQL_PWD", database.password()), "", mariadb(database, options.toArray(String[]::new)))
                .orFail()
                .replaceAll(" AUTO_INCREMENT=\\d+", "");
    }

    @Test
    void chinookOnPostgresqlSaysWhatIsNotSqlForThisDatabase() throws Exception {
        Path script = Corpora.findOrSkip().resolve("chinook/Chinook_PostgreSql.sql");
        project(new StoryPlace(folder.resolve("shop"), "postgresql"));
        chinook(script, List.of("DROP DATABASE", "CREATE DATABASE", "\\c "), "track");
    }

    @Test
    @Thorough
    void chinookOnMariadbSaysWhatIsNotSqlForThisDatabase() throws Exception {
        Path script = Corpora.findOrSkip().resolve("chinook/Chinook_MySql.sql");
        MariadbServer.findOrSkip();
        project(new StoryPlace(folder.resolve("shop"), "mariadb"));
        chinook(script, List.of("DROP DATABASE", "CREATE DATABASE", "USE "), "Track");
    }

    /** Nothing in it but SQL: what Slipway makes of it dumps as what the shell makes of it, byte for byte. */
    @Test
    void chinookOnSqliteIsWhatTheShellMakesOfIt() throws Exception {
        Path original = Corpora.findOrSkip().resolve("chinook/Chinook_Sqlite.sql");
        NativeClient sqlite = NativeClients.findOrSkip("sqlite3");
        project(new StoryPlace(folder.resolve("shop"), "sqlite"));
        Path script = place.root().resolve("sql/ddl/chinook.sql");
        Files.createDirectories(script.getParent());
        Files.copy(original, script);
        slipway(0, "package");
        slipway(0, "deploy", "latest", "--to", "dev");

        Path byShell = folder.resolve("by-shell.db");
        sqlite.run(
                        Map.of(),
                        Files.readString(original, StandardCharsets.UTF_8),
                        "-bail",
                        "-cmd",
                        "PRAGMA synchronous = off",
                        byShell.toString())
                .orFail();
        String tables = sqlite.run(
                        Map.of(), "", byShell.toString(), "SELECT name FROM sqlite_schema WHERE type = 'table'")
                .orFail()
                .replace('\n', ' ');
        String wanted =
                sqlite.run(Map.of(), "", byShell.toString(), ".dump " + tables).orFail();
        assertThat(wanted)
                .contains("CREATE TABLE [Track]")
                .contains("São Paulo")
                .hasSizeGreaterThan(1_000_000);
        String deployed = place.database("dev").url().substring("jdbc:sqlite:".length());
        assertThat(sqlite.run(Map.of(), "", deployed, ".dump " + tables).orFail())
                .isEqualTo(wanted);
        assertThat(place.query("dev", "SELECT count(*) FROM Track")).containsExactly(TRACKS);
    }

    private void chinook(Path original, List<String> refused, String tracks) throws IOException, SQLException {
        Path script = place.root().resolve("sql/ddl/chinook.sql");
        Files.createDirectories(script.getParent());
        List<String> lines = Files.readAllLines(original, StandardCharsets.UTF_8);
        Files.write(script, lines, StandardCharsets.UTF_8);
        List<Integer> at = new ArrayList<>();
        for (String start : refused) {
            for (int i = 0; i < lines.size(); i++) {
                if (lines.get(i).startsWith(start)) {
                    at.add(i);
                    break;
                }
            }
        }
        assertThat(at).hasSize(refused.size());

        String err = slipway(65, "package").err();
        assertThat(err)
                .contains("error: ddl/chinook.sql:" + (at.get(0) + 1) + ":1: '" + refused.get(0) + "'")
                .contains("code:  script-directive");
        for (int i = 1; i < refused.size(); i++) {
            assertThat(err)
                    .contains("line " + (at.get(i) + 1) + " ('" + refused.get(i).strip());
        }
        assertThat(place.root().resolve("artifacts")).doesNotExist();

        at.forEach(line -> lines.set(line, "-- " + lines.get(line)));
        Files.write(script, lines, StandardCharsets.UTF_8);
        slipway(0, "package");
        slipway(0, "deploy", "latest", "--to", "dev");
        assertThat(place.query("dev", "SELECT count(*) FROM " + tracks)).containsExactly(TRACKS);
        // the text arrived as it was written
        String customer = tracks.equals("track") ? "customer" : "Customer";
        String city = tracks.equals("track") ? "city" : "City";
        assertThat(place.query("dev", "SELECT count(*) FROM " + customer + " WHERE " + city + " = 'São Paulo'"))
                .containsExactly("2");
    }

    @Test
    void packagingTwiceGivesTheSameBytes() throws Exception {
        Path corpus = Corpora.findOrSkip().resolve("kratos-postgres");
        NativeClient git = NativeClients.findOrSkip("git");
        project(new StoryPlace(folder.resolve("origin"), PostgresServer.newest()));
        Path ddl = Files.createDirectories(place.root().resolve("sql/ddl"));
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".sql"))
                    .sorted()
                    .limit(40)
                    .toList()) {
                Files.write(ddl.resolve(file.getFileName().toString()), Files.readAllBytes(file));
            }
        }
        String origin = place.root().toString();
        git(git, "init", "-q", "-b", "main", origin);
        git(git, "-C", origin, "add", "-A");
        git(git, "-C", origin, "commit", "-q", "-m", "All of it");
        List<byte[]> artifacts = new ArrayList<>();
        for (String clone : List.of("one", "two")) {
            Path root = folder.resolve(clone);
            git(git, "clone", "-q", origin, root.toString());
            environment.put("SLIPWAY_DIRECTORY", root.toString());
            slipway(0, "package");
            artifacts.add(Files.readAllBytes(root.resolve("artifacts/shop-1.0.0.zip")));
        }
        assertThat(Arrays.equals(artifacts.get(0), artifacts.get(1))).isTrue();
        assertThat(slipway(0, "inspect", "latest").out()).contains("Ann Lee");
    }

    private static void git(NativeClient git, String... arguments) {
        Map<String, String> who = Map.of(
                "GIT_AUTHOR_NAME", "Ann Lee",
                "GIT_AUTHOR_EMAIL", "ann@example.com",
                "GIT_COMMITTER_NAME", "Ann Lee",
                "GIT_COMMITTER_EMAIL", "ann@example.com",
                "GIT_CONFIG_GLOBAL", "/dev/null",
                "GIT_CONFIG_NOSYSTEM", "1");
        git.run(who, "", arguments).orFail();
    }
}
