package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code status} says that the catalogue says of a statement in doubt. */
class WitnessTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            CREATE TABLE `orders` (id int)       | done     | the catalogue has table 'orders'
            create table if not exists nothing (i int) | not-done | the catalogue has no table 'nothing'
            create table if not exists orders (i int) |       | the catalogue has table 'orders', which may be the one from before
            CREATE OR REPLACE VIEW v AS SELECT 1 |          | the catalogue has view 'v', which may be the one from before
            CREATE UNIQUE INDEX orders_a ON orders (a) | done | the catalogue has index 'orders_a'
            CREATE INDEX orders_b ON orders (a)  | not-done | the catalogue has no index 'orders_b'
            CREATE PROCEDURE p() BEGIN …         | done     | the catalogue has procedure 'p'
            DROP TABLE orders                    | not-done | the catalogue still has table 'orders'
            DROP TABLE gone                      | done     | the catalogue has no table 'gone' any more
            DROP TABLE IF EXISTS gone            |          | the catalogue has no table 'gone' any more
            ALTER TABLE orders ADD COLUMN a int  | done     | the catalogue has column 'a' of 'orders'
            ALTER TABLE orders ADD b int NOT NULL | not-done | the catalogue has no column 'b' of 'orders'
            ALTER TABLE orders ADD COLUMN IF NOT EXISTS a int | | the catalogue has column 'a' of 'orders'
            ALTER TABLE orders DROP COLUMN a     | not-done | the catalogue has column 'a' of 'orders'
            UPDATE orders SET a = 1              |          | it changes rows, which no catalogue tells of
            ALTER TABLE orders ADD PRIMARY KEY (id) |       | the catalogue cannot tell what became of it
            CALL p()                             |          | the catalogue cannot tell what became of it
            """)
    void itIsToldBesideTheStatement(String sql, @Nullable String speaksFor, String told) throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "mariadb");
        place.write(
                "sql/ddl/1.sql",
                ("CREATE TABLE orders (id int, a int);\nCREATE INDEX orders_a ON orders (a);\n"
                                + "CREATE VIEW v AS SELECT 1 AS one;\nDELIMITER //\nCREATE PROCEDURE p() BEGIN SELECT 1; END//\n")
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        CommandLineRun deploy = CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev");
        assertThat(deploy.exitCode()).as(deploy.toString()).isZero();
        inDoubt(place, sql);
        CommandLineRun status = CommandLineRun.of(place.environment(), "status", "dev");
        String line = status.out().replaceAll("\\s+", " ");
        assertThat(line).contains("IN DOUBT: statement 1 of ddl/2.sql");
        assertThat(line).contains("(" + told);
        if (speaksFor == null) {
            settle(place, "--not-done", 0);
            return;
        }
        boolean done = speaksFor.equals("done");
        CommandLineRun refused = settle(place, done ? "--not-done" : "--done", 4);
        assertThat(refused.err()).contains("code:  verdict-contradicted", told, "--against-catalogue");
        assertThat(CommandLineRun.of(place.environment(), "status", "dev").out())
                .contains("IN DOUBT");
        settle(place, done ? "--done" : "--not-done", 0);
        CommandLineRun after = CommandLineRun.of(place.environment(), "status", "dev", "--check");
        assertThat(after.exitCode()).as(after.toString()).isEqualTo(done ? 1 : 0);
        assertThat(after.out()).contains(done ? "HALF DONE: statement 1 of ddl/2.sql is done" : "up to date");
        if (done) {
            // said by mistake it would run twice; whoever took it back by hand says that they know
            assertThat(settle(place, "--not-done", 4).err()).contains("the history knows that it is done");
            settle(place, "--not-done", 0, "--against-catalogue");
        }
    }

    @Test
    void whoKnowsBetterSaysSo() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "mariadb");
        place.write("sql/ddl/1.sql", "CREATE TABLE orders (id int);\n".getBytes(StandardCharsets.UTF_8));
        assertThat(CommandLineRun.of(place.environment(), "package").exitCode()).isZero();
        assertThat(CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev")
                        .exitCode())
                .isZero();
        inDoubt(place, "CREATE TABLE elsewhere (id int)");
        settle(place, "--done", 4);
        settle(place, "--done", 0, "--against-catalogue");
        CommandLineRun history = CommandLineRun.of(place.environment(), "history", "dev", "--output", "json");
        assertThat(history.out()).contains("againstCatalogue");
    }

    private static void inDoubt(StoryPlace place, String sql) throws Exception {
        place.database("dev")
                .run(
                        "INSERT INTO slipway_journal (project, deployment, change_key, direction, statement, sql_digest, state,"
                                + " note) VALUES ('shop', 'd', 'ddl/2.sql@x', 'apply', 1, 'x', 'started', '"
                                + sql.replace("'", "''") + "')");
    }

    private static CommandLineRun settle(StoryPlace place, String verdict, int exitCode, String... more) {
        List<String> words =
                new ArrayList<>(List.of("resolve", "--on", "dev", "--statement", "1", verdict, "--reason", "looked"));
        words.addAll(List.of(more));
        CommandLineRun run = CommandLineRun.of(place.environment(), words.toArray(String[]::new));
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        return run;
    }
}
