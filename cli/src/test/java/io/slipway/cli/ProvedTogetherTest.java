package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.database.Products;
import io.slipway.release.artifact.Proof.RollbackResult;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.packaging.PackageRequest;
import io.slipway.release.packaging.PackageResult.Packaged;
import io.slipway.release.packaging.Packaging;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.testkit.Corpora;
import io.slipway.testkit.NastyScripts;
import io.slipway.testkit.Thorough;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that are proved in groups have the proof, to the byte, that they have when each is proved by itself. */
class ProvedTogetherTest {
    private static final int NASTY = 60;

    @TempDir
    private Path root;

    private int scripts;

    private void script(String apply) throws IOException {
        scripts++;
        Files.writeString(folder().resolve("%04d.sql".formatted(scripts)), apply);
    }

    private void script(String apply, String rollback) throws IOException {
        script(apply);
        Files.writeString(folder().resolve("%04d.rollback.sql".formatted(scripts)), rollback);
    }

    private Path folder() throws IOException {
        return Files.createDirectories(root.resolve("sql/sql"));
    }

    private Packaged packaged(BothWays way) throws IOException {
        Files.writeString(root.resolve("slipway.yaml"), """
                project: both
                database: postgresql
                environments:
                  dev: { url: "jdbc:postgresql://localhost/nowhere", user: nobody, password: "${env:NONE}" }
                """);
        Path artifacts = root.resolve("artifacts");
        if (Files.exists(artifacts)) {
            try (Stream<Path> files = Files.list(artifacts)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        Project project = ProjectFile.read(root);
        return (Packaged) new Packaging(way, Map.of(), Progress.NONE, new Cancellation())
                .run(new PackageRequest(project, "main", Optional.empty()));
    }

    private static BothWays way(boolean inGroups) {
        return new BothWays(Products.all(Clock.systemUTC()).named("postgresql"), inGroups);
    }

    /** @return the artifact, which is the same either way */
    private Packaged same(int atLeastTogether) throws IOException {
        BothWays grouped = way(true);
        Packaged together = packaged(grouped);
        Packaged alone = packaged(way(false));
        alone.proof()
                .changes()
                .forEach((key, proof) ->
                        assertThat(together.proof().changes().get(key)).as(key).isEqualTo(proof));
        assertThat(together.digest()).isEqualTo(alone.digest());
        assertThat(grouped.together).isGreaterThanOrEqualTo(atLeastTogether);
        assertThat(grouped.unclear).isZero();
        return together;
    }

    private long count(Packaged packaged, RollbackResult result) {
        return packaged.proof().changes().values().stream()
                .filter(proof -> proof.rollback().result() == result)
                .count();
    }

    @Test
    void whatHasNothingToDoWithEachOther() throws IOException {
        for (int i = 1; i <= 130; i++) {
            script(
                    "CREATE TABLE t%d (id int PRIMARY KEY, n int);\nCREATE INDEX ON t%d (n); -- end".formatted(i, i),
                    i % 3 == 0
                            ? "DROP INDEX t%d_n_idx; DROP TABLE t%d".formatted(i, i)
                            : "DROP TABLE t%d".formatted(i));
        }
        for (int i = 1; i <= 130; i++) {
            script(
                    "ALTER TABLE t%d ADD COLUMN x text;\nCOMMENT ON COLUMN t%d.x IS 'of %d';".formatted(i, i, i),
                    "ALTER TABLE t%d DROP COLUMN x;".formatted(i));
            script("INSERT INTO t%d (id) VALUES (1), (2), (3);\nUPDATE t%d SET n = 4 WHERE id < 3;".formatted(i, i));
        }
        script("DROP TABLE t7");
        script("ALTER TABLE t8 ALTER COLUMN n TYPE bigint", "ALTER TABLE t8 ALTER COLUMN n TYPE int");
        script("ALTER TABLE t9 ALTER COLUMN id SET DEFAULT 3");
        script("ALTER TABLE t11 ADD CHECK (id > 0)");
        Packaged packaged = same(390);
        assertThat(count(packaged, RollbackResult.PROVED)).isEqualTo(261);
    }

    @Test
    void whatBuildsOnEachOther() throws IOException {
        script("CREATE TYPE mood AS ENUM ('good', 'bad')", "DROP TYPE mood");
        script("CREATE SCHEMA app", "DROP SCHEMA app");
        script("CREATE TABLE app.customer (id int PRIMARY KEY, mood mood)", "DROP TABLE app.customer");
        script(
                "CREATE TABLE app.orders (id serial PRIMARY KEY, customer int REFERENCES app.customer)",
                "DROP TABLE app.orders");
        script("CREATE VIEW app.sad AS SELECT * FROM app.customer WHERE mood = 'bad'", "DROP VIEW app.sad");
        script("INSERT INTO app.customer SELECT n, 'good' FROM generate_series(1, 50) n", "DELETE FROM app.customer");
        script("CREATE TABLE other (id int PRIMARY KEY)", "DROP TABLE other");
        script("ALTER TABLE app.orders ADD COLUMN other int REFERENCES other", "ALTER TABLE app.orders DROP other");
        script("ALTER TABLE other ADD COLUMN customer int,"
                + " ADD CONSTRAINT other_customer_fkey FOREIGN KEY (customer) REFERENCES app.customer NOT VALID");
        script("ALTER TABLE other VALIDATE CONSTRAINT other_customer_fkey");
        script("CREATE TABLE parts (id int, day date) PARTITION BY RANGE (day)", "DROP TABLE parts");
        for (int year = 2020; year < 2030; year++) {
            script(
                    "CREATE TABLE parts_%d PARTITION OF parts FOR VALUES FROM ('%d-01-01') TO ('%d-01-01')"
                            .formatted(year, year, year + 1),
                    "DROP TABLE parts_%d".formatted(year));
        }
        script("CREATE INDEX parts_day ON parts (day)", "DROP INDEX parts_day");
        script(
                "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN new; END $$",
                "DROP FUNCTION touch()");
        script(
                "CREATE TRIGGER touched BEFORE UPDATE ON other FOR EACH ROW EXECUTE FUNCTION touch()",
                "DROP TRIGGER touched ON other");
        script("ALTER TABLE other RENAME TO others", "ALTER TABLE others RENAME TO other");
        script("CREATE TABLE child () INHERITS (others)", "DROP TABLE child");
        script("ALTER TABLE others ADD COLUMN late int", "ALTER TABLE others DROP COLUMN late");
        script("ALTER TABLE others ALTER COLUMN id TYPE bigint");
        script("GRANT SELECT ON others TO PUBLIC", "REVOKE SELECT ON others FROM PUBLIC");
        script("CREATE INDEX CONCURRENTLY slow ON others (late)", "DROP INDEX slow");
        script("ALTER TABLE child DROP COLUMN IF EXISTS nothing");
        script("DROP VIEW app.sad", "CREATE VIEW app.sad AS SELECT * FROM app.customer WHERE mood = 'bad'");
        script("TRUNCATE app.orders");
        script("DELETE FROM app.customer WHERE id > 40");
        script("CREATE DOMAIN positive AS int CHECK (VALUE > 0)", "DROP DOMAIN positive");
        script("CREATE SEQUENCE numbers", "DROP SEQUENCE numbers");
        script("COMMENT ON TABLE app.customer IS 'who buys'", "COMMENT ON TABLE app.customer IS NULL");
        same(20);
    }

    @Test
    void rollbacksThatDoNotHold() throws IOException {
        for (int i = 1; i <= 20; i++) {
            String rollback = switch (i % 5) {
                case 0 -> "DROP TABLE u%d; -- and not the index's table".formatted(i);
                case 1 -> "DROP TABLE nowhere%d".formatted(i);
                default -> "DROP TABLE t%d; DROP TABLE u%d".formatted(i, i);
            };
            script("CREATE TABLE t%d (id int PRIMARY KEY); CREATE TABLE u%d (id int)".formatted(i, i), rollback);
        }
        // one takes back what another one made
        script("CREATE TABLE a1 (id int)", "SELECT 1");
        script("CREATE TABLE a2 (id int)", "DROP TABLE a2; DROP TABLE a1");
        Packaged packaged = same(20);
        assertThat(count(packaged, RollbackResult.NOT_PROVED)).isEqualTo(10);
    }

    /** Nothing in the words says that both change the view's columns, or what the type is used by. */
    @Test
    void whatWordsDoNotTell() throws IOException {
        for (int i = 1; i <= 5; i++) {
            script("CREATE TABLE t%d (id int)".formatted(i));
        }
        script("CREATE TABLE log (id int)");
        script("CREATE FUNCTION build() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
                + " EXECUTE 'ALTER TABLE t' || new.id || ' ADD COLUMN made int'; RETURN new; END $$");
        script("CREATE TRIGGER build BEFORE INSERT ON log FOR EACH ROW EXECUTE FUNCTION build()");
        script("INSERT INTO log VALUES (1)");
        script("ALTER TABLE t1 ADD COLUMN other int");
        script("INSERT INTO log VALUES (2)");
        BothWays grouped = way(true);
        Packaged together = packaged(grouped);
        Packaged alone = packaged(way(false));
        assertThat(together.proof()).isEqualTo(alone.proof());
        assertThat(together.digest()).isEqualTo(alone.digest());
        assertThat(grouped.unclear).isEqualTo(1);
    }

    @Test
    void theScriptThatFailsIsToldToLineAndColumn() throws IOException {
        for (int i = 1; i <= 150; i++) {
            script(
                    i == 120
                            ? "CREATE TABLE t120 (id int);\n  ALTER TABLE nowhere ADD COLUMN x int;"
                            : "CREATE TABLE t%d (id int);".formatted(i));
        }
        assertThatThrownBy(() -> packaged(way(true)))
                .isInstanceOf(SlipwayException.class)
                .hasMessageContaining("Statement 2 of 2 failed on the reference database [42P01]")
                .satisfies(e ->
                        assertThat(((SlipwayException) e).location()).contains(new Location("sql/0120.sql", 2, 3)));
    }

    @Test
    void kindsOfStatements() throws IOException {
        try (InputStream file = Objects.requireNonNull(getClass().getResourceAsStream("/forecast/ddl-kinds.txt"))) {
            int kind = 0;
            for (String line : new String(file.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                if (!line.isBlank() && !line.startsWith("#")) {
                    String schema = "k%02d".formatted(++kind);
                    String[] parts = (line + "| ").replace("$", schema).split("\\|");
                    script("""
                            CREATE SCHEMA $;
                            CREATE TABLE $.t (id int PRIMARY KEY, a int NOT NULL, b text, n int);
                            INSERT INTO $.t SELECT i, i, 'x', i FROM generate_series(1, 100) i;
                            CREATE INDEX t_a ON $.t (a);
                            CREATE TABLE $.r (id int PRIMARY KEY, t_id int);
                            INSERT INTO $.r SELECT i, i FROM generate_series(1, 100) i;
                            """.replace("$", schema) + parts[1].trim() + ";");
                    script(parts[2].trim() + ";");
                }
            }
        }
        same(100);
    }

    @Test
    @Thorough
    void aForeignProject() throws IOException {
        Path corpus = Corpora.findOrSkip().resolve("kratos-postgres");
        try (Stream<Path> files = Files.list(corpus)) {
            for (Path file :
                    files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
                Files.copy(file, folder().resolve(file.getFileName().toString()));
            }
        }
        same(70);
    }

    @Test
    void scriptsThatAreHardToRead() throws IOException {
        script("CREATE TABLE before (id int)", "DROP TABLE before");
        script("CREATE TABLE between (id int); /* ; */", "DROP TABLE between -- ;");
        script(NastyScripts.text(NastyScripts.of(NastyScripts.Kind.POSTGRESQL, 7, NASTY)));
        script("-- nothing but words\nCREATE TABLE behind (\"i;d\" int DEFAULT 1 /* ; */)", "DROP TABLE \"behind\"");
        script("COMMENT ON TABLE before IS $$;$$;;", "COMMENT ON TABLE before IS NULL");
        same(4);
    }
}
