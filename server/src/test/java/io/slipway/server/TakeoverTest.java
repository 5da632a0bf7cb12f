package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.release.deploy.Targets;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.progress.Progress;
import io.slipway.server.access.Role;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.audit.AuditLog;
import io.slipway.server.deployment.ApprovalPolicies;
import io.slipway.server.deployment.DeploymentEvents;
import io.slipway.server.deployment.DeploymentJobs;
import io.slipway.server.deployment.DeploymentRun;
import io.slipway.server.deployment.DeploymentTable;
import io.slipway.server.deployment.Forecasts;
import io.slipway.server.deployment.PipelineGate;
import io.slipway.server.deployment.StartTimes;
import io.slipway.server.environment.EnvironmentStates;
import io.slipway.server.project.Projects;
import io.slipway.server.reach.Reaches;
import io.slipway.server.reach.RunnerTasks;
import io.slipway.server.reach.Runners;
import io.slipway.store.Store;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** A node dies or stalls at a chosen moment of a deployment, and another takes it over. */
class TakeoverTest {
    private static final String DEPLOYMENTS = "/api/projects/shop/deployments";

    @TempDir
    private Path folder;

    private TestServer server;
    private SampleProject shop;
    private Client lee;
    private Client dba;

    @BeforeEach
    void start() throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        // the test says who runs what, and when
        server.part(DeploymentJobs.class).close();
        lee = Client.of(server, "lee", Role.TEAM_LEAD, Role.ADMINISTRATOR, Role.RELEASE_MANAGER);
        dba = Client.of(server, "dora", Role.DBA);
        shop = SampleProject.make(folder.resolve("shop"));
        shop.script("002_order", "CREATE TABLE orders (id integer PRIMARY KEY);", "DROP TABLE orders;");
        lee.post("/api/projects", Map.of("definition", shop.definition("shop"), "trustedKeys", shop.publicKey()));
        lee.upload("shop", shop.pack());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void theApprovalIsCheckedWhoeverHasStartedIt() throws Exception {
        TestServer.Answer asked = approved();
        // a node took it and died before it had touched the target
        server.part(Store.class)
                .run(handle -> handle.execute(
                        "UPDATE deployment SET state = 'running', started_at = 1, node = 'gone' WHERE id = ?",
                        id(asked)));
        execute("prod", "CREATE TABLE made_by_hand (id integer)");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).isEqualTo("refused");
        assertThat(ended.at("/outcome/error/code").asString()).isEqualTo("approval-void");
        assertThat(ended.at("/approvals/0/voided").asString()).contains("schema was changed");
        assertThat(tables("prod")).containsExactly("made_by_hand");
    }

    @Test
    void theRestOfWhatWasApprovedIsRun() throws Exception {
        TestServer.Answer asked = approved();
        die(asked, FaultyTargets.dyingAfter("commit", 1));
        assertThat(tables("prod")).containsExactly("customer");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/outcome/applied")).as("those of both nodes").hasSize(2);
        assertThat(measured(asked)).containsExactly("ddl/001_customer.sql", "ddl/002_order.sql");
        assertThat(tables("prod")).containsExactly("customer", "orders");
        assertThat(origins()).isZero();
    }

    @Test
    void theRestIsNotRunOnASchemaThatSomebodyChanged() throws Exception {
        TestServer.Answer asked = approved();
        die(asked, FaultyTargets.dyingAfter("commit", 1));
        execute("prod", "CREATE TABLE made_by_hand (id integer)");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("partial");
        assertThat(ended.at("/outcome/error/code").asString()).isEqualTo("approval-void");
        assertThat(ended.at("/outcome/error/message").asString()).contains("made_by_hand");
        assertThat(tables("prod")).containsExactly("customer", "made_by_hand");
    }

    @Test
    void theRestIsNotRunWhenItIsNoLongerWhatWasApproved() throws Exception {
        TestServer.Answer asked = approved();
        die(asked, FaultyTargets.dyingAfter("commit", 1));
        long revision =
                lee.get("/api/projects/shop/definition").json().path("revision").asLong();
        shop.script("003_more", "CREATE TABLE more (id integer PRIMARY KEY);", "DROP TABLE more;");
        lee.upload("shop", shop.pack());
        assertThat(revision).isPositive();
        String newest = server.part(Store.class)
                .read(handle -> handle.createQuery("SELECT digest FROM artifact WHERE version <> '1.0.0'")
                        .mapTo(String.class)
                        .one());
        server.part(Store.class)
                .run(handle -> handle.execute("UPDATE deployment SET artifact = ? WHERE id = ?", newest, id(asked)));
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("partial");
        assertThat(ended.at("/outcome/error/message").asString())
                .contains("the artifact is another one")
                .contains("the forecast is another one");
        assertThat(tables("prod")).containsExactly("customer");
    }

    @Test
    void aRollbackIsGoneOnWith() throws Exception {
        run(ask("dev"));
        TestServer.Answer asked = lee.post("/api/projects/shop/rollbacks", Map.of("environment", "dev", "last", true));
        die(asked, FaultyTargets.dyingAfter("commit", 1));
        assertThat(tables("dev")).containsExactly("customer");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).as("%s", ended).isEqualTo("completed");
        assertThat(ended.at("/outcome/applied")).hasSize(2);
        assertThat(tables("dev")).isEmpty();
    }

    /** It had done all, but had not told the store. */
    @Test
    void theResultIsTakenFromTheTarget() throws Exception {
        TestServer.Answer asked = ask("dev");
        die(asked, FaultyTargets.dyingAfter("release", 1));
        assertThat(state(asked)).isEqualTo("running");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).isEqualTo("completed");
        assertThat(ended.at("/outcome/applied")).hasSize(2);
        assertThat(measured(asked)).hasSize(2);
    }

    @Test
    void theFailureIsTakenFromTheTarget() throws Exception {
        execute("dev", "CREATE TABLE orders (id integer)");
        TestServer.Answer asked = ask("dev");
        die(asked, FaultyTargets.dyingAfter("release", 1));
        execute("dev", "DROP TABLE orders");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).as("not tried again").isEqualTo("partial");
        assertThat(ended.at("/outcome/failedPath").asString()).isEqualTo("ddl/002_order.sql");
        assertThat(ended.at("/outcome/error/code").asString()).isEqualTo("deployment-partial");
        assertThat(ended.at("/outcome/error/message").asString()).contains("orders");
        assertThat(tables("dev")).containsExactly("customer");
    }

    /** All is applied, and the target goes away before its history says so. */
    @Test
    void aTargetThatGoesAwayAtTheLastWordIsAskedAgain() throws Exception {
        TestServer.Answer asked = ask("dev");
        int[] left = {4};
        Targets breaking = FaultyTargets.before(call -> {
            if (call.equals("append") && --left[0] == 0) {
                throw SlipwayException.of(ErrorCode.CONNECTION_LOST, "It is gone.", "");
            }
        });
        assertThat(node("node-1", breaking).run(id(asked))).isPresent();
        assertThat(tables("dev")).containsExactly("customer", "orders");
        assertThat(state(asked)).as("no result").isEqualTo("running");
        JsonNode ended = run(asked);
        assertThat(ended.path("state").asString()).isEqualTo("completed");
        assertThat(ended.at("/outcome/applied")).hasSize(2);
    }

    /** Stopped before it had the target's lock; it wakes when all is done and taken back again. */
    @Test
    void aNodeThatStalledRunsNothingAfterwards() throws Exception {
        TestServer.Answer asked = ask("dev");
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Targets slow = FaultyTargets.before(call -> {
            if (call.equals("tryAcquire")) {
                stalled.countDown();
                await(woken);
            }
        });
        CompletableFuture<Void> sleeper =
                CompletableFuture.runAsync(() -> node("sleeper", slow).run(id(asked)));
        await(stalled);
        assertThat(run(asked).path("state").asString()).isEqualTo("completed");
        run(lee.post("/api/projects/shop/rollbacks", Map.of("environment", "dev", "last", true)));
        assertThat(tables("dev")).isEmpty();
        woken.countDown();
        sleeper.get(30, TimeUnit.SECONDS);
        assertThat(tables("dev")).isEmpty();
        assertThat(state(asked)).isEqualTo("completed");
        assertThat(server.part(AuditLog.class).events(new AuditLog.Filter("", "", "deployment-completed", 999), 9))
                .as("one for the deployment, one for the rollback")
                .hasSize(2);
    }

    /** It holds the target's lock: whoever takes over waits, and does not call that a refusal. */
    @Test
    void aNodeThatIsOnlySlowIsWaitedFor() throws Exception {
        TestServer.Answer asked = ask("dev");
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch woken = new CountDownLatch(1);
        Targets slow = FaultyTargets.before(call -> {
            if (call.equals("commit")) {
                stalled.countDown();
                await(woken);
            }
        });
        CompletableFuture<Void> sleeper =
                CompletableFuture.runAsync(() -> node("sleeper", slow).run(id(asked)));
        await(stalled);
        CompletableFuture<Void> other =
                CompletableFuture.runAsync(() -> survivor().run(id(asked)));
        Thread.sleep(500);
        assertThat(state(asked)).isEqualTo("running");
        woken.countDown();
        sleeper.get(30, TimeUnit.SECONDS);
        other.get(30, TimeUnit.SECONDS);
        JsonNode ended = lee.get(DEPLOYMENTS + "/" + number(asked)).json();
        assertThat(ended.path("state").asString()).isEqualTo("completed");
        assertThat(ended.at("/outcome/applied")).hasSize(2);
        assertThat(measured(asked)).as("each change ran once").hasSize(2);
    }

    /** Two for one environment, asked of two nodes at once: the second waits. */
    @Test
    void theNextForTheEnvironmentWaitsForItsTurn() throws Exception {
        TestServer.Answer first = ask("dev");
        TestServer.Answer second = ask("dev");
        DeploymentRun run = survivor();
        assertThat(run.run(id(second))).as("the first comes first").isPresent();
        assertThat(state(second)).isEqualTo("queued");
        die(first, FaultyTargets.dyingAfter("commit", 1));
        assertThat(run.run(id(second))).as("the first runs").isPresent();
        assertThat(run.run(id(first))).isEmpty();
        assertThat(run.run(id(second))).isEmpty();
        assertThat(state(second)).isEqualTo("nothing-to-do");
    }

    private TestServer.Answer ask(String environment) throws Exception {
        TestServer.Answer asked = lee.post(
                DEPLOYMENTS,
                Map.of("artifact", "1.0.0", "environment", environment, "reason", "test", "skipGate", true));
        assertThat(asked.status()).as(asked.body()).isEqualTo(201);
        return asked;
    }

    private TestServer.Answer approved() throws Exception {
        TestServer.Answer asked = ask("prod");
        TestServer.Answer decided = dba.post(
                DEPLOYMENTS + "/" + number(asked) + "/decisions",
                Map.of("approve", true, "binding", asked.json().path("binding").asString()));
        assertThat(decided.json().path("state").asString()).as(decided.body()).isEqualTo("queued");
        return asked;
    }

    private JsonNode run(TestServer.Answer asked) throws Exception {
        assertThat(survivor().run(id(asked))).isEmpty();
        return lee.get(DEPLOYMENTS + "/" + number(asked)).json();
    }

    private void die(TestServer.Answer asked, Targets targets) {
        assertThatThrownBy(() -> node("node-dead", targets).run(id(asked))).isInstanceOf(FaultyTargets.Death.class);
    }

    /** The server's own runs nothing any more, for its queue was closed. */
    private DeploymentRun survivor() {
        return node("node-2", server.part(Targets.class));
    }

    private DeploymentRun node(String name, Targets targets) {
        Clock clock = Clock.systemUTC();
        ArtifactShelf artifacts = server.part(ArtifactShelf.class);
        return new DeploymentRun(
                server.part(Store.class),
                server.part(DeploymentTable.class),
                server.part(DeploymentEvents.class),
                server.part(Projects.class),
                artifacts,
                new Forecasts(artifacts, targets, clock),
                server.part(EnvironmentStates.class),
                new Reaches(
                        targets,
                        server.part(Runners.class),
                        server.part(RunnerTasks.class),
                        server.part(Projects.class),
                        artifacts,
                        name,
                        clock),
                server.part(StartTimes.class),
                server.part(PipelineGate.class),
                server.part(ApprovalPolicies.class),
                server.part(AuditLog.class),
                name,
                server.part(ScheduledExecutorService.class),
                () -> Progress.NONE,
                clock);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private String id(TestServer.Answer asked) {
        return server.part(DeploymentTable.class)
                .byNumber("shop", number(asked))
                .orElseThrow()
                .id();
    }

    private static long number(TestServer.Answer asked) {
        return asked.json().path("number").asLong();
    }

    private String state(TestServer.Answer asked) throws Exception {
        return lee.get(DEPLOYMENTS + "/" + number(asked)).json().path("state").asString();
    }

    private List<String> measured(TestServer.Answer asked) {
        String outcome = server.part(DeploymentTable.class)
                .byNumber("shop", number(asked))
                .orElseThrow()
                .outcome();
        List<String> paths = new ArrayList<>();
        tools.jackson.databind.json.JsonMapper.builder()
                .build()
                .readTree(outcome)
                .path("measured")
                .forEach(line -> paths.add(line.path("path").asString()));
        return paths;
    }

    private long origins() {
        return server.part(Store.class)
                .<Long>read(handle -> handle.createQuery("SELECT count(*) FROM deployment_origin")
                        .mapTo(Long.class)
                        .one());
    }

    private void execute(String environment, String sql) throws Exception {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database(environment));
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> tables(String environment) throws Exception {
        List<String> tables = new ArrayList<>();
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + shop.database(environment));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT name FROM sqlite_master WHERE type = 'table'"
                        + " AND name NOT LIKE 'slipway%' AND name NOT LIKE 'sqlite%' ORDER BY name")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }
}
