package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.server.access.Role;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that is told to stop leaves its deployments where another goes on with them. */
class GracefulStopTest {
    @TempDir
    private Path folder;

    private final Database target = PostgresServer.newest().createDatabase();

    @Test
    void theChangeThatRunsIsEndedAndNoFurtherOneIsBegun() throws Exception {
        Stopped first = stopped("SELECT pg_sleep(2);", Duration.ofSeconds(20));
        assertThat(first.result).isEqualTo(new DeploymentJobs.Stopped(0, 1, 0));
        assertThat(tables()).containsExactly("one", "two");
        assertThat(goesOn(first)).isEqualTo("completed");
        assertThat(tables()).containsExactly("one", "three", "two");
    }

    @Test
    void aStatementThatTakesTooLongIsEndedAndTakenBack() throws Exception {
        // only the first time: whoever goes on must get through
        Stopped first = stopped(
                "SELECT pg_sleep(CASE WHEN (SELECT count(*) FROM pg_class WHERE relname = 'hurry') = 0"
                        + " AND current_database() = '" + name() + "' THEN 60 ELSE 0 END);",
                Duration.ofMillis(300));
        assertThat(first.result).isEqualTo(new DeploymentJobs.Stopped(0, 1, 0));
        assertThat(tables()).containsExactly("one");
        run("CREATE TABLE hurry (id int)");
        assertThat(goesOn(first)).isEqualTo("completed");
        assertThat(tables()).containsExactly("hurry", "one", "three", "two");
    }

    private record Stopped(DeploymentJobs.Stopped result, TestServer.Answer asked) {}

    private Stopped stopped(String waits, Duration patience) throws Exception {
        try (TestServer server = start("node-1")) {
            Client lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR);
            PostgresProject shop = PostgresProject.make(folder.resolve("shop"), target);
            shop.script("1", "CREATE TABLE one (id int);", "DROP TABLE one;");
            shop.script("2", "CREATE TABLE two (id int);\n" + waits, "DROP TABLE two;");
            shop.script("3", "CREATE TABLE three (id int);", "DROP TABLE three;");
            lee.post("/api/projects", Map.of("definition", shop.definition()));
            assertThat(lee.upload("shop", shop.pack()).status()).isEqualTo(201);
            TestServer.Answer asked =
                    lee.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev"));
            assertThat(asked.status()).as(asked.body()).isEqualTo(201);
            await("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'active'"
                    + " AND query LIKE 'SELECT pg_sleep%'");
            DeploymentJobs.Stopped result = server.part(DeploymentJobs.class).stop(patience);
            assertThat(server.get("/health/ready").status()).isEqualTo(503);
            assertThat(lee.get("/api/projects/shop/deployments/1")
                            .json()
                            .path("state")
                            .asString())
                    .isEqualTo("running");
            return new Stopped(result, asked);
        }
    }

    private String goesOn(Stopped stopped) throws Exception {
        try (TestServer server = start("node-2")) {
            Client max = Client.of(server, "max", Role.VIEWER);
            TestServer.Answer ended = max.ended(stopped.asked);
            TestServer.Answer events =
                    max.get("/api/projects/shop/deployments/1/events", "Accept", "text/event-stream");
            assertThat(events.body()).contains("handed over by node-1").contains("taken over by node-2 from node-1");
            return ended.json().path("state").asString();
        }
    }

    private TestServer start(String node) {
        Path data = folder.resolve("data");
        return TestServer.start(data, StoreSettings.embedded(data), node, Map.of("TARGET", target.password()));
    }

    private String name() {
        return target.url().replaceFirst(".*/", "").replaceFirst("\\?.*", "");
    }

    private void await(String count) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!query(count).equals(List.of("1"))) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }

    private List<String> tables() throws SQLException {
        return query("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'slipway%'"
                + " ORDER BY 1");
    }

    private void run(String sql) throws SQLException {
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> query(String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Connection connection = target.connect();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                rows.add(row.getString(1));
            }
        }
        return rows;
    }
}
