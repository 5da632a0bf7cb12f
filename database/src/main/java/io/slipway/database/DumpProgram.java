package io.slipway.database;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Runs a database's own program for back-ups; what it writes goes where it is told to, and nowhere else. */
public final class DumpProgram {
    private static final int LONGEST_COMPLAINT = 500;

    private DumpProgram() {}

    /**
     * @param command the program and its arguments; no secrets, for other users of this machine see them
     * @param environment what it is given beside this process's own, such as a password
     * @throws IOException it is not installed, it failed, or what it wrote could not be kept
     */
    public static void run(List<String> command, Map<String, String> environment, OutputStream out) throws IOException {
        Path complaints = Files.createTempFile("slipway-", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectError(complaints.toFile());
            builder.environment().putAll(environment);
            Process process = started(builder, command.get(0));
            try (InputStream dump = process.getInputStream()) {
                process.getOutputStream().close();
                dump.transferTo(out);
                if (process.waitFor() != 0) {
                    String said =
                            Files.readString(complaints, StandardCharsets.UTF_8).strip();
                    throw new IOException(command.get(0) + " failed: "
                            + said.substring(0, Math.min(said.length(), LONGEST_COMPLAINT)));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted while " + command.get(0) + " ran");
            } finally {
                process.destroyForcibly();
            }
        } finally {
            Files.deleteIfExists(complaints);
        }
    }

    private static Process started(ProcessBuilder builder, String program) throws IOException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new IOException(program + " is not installed here", e);
        }
    }
}
