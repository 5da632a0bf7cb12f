package io.slipway.cli.load;

import io.slipway.cli.CliMain;
import io.slipway.release.progress.Progress;
import io.slipway.server.audit.AuditFile;
import io.slipway.server.audit.AuditLog;
import io.slipway.store.Store;
import io.slipway.store.StoreSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a store with rollouts, once, and measures how a real server process answers twenty people on their pages, and how
 * long the audit log takes to verify: {@code RolloutLoad FOLDER DIVISOR SECONDS PAUSE-MILLIS sqlite|postgresql…}.
 */
final class RolloutLoad {
    private static final double MILLION = 1_000_000;

    private RolloutLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        RolloutSize size = RolloutSize.divided(Integer.parseInt(arguments[1]));
        Path data = folder.resolve("rollouts-" + arguments[1]);
        ConsoleLoad.filled(data, size, () -> new RolloutFill(size, data, folder.resolve("targets-of-rollouts")).run());
        verify(folder, data);
        ConsoleLoad.measure(
                folder,
                data,
                new RolloutRoutes(size),
                Duration.ofSeconds(Long.parseLong(arguments[2])),
                Duration.ofMillis(Long.parseLong(arguments[3])),
                List.of(arguments).subList(4, arguments.length));
    }

    /** In a process of its own, as an auditor runs it: from an exported file, without a server. */
    private static void verify(Path folder, Path data) throws IOException, InterruptedException {
        Path file = folder.resolve("audit.jsonl");
        long events = export(data, file);
        Path said = folder.resolve("verify.log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CliMain.class.getName(),
                        "audit",
                        "verify",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        int exit = process.waitFor();
        double seconds = (System.nanoTime() - start) / 1e9;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long processor = threads.getCurrentThreadCpuTime();
        AuditFile.verify(file, Optional.empty());
        double busy = (threads.getCurrentThreadCpuTime() - processor) / 1e9;
        Files.delete(file);
        if (exit != 0) {
            throw new IllegalStateException("the log is not whole: " + Files.readString(said));
        }
        System.out.printf(
                "%naudit verify: %d events in %.1f s, %.1f s for a million; alone %.1f s of processor time for a million%n",
                events, seconds, seconds * MILLION / events, busy * MILLION / events);
    }

    private static long export(Path data, Path file) throws IOException {
        long[] events = {0};
        try (Store store = Store.open(StoreSettings.embedded(data), Clock.systemUTC(), Map.of(), Progress.NONE);
                PrintWriter out = new PrintWriter(Files.newBufferedWriter(file))) {
            new AuditLog(store, Clock.systemUTC()).walk(event -> {
                out.print(AuditFile.line(event));
                out.print('\n');
                events[0]++;
            });
        }
        return events[0];
    }
}
