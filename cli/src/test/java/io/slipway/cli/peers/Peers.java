package io.slipway.cli.peers;

import io.slipway.testkit.Database;
import io.slipway.testkit.DatabaseServer;
import io.slipway.testkit.MariadbServer;
import io.slipway.testkit.PostgresServer;
import io.slipway.testkit.SlowLine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs all contestants side by side, in turns, each time on a fresh database, and writes down the medians. */
final class Peers {
    private final List<Contestant> contestants;
    private final Path work;
    private final int runs;
    private Optional<DatabaseServer> server = Optional.empty();
    private String serverName = "";
    private int databases;

    private Peers(List<Contestant> contestants, Path work, int runs) {
        this.contestants = contestants;
        this.work = work;
        this.runs = runs;
    }

    /**
     * @param arguments the checkout, folder of the built peers, work folder, document, number of runs, of scripts, of
     *     rows, of databases, names of contestants (a part of each, or {@code all}), names of workloads
     */
    public static void main(String[] arguments) throws Exception {
        Path work = Path.of(arguments[2]);
        List<String> wanted = List.of(arguments[8].split(","));
        List<Contestant> contestants = Contestants.all(Path.of(arguments[0]), Path.of(arguments[1]), work).stream()
                .filter(each -> arguments[8].equals("all")
                        || wanted.stream().anyMatch(name -> each.name().contains(name)))
                .toList();
        List<String> names = Arrays.asList(arguments).subList(9, arguments.length);
        Peers peers = new Peers(contestants, work, Integer.parseInt(arguments[4]));
        for (Workload workload : Workload.all(
                Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]), Integer.parseInt(arguments[7]))) {
            if (names.isEmpty() || names.contains(workload.name())) {
                Figures figures = peers.measure(workload);
                System.out.println("\n" + figures.table());
                figures.into(Path.of(arguments[3]));
            }
        }
        System.exit(0);
    }

    private Figures measure(Workload workload) throws Exception {
        System.out.println(workload.title());
        start(workload.product());
        Map<String, List<Timed>> timed = new LinkedHashMap<>();
        Map<String, Long> roundTrips = new LinkedHashMap<>();
        Map<Contestant, Optional<Database>> begun = new LinkedHashMap<>();
        for (Contestant each : contestants) {
            if (each.takes(workload)) {
                begun.put(each, prepared(each, workload));
                timed.put(each.name(), new ArrayList<>());
                roundTrips.put(each.name(), counted(each, workload, begun.get(each)));
            }
        }
        for (int run = 0; run < runs; run++) {
            for (Contestant each : begun.keySet()) {
                Database database = fresh(each, workload, begun.get(each));
                timed.get(each.name()).add(run(each, workload, database, workload.roundTrip()));
            }
        }
        return new Figures(workload, serverName, timed, roundTrips);
    }

    private void start(String product) {
        if (product.equals("mariadb")) {
            MariadbServer mariadb = MariadbServer.ownOrSkip();
            server = Optional.of(mariadb);
            serverName = "MariaDB " + mariadb.version() + " with its files in memory";
        } else if (!serverName.startsWith("PostgreSQL")) {
            PostgresServer postgres = PostgresServer.onDisk();
            server = Optional.of(postgres);
            serverName = "PostgreSQL " + postgres.version();
        }
    }

    private Path folder(Contestant contestant, Workload workload) {
        return work.resolve(contestant.name().replaceAll("\\W+", "-") + "-" + workload.name());
    }

    /** Lays out the scripts; the database, where it is not empty in the beginning. */
    private Optional<Database> prepared(Contestant contestant, Workload workload) throws Exception {
        Path folder = folder(contestant, workload);
        Optional<Database> database = Optional.empty();
        if (workload.applied() > 0) {
            contestant.lay(folder, workload, 1, workload.applied());
            database = Optional.of(server.orElseThrow().createDatabase());
            Timed timed = run(contestant, workload.before(), database.get(), Duration.ZERO);
            System.out.printf(
                    "  %s: the first %,d took %.1f s%n", contestant.name(), workload.applied(), timed.seconds());
        }
        contestant.lay(folder, workload, workload.applied() + 1, workload.applied() + workload.pending());
        return database;
    }

    /** Once without a watch: it warms up what is kept between starts, and counts. */
    private long counted(Contestant contestant, Workload workload, Optional<Database> begun) throws Exception {
        try (SlowLine line = new SlowLine(server.orElseThrow().port(), Duration.ZERO)) {
            Timed timed = run(contestant, workload, fresh(contestant, workload, begun), line);
            System.out.printf("  %s: %.2f s, %,d round trips%n", contestant.name(), timed.seconds(), line.roundTrips());
            return line.roundTrips();
        }
    }

    private Timed run(Contestant contestant, Workload workload, Database database, Duration roundTrip)
            throws Exception {
        if (roundTrip.isZero()) {
            return run(contestant, workload, database, database.url());
        }
        try (SlowLine line = new SlowLine(server.orElseThrow().port(), roundTrip)) {
            return run(contestant, workload, database, line);
        }
    }

    private Timed run(Contestant contestant, Workload workload, Database database, SlowLine line) throws Exception {
        return run(contestant, workload, database, database.url().replaceFirst(":\\d+/", ":" + line.port() + "/"));
    }

    private Timed run(Contestant contestant, Workload workload, Database database, String url) throws Exception {
        Path folder = Files.createDirectories(folder(contestant, workload));
        return Timed.run(folder, contestant.command(folder, workload, database, url), contestant.environment());
    }

    /** Databases that nobody used before, for dropped ones slow the next down. */
    private Database fresh(Contestant contestant, Workload workload, Optional<Database> begun) throws IOException {
        if (workload.many()) {
            List<Database> many = new ArrayList<>();
            for (int i = 0; i < workload.databases(); i++) {
                many.add(server.orElseThrow().createDatabase());
            }
            Files.write(
                    folder(contestant, workload).resolve(Contestant.DATABASES),
                    many.stream().map(Database::user).toList());
            // each is called as its owner, and all owners have the same password
            Database one = many.get(0);
            return new Database(one.url().replace(one.user(), "{database}"), "{database}", one.password());
        }
        if (begun.isEmpty()) {
            return server.orElseThrow().createDatabase();
        }
        Database template = begun.get();
        String name = template.url().substring(template.url().lastIndexOf('/') + 1);
        String copy = name + "_" + ++databases;
        server.orElseThrow().admin().run("CREATE DATABASE " + copy + " TEMPLATE " + name + " OWNER " + template.user());
        return new Database(
                template.url().substring(0, template.url().lastIndexOf('/') + 1) + copy,
                template.user(),
                template.password());
    }
}
