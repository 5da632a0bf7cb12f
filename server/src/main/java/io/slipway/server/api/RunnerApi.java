package io.slipway.server.api;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.runner.Answer;
import io.slipway.release.runner.RunnerJson;
import io.slipway.release.runner.RunnerProtocol;
import io.slipway.server.access.Open;
import io.slipway.server.artifact.ArtifactShelf;
import io.slipway.server.reach.Runner;
import io.slipway.server.reach.RunnerTasks;
import io.slipway.server.reach.Runners;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.springframework.core.io.FileSystemResource;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** What runners ask: each learns of its own tasks only. */
@RestController
@RequestMapping("/api/runner")
@Tag(name = "runner")
final class RunnerApi {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Each that waits holds a thread of the server; whoever comes then is told that there is nothing. */
    private static final int WAITING = 100;

    private static final int LARGEST_ANSWER = 32 << 20;
    private final Semaphore waiting = new Semaphore(WAITING);
    private final Runners runners;
    private final RunnerTasks tasks;
    private final ArtifactShelf artifacts;

    RunnerApi(Runners runners, RunnerTasks tasks, ArtifactShelf artifacts) {
        this.runners = runners;
        this.tasks = tasks;
        this.artifacts = artifacts;
    }

    @PostMapping("/greeting")
    @Open(Open.To.RUNNERS)
    @Operation(summary = "Says that a runner is there, of which version, and what it is for")
    RunnerProtocol.Greeting greet(Runner runner, @RequestBody RunnerProtocol.Hello hello) {
        runners.greet(
                runner,
                DeploymentViews.given(hello.name(), "name"),
                hello.protocol(),
                Optional.ofNullable(hello.version()).orElse(""),
                Optional.ofNullable(hello.host()).orElse(""));
        return new RunnerProtocol.Greeting(
                runner.name(),
                runner.places().stream().map(Runner.Place::toString).toList());
    }

    @PostMapping(path = "/task", produces = MediaType.APPLICATION_JSON_VALUE)
    @Open(Open.To.RUNNERS)
    @Operation(
            summary = "Waits up to 20 seconds for a runner's next task",
            responses = @ApiResponse(responseCode = "200", content = @Content(schema = @Schema(type = "object"))))
    ResponseEntity<String> next(Runner runner, @RequestBody RunnerProtocol.Ask ask) throws InterruptedException {
        boolean room = waiting.tryAcquire();
        try {
            return ResponseEntity.ok(RunnerJson.text(
                    new RunnerProtocol.Given(tasks.next(runner, ask.readsOnly(), room ? PATIENCE : Duration.ZERO))));
        } finally {
            if (room) {
                waiting.release();
            }
        }
    }

    @PostMapping("/tasks/{id}/heartbeat")
    @Open(Open.To.RUNNERS)
    @Operation(summary = "Tells that a runner is at a task still, and how far; the answer says whether to stop")
    RunnerProtocol.Heard beat(Runner runner, @PathVariable String id, @RequestBody RunnerProtocol.Beat beat) {
        return new RunnerProtocol.Heard(tasks.beat(
                runner,
                id,
                beat.attempt(),
                Optional.ofNullable(beat.sentences()).orElse(List.of())));
    }

    @PostMapping(path = "/tasks/{id}/answer", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Open(Open.To.RUNNERS)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Operation(summary = "Hands in what became of a task; the same again changes nothing")
    @io.swagger.v3.oas.annotations.parameters.RequestBody(
            required = true,
            content = @Content(mediaType = "application/json", schema = @Schema(type = "object")))
    void answer(Runner runner, @PathVariable String id, @RequestParam long attempt, HttpServletRequest request)
            throws IOException {
        byte[] body = request.getInputStream().readNBytes(LARGEST_ANSWER + 1);
        if (body.length > LARGEST_ANSWER) {
            throw SlipwayException.of(
                    ErrorCode.REQUEST_TOO_LARGE,
                    "A runner's answer has at most " + (LARGEST_ANSWER >> 20) + " MB.",
                    "");
        }
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            RunnerJson.read(text, Answer.class);
        } catch (IllegalArgumentException e) {
            throw SlipwayException.of(ErrorCode.REQUEST_INVALID, "The body is no answer of a runner.", "")
                    .causedBy(e);
        }
        tasks.answer(runner, id, attempt, text);
    }

    @GetMapping(path = "/tasks/{id}/artifact", produces = "application/zip")
    @Open(Open.To.RUNNERS)
    @Operation(summary = "Gives the artifact that a runner's task needs, byte for byte")
    ResponseEntity<FileSystemResource> artifact(Runner runner, @PathVariable String id) {
        return artifacts
                .byDigest(tasks.artifact(runner, id))
                .map(stored -> ResponseEntity.ok()
                        .contentType(MediaType.parseMediaType("application/zip"))
                        .body(new FileSystemResource(artifacts.file(stored))))
                .orElseThrow(() -> SlipwayException.of(ErrorCode.ARTIFACT_MISSING, "The artifact is not here.", ""));
    }
}
