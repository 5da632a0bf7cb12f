package io.slipway.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds the native clients of this machine: {@code psql}, {@code pg_dump}, {@code mariadb}, {@code sqlite3} … */
public final class NativeClients {
    private static final List<String> MORE_FOLDERS = List.of(
            "/usr/bin",
            "/usr/sbin",
            "/usr/local/bin",
            "/usr/local/sbin",
            "/opt/homebrew/bin",
            "/opt/homebrew/opt/libpq/bin",
            "/opt/homebrew/opt/mariadb/bin");
    private static final Path DEBIAN_POSTGRES = Path.of("/usr/lib/postgresql");

    private NativeClients() {}

    public static Optional<NativeClient> find(String name) {
        return folders().stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::isExecutable)
                .findFirst()
                .map(NativeClient::new);
    }

    /** The client, or the test is skipped out loud. */
    public static NativeClient findOrSkip(String name) {
        return find(name).orElseGet(() -> Skips.outLoud("no " + name + " on this machine"));
    }

    private static List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
            folders.add(Path.of(folder));
        }
        MORE_FOLDERS.forEach(folder -> folders.add(Path.of(folder)));
        if (Files.isDirectory(DEBIAN_POSTGRES)) {
            try (Stream<Path> versions = Files.list(DEBIAN_POSTGRES)) {
                versions.sorted(Comparator.reverseOrder()).forEach(version -> folders.add(version.resolve("bin")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return folders;
    }
}
