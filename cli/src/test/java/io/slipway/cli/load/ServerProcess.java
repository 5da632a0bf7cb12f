package io.slipway.cli.load;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code slipway serve} in a process of its own, and what it takes of the machine's memory. */
final class ServerProcess implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 300;
    private static final Pattern USED = Pattern.compile("used (\\d+)K");
    private final Process process;
    private final URI url;

    private ServerProcess(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    static ServerProcess start(
            Path folder, Map<String, String> environment, List<String> javaOptions, List<String> arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(tool("java"));
        command.addAll(javaOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.slipway.cli.CliMain", "serve"));
        command.add("--port=0");
        command.addAll(arguments);
        Path log = folder.resolve("server.log");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        for (int i = 0; i < PATIENCE_SECONDS * 10 && process.isAlive(); i++) {
            Optional<URI> url = ConsoleLoad.servesAt(Files.readString(log, StandardCharsets.UTF_8));
            if (url.isPresent()) {
                return new ServerProcess(process, url.get());
            }
            Thread.sleep(100);
        }
        process.destroy();
        throw new IllegalStateException("the server does not serve: " + Files.readString(log));
    }

    URI url() {
        return url;
    }

    /** In MB, after everything that nobody needs is gone. */
    long heapMegabytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher used = USED.matcher(jcmd("GC.heap_info"));
        return used.find() ? Long.parseLong(used.group(1)) / 1024 : -1;
    }

    /** The most memory it ever had, in MB; only Linux tells. */
    long peakMegabytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/" + process.pid() + "/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
                .findFirst()
                .orElse(-1);
    }

    /** How much processor time it has had so far, of all its threads. */
    long processorMillis() {
        return process.info().totalCpuDuration().map(Duration::toMillis).orElse(0L);
    }

    private String jcmd(String order) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(tool("jcmd"), Long.toString(process.pid()), order)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return said;
    }

    private static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    @Override
    public void close() {
        process.destroy();
    }
}
