package io.slipway.testkit;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Large collections of foreign SQL that some tests read. They are not part of the repository. */
public final class Corpora {
    private Corpora() {}

    /** The folder {@code shared/corpora} beside the working directory or beside one of its parents. */
    public static Optional<Path> find() {
        return find(Path.of(System.getProperty("user.dir", ".")));
    }

    /** The folder, or the test is skipped out loud. */
    public static Path findOrSkip() {
        return find().orElseGet(() -> Skips.outLoud("no shared/corpora beside this checkout"));
    }

    static Optional<Path> find(Path start) {
        for (Path folder = start.toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path corpora = folder.resolve("shared").resolve("corpora");
            if (Files.isDirectory(corpora)) {
                return Optional.of(corpora);
            }
        }
        return Optional.empty();
    }
}
