package io.slipway.samples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The text of the shop's files, one version for each step that adds or edits them. */
final class ShopFiles {
    /** The script folders of a PostgreSQL project, in processing order. */
    static final List<String> KINDS =
            List.of("ddl", "ddl_direct", "view", "function", "procedure", "trigger", "sql", "sql_direct", "data_dml");

    private static final String KEEP = "/.gitkeep";

    private ShopFiles() {}

    static byte[] read(Step step, String path) {
        if (path.endsWith(KEEP)) {
            return new byte[0];
        }
        try (InputStream resource = ShopFiles.class.getResourceAsStream(resource(step, path))) {
            if (resource == null) {
                throw new IllegalStateException("The sample shop has no file " + resource(step, path));
            }
            return resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean exists(Step step, String path) {
        return ShopFiles.class.getResource(resource(step, path)) != null;
    }

    /** Keeps the folder of a kind in a repository in which nobody has written a script of that kind yet. */
    static String keep(String kind) {
        return "sql/" + kind + KEEP;
    }

    // Build tools leave files called .gitignore out of a jar.
    private static String resource(Step step, String path) {
        return "shop/" + step.folder() + "/" + (path.equals(".gitignore") ? "gitignore" : path);
    }
}
