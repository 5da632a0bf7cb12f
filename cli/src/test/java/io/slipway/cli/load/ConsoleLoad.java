package io.slipway.cli.load;

import io.slipway.release.progress.Progress;
import io.slipway.release.project.SecretReference;
import io.slipway.store.Store;
import io.slipway.store.StoreCopy;
import io.slipway.store.StoreSettings;
import io.slipway.testkit.Database;
import io.slipway.testkit.PostgresServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fills a store, once, and measures how a real server process answers twenty people on all of its pages:
 * {@code ConsoleLoad FOLDER DIVISOR SECONDS PAUSE-MILLIS sqlite|postgresql…}.
 */
final class ConsoleLoad {
    static final int USERS = 20;
    private static final List<String> SERVER_OPTIONS = List.of("-Xmx512m");

    private ConsoleLoad() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]).toAbsolutePath();
        LoadSize size = LoadSize.divided(Integer.parseInt(arguments[1]));
        Duration lasting = Duration.ofSeconds(Long.parseLong(arguments[2]));
        Duration pause = Duration.ofMillis(Long.parseLong(arguments[3]));
        ConsoleRoutes routes = ConsoleRoutes.read(Path.of("docs/reference/access.md"), size);
        Path data = folder.resolve("data-" + arguments[1]);
        filled(data, size, () -> new LoadFill(size, data, folder.resolve("targets-" + arguments[1])).run());
        measure(folder, data, routes, lasting, pause, List.of(arguments).subList(4, arguments.length));
    }

    /** Something that takes its time. */
    interface Filling {
        void run() throws Exception;
    }

    /** Fills a data folder, unless that was done before. */
    static void filled(Path data, Record size, Filling filling) throws Exception {
        Path done = data.resolveSibling(data.getFileName() + ".filled");
        if (!Files.exists(done)) {
            long start = System.nanoTime();
            filling.run();
            Files.writeString(done, size.toString());
            System.out.println("filled in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
        }
        System.out.println(size);
    }

    /** @param stores {@code sqlite}, {@code postgresql}, or both */
    static void measure(
            Path folder, Path data, LoadRoutes routes, Duration lasting, Duration pause, List<String> stores)
            throws Exception {
        for (String store : stores) {
            System.out.println("\n## " + store + ", " + USERS + " people, " + pause.toMillis() + " ms between pages");
            try (ServerProcess server = store.equals("sqlite") ? sqlite(folder, data) : postgresql(folder, data)) {
                new LoadRun(server, routes, lasting, pause).run();
            }
        }
    }

    private static ServerProcess sqlite(Path folder, Path data) throws Exception {
        return ServerProcess.start(folder, Map.of(), SERVER_OPTIONS, List.of("--data=" + data));
    }

    private static ServerProcess postgresql(Path folder, Path data) throws Exception {
        Database database = PostgresServer.newest().createDatabase();
        Map<String, String> environment = Map.of("STORE", database.password());
        StoreSettings there =
                StoreSettings.server(folder, database.url(), database.user(), SecretReference.parse("${env:STORE}"));
        long start = System.nanoTime();
        try (Store from = Store.open(StoreSettings.embedded(data), Clock.systemUTC(), Map.of(), Progress.NONE);
                Store to = Store.open(there, Clock.systemUTC(), environment, Progress.NONE)) {
            StoreCopy.run(from, to);
        }
        database.run("ANALYZE");
        System.out.println("copied in " + (System.nanoTime() - start) / 1_000_000_000 + " s");
        Path own = folder.resolve("data-of-postgresql");
        return ServerProcess.start(
                folder,
                environment,
                SERVER_OPTIONS,
                List.of(
                        "--data=" + own,
                        "--database=" + database.url(),
                        "--database-user=" + database.user(),
                        "--database-password=${env:STORE}"));
    }

    static Optional<URI> servesAt(String output) {
        return output.lines()
                .filter(line -> line.startsWith("Slipway serves at "))
                .map(line -> URI.create(line.split(" ")[3]))
                .findFirst();
    }
}
