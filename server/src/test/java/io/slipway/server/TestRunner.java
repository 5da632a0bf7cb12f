package io.slipway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.database.Products;
import io.slipway.release.deploy.Targets;
import io.slipway.release.execute.Cancellation;
import io.slipway.release.progress.Progress;
import io.slipway.release.project.Environment;
import io.slipway.release.project.Project;
import io.slipway.release.project.ProjectFile;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.Order;
import io.slipway.release.runner.OrderRun;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerTask;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** A runner that a test leads by the hand: it speaks the protocol, and looks at targets with the engine. */
final class TestRunner {
    private final TestServer server;
    private final String token;

    TestRunner(TestServer server, String token) {
        this.server = server;
        this.token = token;
    }

    TestServer.Answer post(String path, String body) throws Exception {
        return server.send("POST", "/api/runner" + path, body, "Authorization", "Bearer " + token);
    }

    TestServer.Answer get(String path) throws Exception {
        return server.get("/api/runner" + path, "Authorization", "Bearer " + token);
    }

    TestServer.Answer greet(String name, int protocol) throws Exception {
        return post("/greeting", RunnerJson.text(new RunnerProtocol.Hello(name, protocol, "0.1.0", "here")));
    }

    TestServer.Answer beat(RunnerTask task, List<RunnerProtocol.Sentence> sentences) throws Exception {
        return beat(task, task.attempt(), sentences);
    }

    TestServer.Answer beat(RunnerTask task, long attempt, List<RunnerProtocol.Sentence> sentences) throws Exception {
        return post("/tasks/" + task.id() + "/heartbeat", RunnerJson.text(new RunnerProtocol.Beat(attempt, sentences)));
    }

    TestServer.Answer answer(RunnerTask task, long attempt, String body) throws Exception {
        return post("/tasks/" + task.id() + "/answer?attempt=" + attempt, body);
    }

    /** Answers all that only reads, until there is something to deploy. */
    RunnerTask untilDeployment() throws Exception {
        while (true) {
            TestServer.Answer given = post("/task", "{\"readsOnly\":false}");
            assertThat(given.status()).as(given.body()).isEqualTo(200);
            RunnerTask task = RunnerJson.read(given.body(), RunnerProtocol.Given.class)
                    .task()
                    .orElseThrow();
            if (task.order() instanceof Order.Deploy) {
                return task;
            }
            assertThat(answer(task, task.attempt(), RunnerJson.text(look(task))).status())
                    .isEqualTo(204);
        }
    }

    /** Answers all that only reads, until something is over. */
    void untilOver(BooleanSupplier over) throws Exception {
        while (!over.getAsBoolean()) {
            TestServer.Answer given = post("/task", "{\"readsOnly\":true}");
            assertThat(given.status()).as(given.body()).isEqualTo(200);
            Optional<RunnerTask> task =
                    RunnerJson.read(given.body(), RunnerProtocol.Given.class).task();
            if (task.isPresent()) {
                answer(task.get(), task.get().attempt(), RunnerJson.text(look(task.get())));
            }
        }
    }

    private static Answer look(RunnerTask task) {
        Clock clock = Clock.systemUTC();
        Project project = ProjectFile.parse(task.definition(), Path.of("").toAbsolutePath());
        Environment environment = project.environment(task.environment());
        Targets targets =
                new Targets(Products.onServer(clock).list(), Map.of()).but(OrderRun.told(environment, task.order()));
        return new OrderRun(targets, clock, Progress.NONE, new Cancellation())
                .run(project, environment, task.order(), OrderRun.another(task.id()), () -> {
                    throw new IllegalStateException("looking takes no artifact");
                });
    }
}
