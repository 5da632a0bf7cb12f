package io.slipway.database.postgresql;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The extensions of the embedded server without its languages other than PL/pgSQL. Whoever may make a schema may install
 * those that are trusted, and a loop in PL/Tcl or PL/Perl looks for no signal: no limit ends it, and while it runs no
 * database of the server can be made or dropped.
 */
final class SeatExtensions {
    private static final int FIRST_MAJOR = 18;
    private static final Pattern LANGUAGE = Pattern.compile("(.+_)?pl(perl|python|tcl).*");

    private SeatExtensions() {}

    /**
     * Copies them.
     *
     * @return what {@code extension_control_path} is to be; empty before PostgreSQL 18, which does not have it
     */
    static Optional<Path> beside(Path data, PostgresBinaries binaries) throws IOException {
        if (binaries.major() < FIRST_MAJOR) {
            return Optional.empty();
        }
        Path share = data.resolveSibling(data.getFileName() + "-share");
        Folders.delete(share);
        Path extensions = Files.createDirectories(share.resolve("extension"));
        for (Path file : files(binaries.home().resolve("share"))) {
            String name = file.getFileName().toString();
            if (!LANGUAGE.matcher(name).matches()) {
                Files.copy(file, extensions.resolve(name));
            }
        }
        return Optional.of(share);
    }

    private static List<Path> files(Path share) throws IOException {
        try (Stream<Path> all = Files.walk(share)) {
            return all.filter(Files::isRegularFile)
                    .filter(file -> Folders.parent(file).endsWith("extension"))
                    .toList();
        }
    }
}
