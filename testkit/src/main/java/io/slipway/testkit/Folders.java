package io.slipway.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Where test servers keep their data: in memory where possible, apart for each user. */
final class Folders {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Folders() {}

    /** A new folder for the data of one server, which does not outlive it. */
    static Path newDataFolder(String prefix) throws IOException {
        Path parent = Files.isWritable(MEMORY) ? MEMORY : Path.of(System.getProperty("java.io.tmpdir"));
        return Files.createTempDirectory(parent, "slipway-test-" + prefix + "-");
    }

    /** A new folder for the data of one server, where writing takes as long as a disk takes. */
    static Path newFolderOnDisk(String prefix) throws IOException {
        return Files.createTempDirectory("slipway-test-" + prefix + "-");
    }

    /** A folder of this user for what later runs can use again. */
    static Path kept(String name) throws IOException {
        String user = System.getProperty("user.name", "nobody").replaceAll("[^A-Za-z0-9_-]", "_");
        return Files.createDirectories(Path.of(System.getProperty("java.io.tmpdir"), "slipway-testkit-" + user, name));
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
