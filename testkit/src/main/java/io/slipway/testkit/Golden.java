package io.slipway.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a text with the file kept for it in {@code src/test/golden} (or in the repository's papers). Running the tests with
 * {@code -Dgolden.update=true} rewrites the files; a build server, known by {@code CI=true}, refuses to.
 */
public final class Golden {
    private static final String UPDATE = "golden.update";
    private final Path folder;
    private final boolean update;
    private final boolean ci;

    Golden(Path folder, boolean update, boolean ci) {
        this.folder = folder;
        this.update = update;
        this.ci = ci;
    }

    /** Golden files of the module whose tests run. */
    public static Golden ofModule() {
        String module = System.getProperty("basedir", System.getProperty("user.dir", "."));
        return new Golden(
                Path.of(module, "src", "test", "golden"),
                Boolean.getBoolean(UPDATE),
                "true".equalsIgnoreCase(System.getenv("CI")));
    }

    /** Papers that are made from the code, in a folder of the repository such as {@code docs/reference}. */
    public static Golden ofRepository(String folder) {
        Golden module = ofModule();
        // src/test/golden of a module, which is a folder of the repository
        Path repository = module.folder.resolve("../../../..").normalize();
        return new Golden(repository.resolve(folder), module.update, module.ci);
    }

    /** Whether what is kept is to be made anew, pictures too. */
    public boolean updating() {
        return update && !ci;
    }

    /** @param file relative to the folder, such as {@code postgresql/strings.txt} */
    public void check(String file, String actual) {
        Path path = folder.resolve(file);
        if (update) {
            if (ci) {
                fail(UPDATE + " is refused where CI=true: golden files are changed by people and reviewed");
            }
            write(path, actual);
        } else if (Files.exists(path)) {
            assertEquals(read(path), actual, () -> "differs from " + path + "; -D" + UPDATE + "=true accepts it");
        } else {
            fail("no golden file " + path + "; -D" + UPDATE + "=true writes it");
        }
    }

    private static String read(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path path, String text) {
        try {
            Files.createDirectories(path.toAbsolutePath().getParent());
            Files.writeString(path, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
