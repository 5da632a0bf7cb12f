package io.slipway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.execute.Cancellation;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Deployments to ten databases of one server, whose script waits until the test lets it go on. */
@DisabledOnOs(OS.WINDOWS) // the password comes from a command of a shell
class ManyDatabasesTest {
    private static final int DATABASES = 10;
    private static final String BARRIER = "42";

    @TempDir
    private Path folder;

    private StoryPlace place;
    private Map<String, String> environment;
    private final PostgresServer server = PostgresServer.newest();
    private final Map<String, Database> databases = new LinkedHashMap<>();
    private final Map<String, Connection> barriers = new LinkedHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @BeforeEach
    void makeDatabases() throws IOException {
        place = new StoryPlace(folder.resolve("shop"), "postgresql");
        environment = place.environment();
        for (int i = 0; i < DATABASES; i++) {
            Database database = server.createDatabase();
            databases.put(database.user(), database);
        }
        place.write(
                "sql/ddl/1.sql",
                ("CREATE TABLE one (id INT);\nSELECT pg_advisory_xact_lock(" + BARRIER + ");")
                        .getBytes(StandardCharsets.UTF_8));
    }

    @AfterEach
    void letEverybodyGo() {
        List.copyOf(barriers.keySet()).forEach(this::letGo);
        threads.shutdown();
    }

    private void project(String waves) throws IOException {
        Database any = databases.values().iterator().next();
        place.write("password.txt", any.password().getBytes(StandardCharsets.UTF_8));
        String yaml = """
                project: shop
                database: postgresql
                reference: @reference@
                environments:
                  prod:
                    url: "%s"
                    user: "{database}"
                    password: "${command:echo asked >> asked.txt; cat password.txt}"
                    databases: tenants.txt
                    waves: %s
                signing: { key: "${file:.slipway/signing-key.pem}", trusted: slipway-keys }
                """.formatted(any.url().replace(any.user(), "{database}"), waves);
        place.write("slipway.yaml", yaml.getBytes(StandardCharsets.UTF_8));
        place.write("tenants.txt", String.join("\n", names()).getBytes(StandardCharsets.UTF_8));
        slipway(0, "package");
    }

    private List<String> names() {
        return List.copyOf(databases.keySet());
    }

    private CommandLineRun slipway(int exitCode, String... arguments) {
        CommandLineRun run = CommandLineRun.of(environment, arguments);
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(exitCode);
        return run;
    }

    private Future<CommandLineRun> begun(Cancellation cancellation, String... arguments) {
        return threads.submit(() -> CommandLineRun.of(environment, cancellation, arguments));
    }

    private void hold(Stream<String> names) {
        names.forEach(name -> {
            try {
                Connection connection = databases.get(name).connect();
                barriers.put(name, connection);
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT pg_advisory_lock(" + BARRIER + ")");
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private void letGo(String name) {
        try {
            barriers.remove(name).close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until the script waits in so many databases, and gives their names. */
    private List<String> waiting(int expected) throws SQLException, InterruptedException {
        Instant limit = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            List<String> found = new ArrayList<>();
            try (Connection connection = server.admin().connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT datname FROM pg_stat_activity WHERE state = 'active'"
                                    + " AND wait_event = 'advisory' AND query LIKE '%pg_advisory_xact_lock%'")) {
                while (rows.next()) {
                    found.add(rows.getString(1));
                }
            }
            found.retainAll(databases.keySet());
            if (found.size() == expected) {
                return names().stream().filter(found::contains).toList();
            }
            assertThat(Instant.now()).as("%s wait", found).isBefore(limit);
            Thread.sleep(50);
        }
    }

    @Test
    void theCanaryIsAloneAndAsManyOthersRunAsMay() throws Exception {
        project("{ canary: 1, parallel: 4 }");
        hold(names().stream());
        Future<CommandLineRun> deployment = begun(new Cancellation(), "deploy", "latest", "--to", "prod");

        assertThat(waiting(1)).containsExactly(names().get(0));
        assertThat(slipway(0, "status", "prod").out()).contains("10 databases: 1 RUNNING, 9 behind");
        letGo(names().get(0));
        assertThat(waiting(4)).isEqualTo(names().subList(1, 5));
        assertThat(slipway(0, "status", "prod").out()).contains("10 databases: 1 up to date, 4 RUNNING, 5 behind");
        letGo(names().get(3));
        // whoever is done makes room for the next
        List<String> next = new ArrayList<>();
        while (!next.contains(names().get(5))) {
            next = waiting(4);
        }
        names().stream().filter(barriers::containsKey).toList().forEach(this::letGo);

        CommandLineRun run = deployment.get();
        assertThat(run.exitCode()).as(run.toString()).isZero();
        assertThat(run.out()).contains("prod, 10 databases to 1.0.0: 10 deployed (");
        assertThat(slipway(0, "status", "--check").out()).contains("10 databases: 10 up to date");
        assertThat(slipway(0, "deploy", "latest", "--to", "prod").out()).contains(": 10 had nothing to do (");
    }

    @Test
    void thePasswordIsFetchedOnceForAll() throws IOException {
        project("{ canary: 1, parallel: 4 }");
        slipway(0, "deploy", "latest", "--to", "prod");
        slipway(0, "status");
        slipway(0, "forecast", "latest", "--to", "prod");
        slipway(0, "doctor");
        assertThat(Files.readAllLines(place.root().resolve("asked.txt"))).hasSize(4);
    }

    @Test
    void aLockThatIsHeldInOneKeepsOnlyThatOne() throws Exception {
        project("{ canary: 0, parallel: 3, failures: 1 }");
        String held = names().get(4);
        hold(Stream.of(held));
        Future<CommandLineRun> first = begun(new Cancellation(), "deploy", "latest", "--to", "prod/" + held);
        assertThat(waiting(1)).containsExactly(held);

        CommandLineRun run = slipway(3, "deploy", "latest", "--to", "prod", "--wait", "0s");
        assertThat(run.out())
                .contains("refused: lock-held")
                .contains("prod, 10 databases to 1.0.0: 9 deployed, 1 refused (")
                .doesNotContain("no further one");
        assertThat(run.err()).contains("On prod/" + held + ":", "held by ann@");

        letGo(held);
        CommandLineRun one = first.get();
        assertThat(one.exitCode()).as(one.toString()).isZero();
        assertThat(one.out()).contains("Deployed 1 change: prod/" + held + " is at 1.0.0");
        assertThat(slipway(0, "status", "--check").out()).contains("10 databases: 10 up to date");
    }

    @Test
    void aCancelledOneEndsWhatRunsAndBeginsNoOther() throws Exception {
        project("{ canary: 0, parallel: 3 }");
        hold(names().stream());
        Cancellation cancellation = new Cancellation();
        Future<CommandLineRun> deployment = begun(cancellation, "deploy", "latest", "--to", "prod", "--output", "json");
        assertThat(waiting(3)).isEqualTo(names().subList(0, 3));
        cancellation.cancel();

        CommandLineRun run = deployment.get();
        assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
        assertThat(run.out())
                .contains("\"stopped\" : \"cancelled\"", "\"asBefore\" : true", "\"code\" : \"cancelled\"")
                .containsPattern("(?s)(\"not-begun\".*){7}")
                .doesNotContain("\"completed\"");
        List.copyOf(barriers.keySet()).forEach(this::letGo);
        assertThat(slipway(0, "deploy", "latest", "--to", "prod").out()).contains(": 10 deployed (");
    }
}
