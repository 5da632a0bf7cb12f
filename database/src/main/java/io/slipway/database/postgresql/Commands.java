package io.slipway.database.postgresql;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Runs PostgreSQL's server programs. */
final class Commands {
    private static final long PATIENCE_SECONDS = 120;

    /** @param output what it printed, both streams */
    record Outcome(int status, String output) {
        boolean failed() {
            return status != 0;
        }
    }

    private Commands() {}

    static String program(Path home, String name) {
        boolean windows = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("windows");
        return home.resolve("bin").resolve(windows ? name + ".exe" : name).toString();
    }

    /** Runs a program to its end. */
    static Outcome run(List<String> command) throws IOException {
        List<String> words = new ArrayList<>();
        if (asRoot()) {
            // The server refuses to run as root; in a user namespace of its own it does not see that it does.
            words.addAll(List.of("unshare", "-U"));
        }
        words.addAll(command);
        // Into a file, for a server that goes on running would keep a pipe open.
        Path output = Files.createTempFile("slipway-", ".out");
        try {
            Process process = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.get(0) + " did not end within " + PATIENCE_SECONDS + " seconds");
            }
            String printed = new String(Files.readAllBytes(output), StandardCharsets.UTF_8).strip();
            if (process.exitValue() != 0 && printed.startsWith("unshare:")) {
                throw new IOException(
                        "PostgreSQL does not run as root, and this machine (a container, mostly) keeps root"
                                + " from making a user namespace for it. Run Slipway as an ordinary user. (" + printed
                                + ")");
            }
            return new Outcome(process.exitValue(), printed);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while " + command.get(0) + " ran");
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static boolean asRoot() {
        return System.getProperty("user.name").equals("root")
                && System.getProperty("os.name").equals("Linux");
    }
}
