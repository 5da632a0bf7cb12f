package io.slipway.studio.recording;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A folder in which files are made that are put in place together once all of them are whole: whoever stops half-way
 * keeps what was there before.
 */
public final class Making implements AutoCloseable {
    private final Path target;
    private final Path folder;

    /** @param target where they go in the end; made when it is not there */
    public Making(Path target) throws IOException {
        this.target = target;
        Path beside = target.toAbsolutePath().normalize();
        this.folder = beside.resolveSibling("." + beside.getFileName() + ".making");
        delete(folder);
        Files.createDirectories(folder);
    }

    public Path folder() {
        return folder;
    }

    /** Puts the files in place; those of the same names are replaced, all others stay. */
    public void done() throws IOException {
        Files.createDirectories(target);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.move(file, target.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Override
    public void close() {
        try {
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> tree = Files.walk(folder)) {
            deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }
}
