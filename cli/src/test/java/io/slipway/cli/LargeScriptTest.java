package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scripts of 200 MB go through with a heap of 128 MB. */
class LargeScriptTest {
    private static final long SIZE = 200L << 20;
    private static final List<String> SMALL_HEAP = List.of("-Xmx128m", "-XX:+UseSerialGC");

    @TempDir
    private Path folder;

    @Test
    void rowsOfACopyArePackagedAndDeployed() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "postgresql");
        Map<String, String> environment = place.environment();
        Path script =
                Files.createDirectories(place.root().resolve("sql/data_dml")).resolve("1_rows.sql");
        // few long rows: the size is the point, not the server's work
        String row = "x".repeat(1 << 20) + "\n";
        int rows = (int) (SIZE / row.length()) + 1;
        try (BufferedWriter out = Files.newBufferedWriter(script, StandardCharsets.UTF_8)) {
            out.write("CREATE TABLE large_ (text_ TEXT);\nCOPY large_ FROM stdin;\n");
            for (int i = 0; i < rows; i++) {
                out.write(row);
            }
            out.write("\\.\nSELECT count(*) FROM large_;\n");
        }
        assertThat(Files.size(script)).isGreaterThan(SIZE);

        succeeds(environment, "package");
        succeeds(environment, "deploy", "latest", "--to", "dev");
        assertThat(place.query("dev", "SELECT count(*), sum(length(text_)) FROM large_"))
                .containsExactly(rows + " | " + (long) rows * (1 << 20));
    }

    @Test
    void aManyLinedScriptWithFewStatementsIsPackaged() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "sqlite");
        Path script = Files.createDirectories(place.root().resolve("sql/ddl")).resolve("1_wordy.sql");
        String line = "-- " + "what was said about this table at some length; ".repeat(4) + "\n";
        try (BufferedWriter out = Files.newBufferedWriter(script, StandardCharsets.UTF_8)) {
            out.write("CREATE TABLE wordy (id INTEGER);\n");
            for (long written = 0; written < SIZE; written += line.length()) {
                out.write(line);
            }
            out.write("CREATE TABLE wordy_too (id INTEGER);\n");
        }

        succeeds(place.environment(), "package");
        assertThat(CommandLineRun.of(place.environment(), "deploy", "latest", "--to", "dev")
                        .exitCode())
                .isZero();
        assertThat(place.tables("dev")).containsExactly("wordy", "wordy_too");
    }

    /** The one thing that must fit into memory. */
    @Test
    void aStatementThatDoesNotFitIsSaidSo() throws Exception {
        StoryPlace place = new StoryPlace(folder.resolve("shop"), "sqlite");
        Path script = Files.createDirectories(place.root().resolve("sql/ddl")).resolve("1_one.sql");
        String line = "'" + "a long list of texts ".repeat(40) + "',\n";
        try (BufferedWriter out = Files.newBufferedWriter(script, StandardCharsets.UTF_8)) {
            out.write("CREATE TABLE one (id INTEGER);\nSELECT ");
            for (long written = 0; written < SIZE; written += line.length()) {
                out.write(line);
            }
            out.write("1;\n");
        }
        try (CommandProcess process =
                CommandProcess.start(folder, place.environment(), SMALL_HEAP, "package", "--output", "json")) {
            CommandLineRun run = process.await(180);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(70);
            assertThat(run.out()).contains("The memory that Java may use").contains("SLIPWAY_JAVA_OPTS");
        }
        assertThat(place.root().resolve("artifacts")).doesNotExist();
    }

    private void succeeds(Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        try (CommandProcess process = CommandProcess.start(folder, environment, SMALL_HEAP, arguments)) {
            CommandLineRun run = process.await(180);
            assertThat(run.exitCode()).as(run.toString()).isZero();
        }
    }
}
