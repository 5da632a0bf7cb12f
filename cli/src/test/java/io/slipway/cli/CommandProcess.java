package io.slipway.cli;

import io.slipway.testkit.Skips;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The real program in a process of its own. */
public final class CommandProcess implements AutoCloseable {
    private final Process process;
    private final Path out;
    private final Path err;

    private CommandProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** @param javaOptions besides those of the launcher, such as {@code -Xmx128m} */
    public static CommandProcess start(
            Path folder, Map<String, String> environment, List<String> javaOptions, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        PackedClasses classes = PackedClasses.get();
        command.add(java());
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms16m"));
        command.addAll(classes.options());
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", classes.classPath(), "io.slipway.cli.CliMain"));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        return new CommandProcess(builder.start(), out, err);
    }

    /** What Ctrl-C sends. */
    void interrupt() throws IOException, InterruptedException {
        requireInterrupts();
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    /** Stops it where it is: it does nothing, keeps all it holds, and knows nothing of it afterwards. */
    public void freeze() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    public void thaw() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-CONT", Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** What a service manager sends. */
    void terminate() {
        process.destroy();
    }

    public void kill() {
        process.destroyForcibly();
    }

    /** Waits until this stands in what it has printed so far. */
    public void awaitText(String text, long seconds) throws IOException, InterruptedException {
        for (long waited = 0; waited < seconds * 20; waited++) {
            CommandLineRun soFar = output(-1);
            if (soFar.out().contains(text) || soFar.err().contains(text)) {
                return;
            }
            if (ended()) {
                break;
            }
            Thread.sleep(50);
        }
        throw new AssertionError("never said '" + text + "': " + output(-1));
    }

    public long pid() {
        return process.pid();
    }

    public boolean ended() {
        return !process.isAlive();
    }

    public CommandLineRun await(long seconds) throws IOException, InterruptedException {
        if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
            throw new AssertionError("did not end within " + seconds + " s: " + output(-1));
        }
        return output(process.exitValue());
    }

    private CommandLineRun output(int exitCode) throws IOException {
        return new CommandLineRun(
                exitCode, Files.readString(out, StandardCharsets.UTF_8), Files.readString(err, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Skips a test of Ctrl-C out loud; before it has started what nobody could then stop in good order. */
    static void requireInterrupts() throws IOException {
        if (ignoresInterrupts()) {
            Skips.outLoud("Ctrl-C: this run was started by a shell in the background, so its processes ignore it");
        }
    }

    /** What was ignored when this process started stays ignored in all that it starts; nothing a test can change. */
    private static boolean ignoresInterrupts() throws IOException {
        Path status = Path.of("/proc", "self", "status");
        if (!Files.exists(status)) {
            return false;
        }
        int interrupt = 1 << 1;
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & interrupt) != 0);
    }
}
