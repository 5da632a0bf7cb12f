package io.slipway.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Folders for one run each, in a cache that several runs share. What a run that was killed left behind goes when a
 * later one starts: a day later, as the cache may be shared with another machine whose processes cannot be seen.
 */
public final class ScratchFolders {
    private static final String PREFIX = "run-";
    private static final Duration OLD = Duration.ofDays(1);

    private ScratchFolders() {}

    /** @param parent made if need be */
    public static Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        sweep(parent, Instant.now().minus(OLD));
        return Files.createTempDirectory(
                parent, PREFIX + ProcessHandle.current().pid() + "-");
    }

    static void sweep(Path parent, Instant before) throws IOException {
        try (Stream<Path> folders = Files.list(parent)) {
            List<Path> left = folders.filter(folder -> isLeft(folder, before)).toList();
            left.forEach(ScratchFolders::delete);
        }
    }

    private static boolean isLeft(Path folder, Instant before) {
        String name = folder.getFileName().toString();
        if (!name.matches(PREFIX + "\\d+-.*")) {
            return false;
        }
        long pid = Long.parseLong(name.substring(PREFIX.length(), name.indexOf('-', PREFIX.length())));
        try {
            return ProcessHandle.of(pid).isEmpty()
                    && Files.getLastModifiedTime(folder).toInstant().isBefore(before);
        } catch (IOException e) {
            // Another run takes it away at this moment.
            return false;
        }
    }

    /** Removes a folder and all in it, as far as it can be removed. */
    public static void delete(Path folder) {
        try (Stream<Path> tree = Files.walk(folder)) {
            List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Gone already, which is what was wanted.
            return;
        } catch (IOException | UncheckedIOException e) {
            // A file that is still written to: the next run's sweep gets it.
            return;
        }
    }
}
