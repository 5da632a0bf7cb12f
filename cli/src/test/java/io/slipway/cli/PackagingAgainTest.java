package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.artifact.Artifact;
import io.slipway.release.artifact.ArtifactReader;
import io.slipway.release.artifact.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a second packaging does again, and what not. It is counted, not timed. */
class PackagingAgainTest {
    private static final int SCRIPTS = 40;
    private static final Pattern TIMED = Pattern.compile("\"([^\"]+\\.sql)@[0-9a-f]{64}\"");

    @TempDir
    private Path folder;

    private StoryPlace place;
    private Map<String, String> environment;

    /** Among them rollbacks that are proved, that fail, and that leave something over. */
    private void project(String kind) throws IOException {
        place = new StoryPlace(folder.resolve("shop"), kind);
        environment = place.environment();
        for (int i = 1; i <= SCRIPTS; i++) {
            script(
                    i,
                    List.of("DROP TABLE t" + i, "DROP TABLE missing", "DROP VIEW v" + i)
                            .get(i % 3));
        }
    }

    private void script(int number, String rollback) throws IOException {
        String name = "sql/ddl/" + number;
        place.write(
                name + ".sql",
                ("CREATE TABLE t# (id int PRIMARY KEY, a int);\nCREATE VIEW v# AS SELECT a FROM t#;\n"
                                + "INSERT INTO t# VALUES (1, 1);\n")
                        .replace("#", "" + number)
                        .getBytes(StandardCharsets.UTF_8));
        place.write(name + ".rollback.sql", (rollback + ";\n").getBytes(StandardCharsets.UTF_8));
    }

    private String slipway(String... arguments) {
        CommandLineRun run = CommandLineRun.of(environment, arguments);
        assertThat(run.exitCode()).as(run.toString()).isZero();
        return run.out() + run.err();
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "sqlite"})
    void theSameScriptsGiveTheSameBytes(String kind) throws IOException {
        project(kind);
        slipway("package", "--version", "1.0.0");
        Path artifact = place.root().resolve("artifacts/shop-1.0.0.zip");
        byte[] first = Files.readAllBytes(artifact);
        deleteArtifacts();
        slipway("package", "--version", "1.0.0");
        assertThat(Files.readAllBytes(artifact)).isEqualTo(first);
    }

    /** PostgreSQL keeps its counts for a while; those of a script outside of a transaction are no other's. */
    @Test
    void whatRanBeforeIsNotTheNextOnesWork() throws IOException {
        place = new StoryPlace(folder.resolve("shop"), "postgresql");
        environment = place.environment();
        sql("1_b", "CREATE TABLE b (id int, v text); INSERT INTO b VALUES (1, 'a'); CREATE INDEX b_v ON b (v);");
        sql("2_reindex", "REINDEX TABLE CONCURRENTLY b;");
        sql("3_trigger", """
                CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
                CREATE TRIGGER b_f BEFORE INSERT ON b FOR EACH ROW EXECUTE FUNCTION f();
                """);
        slipway("package", "--version", "1.0.0");
        try (Artifact artifact =
                ArtifactReader.open(place.root().resolve("artifacts/shop-1.0.0.zip"), Limits.DEFAULT)) {
            assertThat(artifact.manifest().changes())
                    .filteredOn(change -> change.path().endsWith("3_trigger.sql"))
                    .singleElement()
                    .satisfies(change ->
                            assertThat(artifact.proof().of(change).work()).isEmpty());
        }
    }

    private void sql(String name, String text) throws IOException {
        place.write("sql/ddl/" + name + ".sql", text.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgresql", "mariadb", "sqlite"})
    void oneMoreScriptIsProvedAlone(String kind) throws IOException {
        project(kind);
        slipway("package", "--version", "1.0.0");
        assertThat(timed("1.0.0")).hasSize(SCRIPTS);

        script(SCRIPTS + 1, "DROP VIEW v41;\nDROP TABLE t41");
        String told = slipway("package", "--version", "1.1.0");
        assertThat(timed("1.1.0")).containsExactly("ddl/41.sql");
        assertThat(told).contains("ddl/41.sql  (3 statements, rollback proved)").contains("Proving (1)");
        // MariaDB's server ends with the packaging, and each state with it
        if (kind.equals("mariadb")) {
            assertThat(told).contains("Replaying earlier changes (40)");
        } else {
            assertThat(told).doesNotContain("Replaying");
        }
    }

    @Test
    void aScriptThatFailsCostsTheNextPackagingNoReplay() throws IOException {
        project("postgresql");
        slipway("package", "--version", "1.0.0");
        for (String broken : List.of("CREATE TABLE t41 (id int);\nSELECT nonsense;\n", "CREATE TABLE t1 (id int);\n")) {
            place.write("sql/ddl/41.sql", broken.getBytes(StandardCharsets.UTF_8));
            CommandLineRun refused = CommandLineRun.of(environment, "package", "--version", "1.1.0");
            assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
            assertThat(refused.err()).contains("ddl/41.sql").doesNotContain("Replaying");
        }
        script(41, "DROP VIEW v41;\nDROP TABLE t41");
        assertThat(slipway("package", "--version", "1.1.0"))
                .contains("ddl/41.sql  (3 statements, rollback proved)")
                .doesNotContain("Replaying");
    }

    /** Once something was committed the state is another one, and of no use to the next packaging. */
    @Test
    void aPackagingThatFailsBehindAnotherScriptLeavesNoSpoiltState() throws IOException {
        project("postgresql");
        slipway("package", "--version", "1.0.0");
        script(41, "DROP VIEW v41;\nDROP TABLE t41");
        place.write("sql/ddl/42.sql", "SELECT nonsense;\n".getBytes(StandardCharsets.UTF_8));
        CommandLineRun refused = CommandLineRun.of(environment, "package", "--version", "1.1.0");
        assertThat(refused.exitCode()).as(refused.toString()).isNotZero();
        script(42, "DROP VIEW v42;\nDROP TABLE t42");
        assertThat(slipway("package", "--version", "1.1.0"))
                .contains("ddl/41.sql  (3 statements, rollback proved)")
                .contains("1/2 ddl/41.sql", "2/2 ddl/42.sql")
                .doesNotContain("3/2");
    }

    /** Paths of the changes that the reference database ran as new ones, as the timings beside the artifact say. */
    private List<String> timed(String version) throws IOException {
        String timings = Files.readString(place.root().resolve("artifacts/shop-" + version + ".timings.json"));
        return TIMED.matcher(timings).results().map(match -> match.group(1)).toList();
    }

    private void deleteArtifacts() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(place.root().resolve("artifacts"))) {
            listed.forEach(files::add);
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
