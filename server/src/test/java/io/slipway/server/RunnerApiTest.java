package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerProtocol.Sentence;
import io.slipway.release.runner.RunnerTask;
import io.slipway.server.access.Caller;
import io.slipway.server.access.Role;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.Runners;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What a runner may not do, and what becomes of a task whose runner is gone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RunnerApiTest {
    private static final String STOPPED =
            RunnerJson.text(Answer.of(SlipwayException.of(ErrorCode.CANCELLED, "It was stopped.", "")));

    private TestServer server;
    private Client admin;
    private Caller caller;
    private TestRunner east;
    private TestRunner west;

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        server = TestServer.start(folder.resolve("data"), Map.of());
        admin = Client.of(server, "root", Role.ADMINISTRATOR, Role.DBA);
        caller = new Caller(server.person("dora", Role.DBA), List.of(), Optional.empty());
        for (String name : List.of("shop", "bank")) {
            SampleProject project = SampleProject.make(folder.resolve(name), name);
            admin.post(
                    "/api/projects",
                    Map.of("definition", project.definition(name), "trustedKeys", project.publicKey()));
            assertThat(admin.upload(name, project.pack()).status()).isEqualTo(201);
        }
        east = runner("east", "shop");
        west = runner("west", "bank");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private TestRunner runner(String name, String project) throws Exception {
        TestServer.Answer made = admin.post(
                "/api/runners",
                Map.of("name", name, "environments", List.of(Map.of("project", project, "environment", "dev"))));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        TestRunner runner = new TestRunner(server, made.json().path("secret").asString());
        assertThat(runner.greet(name, RunnerProtocol.VERSION)
                        .json()
                        .path("environments")
                        .get(0)
                        .asString())
                .isEqualTo("dev of " + project);
        return runner;
    }

    private CompletableFuture<TestServer.Answer> deploy() {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return admin.post("/api/projects/shop/deployments", Map.of("artifact", "latest", "environment", "dev"));
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private static void refused(TestServer.Answer answer, int status, String code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        assertThat(answer.json().path("code").asString()).isEqualTo(code);
    }

    @Test
    void onlyAValidTokenOfItsOwnIsTaken() throws Exception {
        Runners runners = server.part(Runners.class);
        Set<Runner.Place> qa = Set.of(new Runner.Place("shop", "qa"));
        String ended = runners.make(caller, "brief", qa, Duration.ofMillis(1)).secret();
        Thread.sleep(5);
        String revoked = runners.make(caller, "brief", qa, Duration.ofDays(1)).secret();
        runners.revoke(caller, "brief");
        for (String token :
                List.of("slipwayrunner_x", ended, revoked, admin.authorization().substring(7))) {
            TestRunner stranger = new TestRunner(server, token);
            refused(stranger.greet("brief", RunnerProtocol.VERSION), 401, "not-signed-in");
            refused(stranger.post("/task", "{\"readsOnly\":false}"), 401, "not-signed-in");
            refused(stranger.post("/tasks/x/answer?attempt=1", "{}"), 401, "not-signed-in");
            refused(stranger.get("/tasks/x/artifact"), 401, "not-signed-in");
        }
        assertThat(server.get("/api/projects", "Authorization", "Bearer " + revoked)
                        .status())
                .isEqualTo(401);
        refused(east.greet("west", RunnerProtocol.VERSION), 403, "not-allowed");
        refused(east.greet("east", RunnerProtocol.VERSION + 1), 409, "runner-version");
        // a runner's token is no person's
        TestRunner none = new TestRunner(server, "");
        refused(none.post("/task", "{\"readsOnly\":false}"), 401, "not-signed-in");
    }

    @Test
    void anEnvironmentHasOneRunnerAndARunnerHasItsName() throws Exception {
        Map<String, String> dev = Map.of("project", "shop", "environment", "dev");
        refused(admin.post("/api/runners", Map.of("name", "north", "environments", List.of(dev))), 409, "name-taken");
        refused(admin.post("/api/runners", Map.of("name", "east", "environments", List.of(dev))), 409, "name-taken");
        refused(
                admin.post("/api/runners", Map.of("name", "no/name", "environments", List.of(dev))),
                400,
                "request-invalid");
        refused(admin.post("/api/runners", Map.of("name", "north", "environments", List.of())), 400, "request-invalid");
        refused(
                admin.post(
                        "/api/runners",
                        Map.of("name", "n", "environments", List.of(Map.of("project", "shop", "environment", "moon")))),
                404,
                "environment-unknown");
        refused(admin.send("DELETE", "/api/runners/east", ""), 400, "request-invalid");
    }

    /** One deployment, and everything that may come wrongly about it; then its runner is never heard of again. */
    @Test
    void aTaskIsItsRunnersAloneAndInDoubtWhenThatIsGone() throws Exception {
        CompletableFuture<TestServer.Answer> asking = deploy();
        RunnerTask task = east.untilDeployment();
        String path = "/api/projects/shop/deployments/"
                + asking.join().json().path("number").asLong();

        refused(west.beat(task, List.of()), 409, "runner-task-gone");
        refused(west.answer(task, task.attempt(), STOPPED), 409, "runner-task-gone");
        refused(west.get("/tasks/" + task.id() + "/artifact"), 409, "runner-task-gone");
        refused(east.answer(task, task.attempt() + 1, STOPPED), 409, "runner-task-gone");
        refused(east.answer(task, 0, STOPPED), 409, "runner-task-gone");
        refused(east.answer(task, task.attempt(), "so it was"), 400, "request-invalid");
        refused(east.answer(task, task.attempt(), " ".repeat((32 << 20) + 1)), 413, "request-too-large");

        Sentence sentence = new Sentence(1, "note", "halfway", 0);
        assertThat(east.beat(task, List.of(sentence)).status()).isEqualTo(200);
        assertThat(east.beat(task, List.of(sentence)).status()).isEqualTo(200);
        List<Sentence> many = LongStream.rangeClosed(2, 502)
                .mapToObj(number -> new Sentence(number, "step", "x", 0))
                .toList();
        refused(east.beat(task, many), 400, "request-invalid");
        refused(east.beat(task, List.of(new Sentence(2, "note", "x".repeat(1_001), 0))), 400, "request-invalid");
        refused(east.beat(task, List.of(new Sentence(2, "drop", "x", 0))), 400, "request-invalid");
        refused(east.post("/tasks/" + task.id() + "/heartbeat", "x".repeat(2 << 20)), 413, "request-too-large");

        assertThat(admin.post(path + "/cancellation", Map.of()).status()).isEqualTo(200);
        until(() -> east.beat(task, List.of()).json().path("cancelled").asBoolean());
        // and now the runner is gone
        TestServer.Answer over = admin.ended(asking.join());
        assertThat(over.json().path("state").asString()).isEqualTo("in-doubt");
        assertThat(over.json().at("/outcome/error/message").asString()).contains("did not come back");
        String events = admin.get(path + "/events").body();
        assertThat(events.split("halfway", -1)).hasSize(2);
        refused(east.answer(task, task.attempt(), STOPPED), 409, "runner-task-gone");
    }

    /** What the runner could not begin is given to it again, and what it refuses is final. */
    @Test
    void whatWasNotBegunIsGivenOnceMore() throws Exception {
        CompletableFuture<TestServer.Answer> asking = deploy();
        RunnerTask first = east.untilDeployment();
        SlipwayException held = SlipwayException.of(ErrorCode.LOCK_HELD, "Somebody deploys there.", "");
        assertThat(east.answer(first, first.attempt(), RunnerJson.text(Answer.of(held)))
                        .status())
                .isEqualTo(204);

        RunnerTask second = east.untilDeployment();
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.attempt()).isEqualTo(first.attempt() + 1);
        refused(east.answer(first, first.attempt(), STOPPED), 409, "runner-task-gone");
        SlipwayException not = SlipwayException.of(ErrorCode.GATE_NOT_PASSED, "It is not on qa.", "");
        assertThat(east.answer(second, second.attempt(), RunnerJson.text(Answer.of(not)))
                        .status())
                .isEqualTo(204);
        CompletableFuture<TestServer.Answer> over = CompletableFuture.supplyAsync(() -> {
            try {
                return admin.ended(asking.join());
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        east.untilOver(over::isDone);
        assertThat(over.join().json().path("state").asString()).isEqualTo("refused");
        assertThat(over.join().json().at("/outcome/error/code").asString()).isEqualTo("gate-not-passed");
    }

    private interface Check {
        boolean holds() throws Exception;
    }

    private static void until(Check check) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!check.holds()) {
            assertThat(System.nanoTime()).isLessThan(end);
            Thread.sleep(50);
        }
    }
}
