package io.slipway.cli.peers;

import io.slipway.testkit.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Those that are measured. */
final class Contestants {
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    /** What our own launcher asks of Java. */
    private static final List<String> LEAN =
            List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms16m", "-Xlog:disable", "-Xshare:auto");

    private Contestants() {}

    /** @param peers folder of the built programs */
    static List<Contestant> all(Path checkout, Path peers, Path work) {
        return List.of(
                new Slipway(checkout, work),
                new Floor(peers, work),
                new Flyway(peers),
                new Liquibase(peers),
                new Client(false),
                new Client(true));
    }

    private static void write(Path folder, String pattern, Workload workload, int from, int to) throws IOException {
        Files.createDirectories(folder);
        for (int i = from; i <= to; i++) {
            Files.writeString(folder.resolve(pattern.formatted(Workload.file(i))), workload.script(i));
        }
    }

    /** The same in a loop in one process, where the databases are many. */
    private static List<String> looping(Workload workload, Path folder, String... command) {
        List<String> words = new ArrayList<>(List.of(command));
        if (workload.many()) {
            words.add(folder.resolve(Contestant.DATABASES).toString());
        }
        return words;
    }

    private static String classPath(Path peers) {
        return peers.resolve("classes") + ":" + peers.resolve("lib") + "/*";
    }

    private record Slipway(Path checkout, Path work) implements Contestant {
        @Override
        public String name() {
            return "Slipway";
        }

        @Override
        public Map<String, String> environment() {
            return Map.of(
                    "SLIPWAY_NO_BUILD",
                    "1",
                    "XDG_CACHE_HOME",
                    work.resolve("cache").toString());
        }

        private List<String> slipway(String... words) {
            List<String> command =
                    new ArrayList<>(List.of(checkout.resolve("slipway").toString()));
            command.addAll(List.of(words));
            return command;
        }

        @Override
        public void lay(Path folder, Workload workload, int from, int to) throws IOException, InterruptedException {
            if (from == 1) {
                Files.createDirectories(folder);
                Timed.run(folder, slipway("init", "--database", workload.product(), "--name", "peers"), environment());
            }
            write(folder.resolve("sql").resolve(workload.huge() ? "data_dml" : "ddl"), "%s.sql", workload, from, to);
            if (to >= from) {
                Timed packaged = Timed.run(folder, slipway("package"), environment());
                System.out.printf("  packaging %,d scripts took %.1f s%n", to - from + 1, packaged.seconds());
            }
        }

        @Override
        public List<String> command(Path folder, Workload workload, Database database, String url) throws IOException {
            Files.writeString(folder.resolve("password"), database.password());
            Files.writeString(folder.resolve("slipway.yaml"), """
                    project: peers
                    database: %s
                    environments:
                      dev: { url: "%s", user: "%s", password: "${file:password}"%s }
                    """.formatted(
                    workload.product(), url, database.user(), workload.many() ? ", databases: " + DATABASES : ""));
            return slipway("deploy", "latest", "--to", "dev");
        }
    }

    private record Floor(Path peers, Path work) implements Contestant {
        @Override
        public String name() {
            return "driver floor";
        }

        @Override
        public void lay(Path folder, Workload workload, int from, int to) throws IOException {
            write(folder.resolve("sql"), "%s.sql", workload, from, to);
        }

        @Override
        public List<String> command(Path folder, Workload workload, Database database, String url) {
            String mode = workload.huge()
                    ? "huge"
                    : workload.many()
                            ? "many"
                            : workload.product().equals("mariadb")
                                    ? "journal"
                                    : workload.applied() > 0 && workload.pending() == 0 ? "digest" : "deploy";
            List<String> command = new ArrayList<>(List.of(JAVA));
            command.addAll(LEAN);
            Path archive = work.resolve("floor-" + workload.product() + ".jsa");
            command.add((Files.exists(archive) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=") + archive);
            // class-data sharing takes no folders of classes
            command.addAll(List.of("-cp", peers.resolve("slipway-bench-peers-1.jar") + ":" + driver(workload)));
            command.addAll(List.of("peers.FloorRun", mode, url, database.user(), database.password()));
            return looping(
                    workload,
                    folder,
                    Stream.concat(
                                    command.stream(),
                                    Stream.of(folder.resolve("sql").toString()))
                            .toArray(String[]::new));
        }

        private Path driver(Workload workload) {
            return peers.resolve("lib")
                    .resolve(
                            workload.product().equals("mariadb")
                                    ? "mariadb-java-client-4.0.0.jar"
                                    : "postgresql-42.7.14.jar");
        }
    }

    private record Flyway(Path peers) implements Contestant {
        @Override
        public String name() {
            return "Flyway";
        }

        @Override
        public void lay(Path folder, Workload workload, int from, int to) throws IOException {
            write(folder.resolve("sql"), "V%s__change.sql", workload, from, to);
        }

        @Override
        public List<String> command(Path folder, Workload workload, Database database, String url) {
            return looping(
                    workload,
                    folder,
                    JAVA,
                    "-cp",
                    classPath(peers),
                    "peers.FlywayRun",
                    url,
                    database.user(),
                    database.password(),
                    folder.resolve("sql").toString());
        }
    }

    private record Liquibase(Path peers) implements Contestant {
        @Override
        public String name() {
            return "Liquibase";
        }

        @Override
        public void lay(Path folder, Workload workload, int from, int to) throws IOException {
            write(folder.resolve("sql"), "%s.sql", workload, from, to);
            StringBuilder log = new StringBuilder("""
                    <?xml version="1.0" encoding="UTF-8"?>
                    <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"
                      xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
                      xsi:schemaLocation="http://www.liquibase.org/xml/ns/dbchangelog
                      http://www.liquibase.org/xml/ns/dbchangelog/dbchangelog-latest.xsd">
                    """);
            for (int i = 1; i <= to; i++) {
                log.append("<changeSet id=\"%1$s\" author=\"peers\"><sqlFile path=\"sql/%1$s.sql\"/></changeSet>\n"
                        .formatted(Workload.file(i)));
            }
            Files.writeString(folder.resolve("changelog.xml"), log.append("</databaseChangeLog>\n"));
        }

        @Override
        public List<String> command(Path folder, Workload workload, Database database, String url) {
            return looping(
                    workload,
                    folder,
                    JAVA,
                    "-cp",
                    classPath(peers),
                    "peers.LiquibaseRun",
                    url,
                    database.user(),
                    database.password(),
                    folder.toString());
        }
    }

    /** The product's own client, which keeps no history. */
    private record Client(boolean oneTransaction) implements Contestant {
        @Override
        public String name() {
            return oneTransaction ? "native client, one transaction" : "native client";
        }

        @Override
        public boolean remembers() {
            return false;
        }

        @Override
        public boolean takes(Workload workload) {
            return workload.applied() == 0
                    && !workload.many()
                    && (!oneTransaction || workload.product().equals("postgresql"));
        }

        @Override
        public void lay(Path folder, Workload workload, int from, int to) throws IOException {
            write(folder.resolve("sql"), "%s.sql", workload, from, to);
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= to; i++) {
                all.append(workload.product().equals("postgresql") ? "\\i sql/" : "source sql/")
                        .append(Workload.file(i))
                        .append(".sql\n");
            }
            Files.writeString(folder.resolve("all.sql"), all);
        }

        @Override
        public List<String> command(Path folder, Workload workload, Database database, String url) {
            String place = url.substring(url.indexOf("//") + 2);
            String host = place.substring(0, place.indexOf(':'));
            String port = place.substring(place.indexOf(':') + 1, place.indexOf('/'));
            String name = place.substring(place.indexOf('/') + 1).replaceAll("\\?.*", "");
            if (workload.product().equals("mariadb")) {
                return List.of(
                        "sh",
                        "-c",
                        "exec mariadb --protocol=tcp -h \"$0\" -P \"$1\" -u \"$2\" -p\"$3\" \"$4\" < all.sql",
                        host,
                        port,
                        database.user(),
                        database.password(),
                        name);
            }
            List<String> command = new ArrayList<>(List.of(
                    "env",
                    "PGPASSWORD=" + database.password(),
                    "psql",
                    "-q",
                    "-X",
                    "-v",
                    "ON_ERROR_STOP=1",
                    "-h",
                    host,
                    "-p",
                    port,
                    "-U",
                    database.user(),
                    "-d",
                    name));
            if (oneTransaction) {
                command.add("-1");
            }
            command.addAll(List.of("-f", "all.sql"));
            return command;
        }
    }
}
