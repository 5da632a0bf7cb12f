package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.SlowLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How often a command waits for an answer of the database: over a slow line that is what it takes. */
class RoundTripsTest {
    private static final int SCRIPTS = 200;
    /** On a busy machine an answer may come in parts, and what is sent between two of them counts once more. */
    private static final int BUSY = 3;

    /** Four batches, and what each deployment takes; when each script went by itself it was 1,219. */
    private static final int DEPLOYMENT = 21 + BUSY;

    /**
     * Less than one for each script; when each went by itself it was some 30. Two groups and what each packaging takes
     * come to 134 when nothing else runs; of a long message the answers begin while it is still sent, so that more come
     * in parts here.
     */
    private static final int PACKAGING = SCRIPTS;

    private static final int NOTHING_TO_DO = 9 + BUSY;
    private static final int STATUS = 12 + BUSY;
    private static final int SOME_MORE = 20 + BUSY;

    @TempDir
    private Path root;

    private final Database database = PostgresServer.newest().createDatabase();

    @BeforeEach
    void project() throws IOException {
        Path ddl = Files.createDirectories(root.resolve("sql/ddl"));
        for (int i = 1; i <= SCRIPTS; i++) {
            Files.writeString(ddl.resolve("%03d.sql".formatted(i)), """
                    -- script %1$d
                    CREATE TABLE t%1$d (id int PRIMARY KEY);
                    """.formatted(i));
        }
        Files.writeString(root.resolve("password"), database.password());
        reach(PostgresServer.newest().port());
    }

    private void reach(int port) throws IOException {
        Files.writeString(root.resolve("slipway.yaml"), """
                project: many
                database: postgresql
                environments:
                  dev: { url: "%s", user: "%s", password: "${file:password}" }
                """.formatted(
                        database.url().replaceFirst(":\\d+/", ":" + port + "/"), database.user()));
    }

    private CommandLineRun slipway(int exit, String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "-C";
        all[words.length + 1] = root.toString();
        CommandLineRun run = CommandLineRun.of(Map.of(), all);
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exit);
        return run;
    }

    private long roundTrips(String... words) throws IOException {
        try (SlowLine line = new SlowLine(PostgresServer.newest().port(), Duration.ZERO)) {
            reach(line.port());
            slipway(0, words);
            return line.roundTrips();
        }
    }

    /** Each of them is run, taken back and run again, and what it locked and changed is looked at each time. */
    @Test
    void theyDoNotGrowWithTheScriptsThatAreProved() throws IOException {
        for (int i = 1; i <= SCRIPTS; i++) {
            Files.writeString(root.resolve("sql/ddl/%03d.rollback.sql".formatted(i)), "DROP TABLE t%d;".formatted(i));
        }
        Database server = PostgresServer.newest().admin();
        Files.writeString(root.resolve("reference-password"), server.password());
        try (SlowLine line = new SlowLine(PostgresServer.newest().port(), Duration.ZERO)) {
            Files.writeString(
                    root.resolve("slipway.yaml"),
                    "reference: { url: \"%s\", user: \"%s\", password: \"${file:reference-password}\" }\n"
                            .formatted(server.url().replaceFirst(":\\d+/", ":" + line.port() + "/"), server.user()),
                    StandardOpenOption.APPEND);
            slipway(0, "package");
            assertThat(line.roundTrips()).isLessThanOrEqualTo(PACKAGING);
        }
    }

    /** A script of 5,000 rows takes some 250 KB: two messages. */
    @Test
    void theyDoNotGrowWithTheStatements() throws IOException {
        Path data = Files.createDirectories(root.resolve("sql/data_dml"));
        StringBuilder rows = new StringBuilder();
        for (int i = 1; i <= 5000; i++) {
            rows.append("INSERT INTO t1 (id) VALUES (").append(i).append(");\n");
        }
        Files.writeString(data.resolve("rows.sql"), rows);
        slipway(0, "package");
        assertThat(roundTrips("deploy", "latest", "--to", "dev")).isLessThanOrEqualTo(DEPLOYMENT + 12);
    }

    @Test
    void theyDoNotGrowWithTheScripts() throws IOException {
        slipway(0, "package");
        assertThat(roundTrips("deploy", "latest", "--to", "dev")).isLessThanOrEqualTo(DEPLOYMENT);
        assertThat(roundTrips("deploy", "latest", "--to", "dev")).isLessThanOrEqualTo(NOTHING_TO_DO);
        assertThat(roundTrips("status")).isLessThanOrEqualTo(STATUS);
    }

    /** What is new is run without reading what the target says of the rest, and the history is as it would be otherwise. */
    @Test
    void theyDoNotGrowWithWhatIsThereAlready() throws IOException {
        slipway(0, "package");
        slipway(0, "deploy", "latest", "--to", "dev");
        for (int i = SCRIPTS + 1; i <= SCRIPTS + 10; i++) {
            Files.writeString(
                    root.resolve("sql/ddl/%03d.sql".formatted(i)),
                    "CREATE TABLE t%d (id int PRIMARY KEY);".formatted(i));
        }
        slipway(0, "package");
        assertThat(roundTrips("deploy", "latest", "--to", "dev")).isLessThanOrEqualTo(SOME_MORE);

        reach(PostgresServer.newest().port());
        JsonNode dev = new ObjectMapper()
                .readTree(slipway(0, "status", "--output", "json").out())
                .path("environments")
                .get(0);
        assertThat(dev.path("applied").asInt()).isEqualTo(SCRIPTS + 10);
        assertThat(dev.path("pending").asInt()).isZero();
        // whoever reads all of the history finds the same
        Files.writeString(root.resolve("sql/ddl/211.sql"), "CREATE TABLE t211 (id int PRIMARY KEY);");
        slipway(0, "package");
        JsonNode forecast = new ObjectMapper()
                .readTree(slipway(0, "forecast", "latest", "--to", "dev", "--output", "json")
                        .out());
        assertThat(forecast.path("pending")).hasSize(1);
    }

    /** The statement that fails is one of some hundreds in the same message. */
    @Test
    void aFailureIsToldToLineAndColumn() throws IOException {
        slipway(0, "package");
        database.run("CREATE TABLE t77 (other int)");

        JsonNode failed = new ObjectMapper()
                .readTree(slipway(3, "deploy", "latest", "--to", "dev", "--output", "json")
                        .out());
        assertThat(failed.path("applied")).hasSize(76);
        assertThat(failed.path("failedAt").path("script").asText()).isEqualTo("ddl/077.sql");
        assertThat(failed.path("failedAt").path("line").asInt()).isEqualTo(2);
        assertThat(failed.path("failedAt").path("column").asInt()).isEqualTo(1);
        assertThat(failed.path("failedAt").path("sqlState").asText()).isEqualTo("42P07");
        assertThat(failed.path("notRun")).hasSize(SCRIPTS - 77);

        database.run("DROP TABLE t77");
        JsonNode completed = new ObjectMapper()
                .readTree(slipway(0, "deploy", "latest", "--to", "dev", "--output", "json")
                        .out());
        assertThat(completed.path("applied")).hasSize(SCRIPTS - 76);
    }
}
