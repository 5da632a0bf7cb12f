package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ctrl-C and a killed process in the middle of a deployment: the real program, real databases. */
@DisabledOnOs(OS.WINDOWS)
class InterruptTest {
    private static final String POSTGRES_SLEEPS =
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                    + " AND query LIKE 'SELECT pg_sleep%'";
    private static final String POSTGRES_LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"
            + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())";

    @TempDir
    private Path folder;

    private StoryPlace place;
    private Map<String, String> environment;

    private void project(String kind, String... scripts) throws IOException {
        place = new StoryPlace(folder.resolve("shop"), kind);
        environment = place.environment();
        for (int i = 0; i < scripts.length; i++) {
            place.write("sql/ddl/" + (i + 1) + ".sql", scripts[i].getBytes(StandardCharsets.UTF_8));
        }
    }

    private CommandLineRun slipway(int exitCode, String... arguments) {
        CommandLineRun run = CommandLineRun.of(environment, arguments);
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        return run;
    }

    private void awaitRows(String query, String expected) throws SQLException, InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (!place.query("dev", query).equals(List.of(expected))) {
            assertThat(Instant.now()).as("waiting for " + query).isBefore(limit);
            Thread.sleep(50);
        }
    }

    @Test
    void postgresqlIsAsBeforeTheChangeAndGoesOn() throws Exception {
        project(
                "postgresql",
                "CREATE TABLE one (id INT);",
                "CREATE TABLE two (id INT);\nSELECT pg_sleep(CASE WHEN current_database() LIKE 'test%'"
                        + " AND NOT EXISTS (SELECT FROM pg_class WHERE relname = 'hurry') THEN 120 ELSE 0 END);\n"
                        + "CREATE TABLE two_and_a_half (id INT);",
                "CREATE TABLE three (id INT);");
        slipway(0, "package");
        try (CommandProcess deploy =
                CommandProcess.start(folder, environment, List.of(), "deploy", "latest", "--to", "dev")) {
            awaitRows(POSTGRES_SLEEPS, "1");
            Instant pressed = Instant.now();
            deploy.interrupt();
            CommandLineRun run = deploy.await(20);
            assertThat(Duration.between(pressed, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
            assertThat(run.err()).contains("cancelled");
            assertThat(run.out())
                    .contains("Failed at ddl/2.sql on dev.")
                    .contains("done:    1 change")
                    .contains("not run: 1 change")
                    .contains("the same command goes on from there");
        }
        assertThat(place.tables("dev")).containsExactly("one");
        awaitRows(POSTGRES_LOCKS, "0");
        awaitRows(POSTGRES_SLEEPS, "0");
        assertThat(slipway(0, "history", "dev").out()).contains("cancelled");
        place.query("dev", "CREATE TABLE hurry (id INT)");
        assertThat(slipway(0, "deploy", "latest", "--to", "dev").out()).contains("Deployed 2 changes");
        assertThat(place.tables("dev")).contains("one", "two", "two_and_a_half", "three");
    }

    @Test
    void nothingDoneIsExitCodeTwo() throws Exception {
        project(
                "postgresql",
                "CREATE TABLE one (id INT);\nSELECT pg_sleep(CASE WHEN current_database() LIKE 'test%'"
                        + " THEN 120 ELSE 0 END);");
        slipway(0, "package");
        try (CommandProcess deploy = CommandProcess.start(
                folder, environment, List.of(), "deploy", "latest", "--to", "dev", "--output", "json")) {
            awaitRows(POSTGRES_SLEEPS, "1");
            deploy.interrupt();
            CommandLineRun run = deploy.await(20);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
            assertThat(run.out())
                    .contains("\"result\" : \"failed\"")
                    .contains("\"asBefore\" : true")
                    .contains("\"code\" : \"cancelled\"");
        }
        assertThat(place.tables("dev")).isEmpty();
        awaitRows(POSTGRES_LOCKS, "0");
    }

    @Test
    void aKilledProcessLeavesNoLock() throws Exception {
        project(
                "postgresql",
                "CREATE TABLE one (id INT);",
                "CREATE TABLE two (id INT);\nSELECT pg_sleep(CASE WHEN current_database() LIKE 'test%'"
                        + " AND NOT EXISTS (SELECT FROM pg_class WHERE relname = 'hurry') THEN 120 ELSE 0 END);");
        slipway(0, "package");
        try (CommandProcess deploy =
                CommandProcess.start(folder, environment, List.of(), "deploy", "latest", "--to", "dev")) {
            awaitRows(POSTGRES_SLEEPS, "1");
            // while it runs, another is told who is at it
            CommandLineRun other = slipway(4, "deploy", "latest", "--to", "dev", "--wait", "1s");
            assertThat(other.err())
                    .contains("Waiting for another deployment: held by ann@")
                    .contains("Another deployment to this database is running: held by ann@")
                    .contains("code:  lock-held");
            assertThat(slipway(0, "status", "dev").out()).contains("RUNNING: by ann@");
            deploy.kill();
            deploy.await(20);
        }
        CommandLineRun locked = slipway(4, "deploy", "latest", "--to", "dev", "--wait", "0s");
        assertThat(locked.err())
                .containsPattern("held by ann@\\S+ since \\S+ \\(server process \\d+\\)")
                .containsPattern("If its process was killed, .* SELECT pg_terminate_backend\\(\\d+\\)");
        place.query("dev", "CREATE TABLE hurry (id INT)");
        // the server notices when the sleep ends, or when somebody ends it
        place.query(
                "dev",
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND query LIKE 'SELECT pg_sleep%' AND pid <> pg_backend_pid()");
        awaitRows(POSTGRES_LOCKS, "0");
        assertThat(place.tables("dev")).containsExactly("hurry", "one");
        assertThat(slipway(0, "deploy", "latest", "--to", "dev").out()).contains("Deployed 1 change");
    }

    @Test
    void mariadbSaysHowFarTheChangeCame() throws Exception {
        project(
                "mariadb",
                "CREATE TABLE one (id INT);",
                "CREATE TABLE two (id INT);\nINSERT INTO two SELECT IF(DATABASE() LIKE 'test%' AND NOT EXISTS"
                        + " (SELECT * FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_name = 'hurry'), SLEEP(120), 0);\nCREATE TABLE three (id INT);");
        slipway(0, "package");
        String sleeps = "SELECT count(*) FROM information_schema.processlist WHERE db = DATABASE()"
                + " AND info LIKE 'INSERT INTO two%'";
        try (CommandProcess deploy =
                CommandProcess.start(folder, environment, List.of(), "deploy", "latest", "--to", "dev")) {
            awaitRows(sleeps, "1");
            deploy.interrupt();
            CommandLineRun run = deploy.await(20);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(3);
            assertThat(run.err()).contains("cancelled");
            assertThat(run.out()).contains("Failed at ddl/2.sql on dev.").contains("The target is part-way.");
        }
        awaitRows(sleeps, "0");
        assertThat(place.tables("dev")).containsExactly("one", "two");
        place.query("dev", "CREATE TABLE hurry (id INT)");
        CommandLineRun again = CommandLineRun.of(environment, "deploy", "latest", "--to", "dev");
        if (again.exitCode() == 4) {
            // the interrupted statement is in doubt; nothing of it is there
            assertThat(again.err()).contains("Statement 2 of").contains("is in doubt");
            assertThat(place.query("dev", "SELECT count(*) FROM two")).containsExactly("0");
            slipway(0, "resolve", "--on", "dev", "--statement", "2", "--not-done", "--reason", "no row is there");
            slipway(0, "deploy", "latest", "--to", "dev");
        } else {
            assertThat(again.exitCode()).as(again.toString()).isZero();
        }
        assertThat(place.tables("dev")).contains("one", "two", "three");
        assertThat(place.query("dev", "SELECT count(*) FROM two")).containsExactly("1");
    }

    @Test
    void mariadbTellsWhatRunsFromWhatIsInDoubt() throws Exception {
        project(
                "mariadb",
                "CREATE TABLE one (id INT);\nINSERT INTO one SELECT IF(DATABASE() LIKE 'test%' AND NOT EXISTS"
                        + " (SELECT * FROM information_schema.tables WHERE table_schema = DATABASE()"
                        + " AND table_name = 'hurry'), SLEEP(120), 0);");
        slipway(0, "package");
        String sleeper = "SELECT id FROM information_schema.processlist WHERE db = DATABASE()"
                + " AND info LIKE 'INSERT INTO one%'";
        try (CommandProcess deploy =
                CommandProcess.start(folder, environment, List.of(), "deploy", "latest", "--to", "dev")) {
            awaitRows("SELECT count(*) FROM (" + sleeper + ") s", "1");
            assertThat(slipway(0, "status", "dev").out())
                    .contains("RUNNING: statement 2 of ddl/1.sql: INSERT INTO one SELECT IF(", ", by ann@")
                    .doesNotContain("IN DOUBT");
            assertThat(slipway(1, "status", "dev", "--check", "--output", "json")
                            .out())
                    .contains("\"inDoubt\" : \"\"");
            deploy.kill();
            deploy.await(20);
        }
        for (String id : place.query("dev", sleeper)) {
            assertThat(slipway(4, "deploy", "latest", "--to", "dev", "--wait", "0s")
                            .err())
                    .contains("(connection " + id + ")", "KILL " + id);
            place.query("dev", "KILL " + id);
        }
        awaitRows("SELECT count(*) FROM (" + sleeper + ") s", "0");
        assertThat(slipway(0, "status", "dev").out())
                .contains("IN DOUBT: statement 2 of ddl/1.sql: INSERT INTO one SELECT IF(")
                .doesNotContain("RUNNING");
        assertThat(slipway(4, "deploy", "latest", "--to", "dev").err())
                .contains("In doubt is statement 2 of ddl/1.sql: INSERT INTO one SELECT IF(")
                .contains("code:  history-in-doubt");
        slipway(0, "resolve", "--on", "dev", "--statement", "2", "--not-done", "--reason", "no row is there");
        place.query("dev", "CREATE TABLE hurry (id INT)");
        slipway(0, "deploy", "latest", "--to", "dev");
        assertThat(place.query("dev", "SELECT count(*) FROM one")).containsExactly("1");
    }

    @Test
    void anInterruptedPackagingLeavesNoArtifact() throws Exception {
        project("postgresql", "CREATE TABLE one (id INT);\nSELECT pg_sleep(120);");
        try (CommandProcess packaging = CommandProcess.start(folder, environment, List.of(), "package")) {
            awaitRows(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'story_reference' AND datname LIKE"
                            + " 'slipway_ref_%'",
                    "1");
            Thread.sleep(500);
            packaging.interrupt();
            CommandLineRun run = packaging.await(20);
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
            assertThat(run.err()).contains("code:  cancelled");
        }
        assertThat(folder.resolve("shop/artifacts")).doesNotExist();
        awaitRows("SELECT count(*) FROM pg_database WHERE datname LIKE 'slipway_ref_%'", "0");
    }

    /** Its parts have complaints of their own when their server goes; whoever pressed Ctrl-C wants none of them. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "A sample shop in",
                "$ slipway package",
                "Proving (",
                "$ slipway deploy latest --to dev",
                "The databases are up until Ctrl-C."
            })
    void aStoppedDemoSaysSoInOneLineAndLeavesNothing(String moment) throws Exception {
        CommandProcess.requireInterrupts();
        Path temporary = Files.createDirectory(folder.resolve("tmp"));
        try (CommandProcess demo =
                CommandProcess.start(folder, Map.of(), List.of("-Djava.io.tmpdir=" + temporary), "demo")) {
            if (moment.isEmpty()) {
                awaitServerFiles(temporary);
            } else {
                demo.awaitText(moment, 120);
            }
            demo.interrupt();
            CommandLineRun run = demo.await(60);
            boolean open = moment.startsWith("The databases");
            assertThat(run.exitCode()).as(run.toString()).isEqualTo(open ? 0 : 2);
            assertThat(run.err())
                    .endsWith("Stopped. The databases are down, and everything that the demo made is removed.\n")
                    .doesNotContain("cancelled")
                    .doesNotContain("connection")
                    .doesNotContain("internal");
            assertThat(run.out()).doesNotContain("Failed").doesNotContain("should have ended");
        }
        try (Stream<Path> left = Files.list(temporary)) {
            assertThat(left).isEmpty();
        }
        assertThat(ProcessHandle.allProcesses()
                        .filter(process ->
                                process.info().commandLine().orElse("").contains(temporary.toString()))
                        .toList())
                .isEmpty();
    }

    private static void awaitServerFiles(Path temporary) throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try (Stream<Path> files = Files.find(
                    temporary, 4, (file, attributes) -> file.endsWith(Path.of("postgresql", "PG_VERSION")))) {
                if (files.findAny().isPresent()) {
                    return;
                }
            } catch (UncheckedIOException e) {
                // files come and go while it starts
                assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
            }
            assertThat(Instant.now()).isBefore(limit);
            Thread.sleep(20);
        }
    }
}
