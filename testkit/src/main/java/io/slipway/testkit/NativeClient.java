package io.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A database's own command line program, the judge of what a script means. */
public record NativeClient(Path program) {
    private static final Duration LIMIT = Duration.ofMinutes(5);

    /** How a run ended. */
    public record Output(int exitCode, String stdout, String stderr) {

        /** The standard output of a run that must have gone well. */
        public String orFail() {
            if (exitCode != 0) {
                throw new AssertionError("exit code " + exitCode + ": " + stderr);
            }
            return stdout;
        }
    }

    /** The first line that {@code --version} prints. */
    public String version() {
        return run(Map.of(), "", "--version").orFail().lines().findFirst().orElse("");
    }

    /**
     * Runs it to its end.
     *
     * @param environment added to that of this process, such as {@code PGPASSWORD}
     * @param input given on standard input
     */
    public Output run(Map<String, String> environment, String input, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(List.of(arguments));
        try {
            Path folder = Files.createTempDirectory("slipway-client");
            try {
                return run(folder, command, environment, input);
            } finally {
                Folders.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files stand in for pipes: no reader threads, and no deadlock on a full pipe. */
    private static Output run(Path folder, List<String> command, Map<String, String> environment, String input)
            throws IOException {
        Path in = Files.writeString(folder.resolve("in"), input, StandardCharsets.UTF_8);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(command.get(0) + " did not end within " + LIMIT);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + command.get(0) + " ran", e);
        } finally {
            process.destroyForcibly();
        }
        return new Output(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }
}
