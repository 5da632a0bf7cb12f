package io.slipway.studio.recording;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.Cancellation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the programs of others, and ends them when somebody wishes so. */
public final class Processes {
    private static final Duration GRACE = Duration.ofSeconds(1);
    private final Cancellation cancellation;

    public Processes(Cancellation cancellation) {
        this.cancellation = cancellation;
    }

    /** Whoever takes what a program prints, while it prints. */
    public interface Reading {
        void read(InputStream printed) throws IOException;
    }

    /**
     * @return what it printed
     * @throws SlipwayException {@code scenario-failed}: it failed; {@code cancelled}
     */
    public String run(List<String> command) {
        StringBuilder said = new StringBuilder();
        String told = run(command, printed -> said.append(new String(printed.readAllBytes(), StandardCharsets.UTF_8)));
        return said.append(told).toString();
    }

    /**
     * Runs a program whose output is taken while it comes, so that it may be larger than memory.
     *
     * @return what it said beside, on its standard error
     * @throws SlipwayException {@code scenario-failed}: it failed; {@code cancelled}
     */
    public String run(List<String> command, Reading reading) {
        try {
            Path log = Files.createTempFile("slipway-program-", ".log");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectError(log.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(
                                Path.of("/dev/null").toFile()))
                        .start();
                Thread watch = endWhenWished(process);
                try {
                    reading.read(process.getInputStream());
                    process.waitFor();
                } finally {
                    process.destroyForcibly();
                    watch.join();
                }
                cancellation.check();
                String said = Files.readString(log);
                if (process.exitValue() != 0) {
                    // Ctrl-C reaches the program too, and perhaps sooner
                    cancellation.pass(GRACE);
                    throw failed(command.get(0), process.exitValue(), said);
                }
                return said;
            } finally {
                Files.deleteIfExists(log);
            }
        } catch (IOException e) {
            cancellation.check();
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SlipwayException.of(ErrorCode.CANCELLED, "It was cancelled.", "")
                    .causedBy(e);
        }
    }

    /** A program that is not what its setting says mostly says nothing at all. */
    private static SlipwayException failed(String program, int exit, String said) {
        return SlipwayException.of(
                ErrorCode.SCENARIO_FAILED,
                program + " ended with exit code " + exit
                        + (said.isBlank() ? " and said nothing." : ":\n" + lastLines(said)),
                "Programs are those that SLIPWAY_FFMPEG, SLIPWAY_FFPROBE and SLIPWAY_ESPEAK name, or those on the"
                        + " PATH.");
    }

    /** Reading does not end while a program is silent, so somebody else must look whether it is wished away. */
    private Thread endWhenWished(Process process) {
        Thread watch = new Thread(
                () -> {
                    try {
                        while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                            if (cancellation.wished()) {
                                process.destroyForcibly();
                            }
                        }
                    } catch (InterruptedException e) {
                        process.destroyForcibly();
                    }
                },
                "program-watch");
        watch.setDaemon(true);
        watch.start();
        return watch;
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
}
