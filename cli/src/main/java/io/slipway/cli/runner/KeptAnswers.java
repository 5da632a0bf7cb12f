package io.slipway.cli.runner;

import io.slipway.release.runner.Answer;
import io.slipway.release.runner.RunnerJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** Answers that the server does not have yet: a runner that dies before it hands one in gives it when it is back. */
final class KeptAnswers {
    private final Path folder;

    KeptAnswers(Path folder) {
        this.folder = folder;
    }

    Optional<Answer> find(String task) {
        Path file = file(task);
        try {
            return Files.exists(file)
                    ? Optional.of(RunnerJson.read(Files.readString(file, StandardCharsets.UTF_8), Answer.class))
                    : Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            // not written whole: the target's history knows better
            return Optional.empty();
        }
    }

    void keep(String task, Answer answer) {
        try {
            Files.createDirectories(folder);
            Path part = folder.resolve(file(task).getFileName() + ".part");
            Files.writeString(part, RunnerJson.text(answer), StandardCharsets.UTF_8);
            Files.move(part, file(task), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void forget(String task) {
        try {
            Files.deleteIfExists(file(task));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A server may not choose where on this machine something is written. */
    private Path file(String task) {
        if (!task.matches("[A-Za-z0-9-]{1,64}")) {
            throw new IllegalArgumentException("this is no id of a task");
        }
        return folder.resolve(task + ".json");
    }
}
