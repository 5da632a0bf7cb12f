package io.slipway.cli.runner;

import io.slipway.cli.remote.ServerConnection;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.release.runner.RunnerTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a runner says to its server. Each request is sent once: whoever sends it knows when to try again. */
final class RunnerLink {
    private static final Duration SHORT = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration LARGE = Duration.ofMinutes(2);
    private final ServerConnection server;

    RunnerLink(ServerConnection server) {
        this.server = server;
    }

    RunnerProtocol.Greeting greet(RunnerProtocol.Hello hello) {
        return read(
                server.exchange("/api/runner/greeting", RunnerJson.text(hello), SHORT), RunnerProtocol.Greeting.class);
    }

    Optional<RunnerTask> next(boolean readsOnly) {
        return read(
                        server.exchange("/api/runner/task", RunnerJson.text(new RunnerProtocol.Ask(readsOnly)), LONG),
                        RunnerProtocol.Given.class)
                .task();
    }

    boolean beat(String task, long attempt, List<RunnerProtocol.Sentence> sentences) {
        return read(
                        server.exchange(
                                "/api/runner/tasks/" + task + "/heartbeat",
                                RunnerJson.text(new RunnerProtocol.Beat(attempt, sentences)),
                                SHORT),
                        RunnerProtocol.Heard.class)
                .cancelled();
    }

    void answer(String task, long attempt, Answer answer) {
        server.exchange("/api/runner/tasks/" + task + "/answer?attempt=" + attempt, RunnerJson.text(answer), LARGE);
    }

    void artifact(String task, Path file) {
        server.download("/api/runner/tasks/" + task + "/artifact", file);
    }

    private static <T> T read(String json, Class<T> type) {
        try {
            return RunnerJson.read(json, type);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(
                            ErrorCode.RUNNER_VERSION,
                            "What the server says cannot be read.",
                            "Give the runner the same version of Slipway as the server.")
                    .causedBy(e);
        }
    }

    /** Whether it may be otherwise in a moment; else the runner has nothing more to do here. */
    static boolean passes(SlipwayException e) {
        return switch (e.code()) {
            case SERVER_UNREACHABLE, STORE_UNAVAILABLE, INTERNAL, TOO_MANY_TRIES -> true;
            default -> false;
        };
    }
}
