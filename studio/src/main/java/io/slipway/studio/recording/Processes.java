package io.slipway.studio.recording;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of others, and ends them when somebody wishes so. */
public final class Processes {
    private final Cancellation cancellation;

    public Processes(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /**
     * @return what it printed
     * @throws SlipwayException {@code scenario-failed}: it failed; {@code cancelled}
     */
    public String run(List<String> command) {
        try {
            Path log = Files.createTempFile("slipway-program-", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                try {
                    while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                        cancellation.check();
                    }
                } finally {
                    process.destroyForcibly();
                }
                String said = Files.readString(log);
                if (process.exitValue() != 0) {
                    throw SlipwayException.of(
                            ErrorCode.SCENARIO_FAILED,
                            Path.of(command.get(0)).getFileName() + " failed:\n" + lastLines(said),
                            "");
                }
                return said;
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
