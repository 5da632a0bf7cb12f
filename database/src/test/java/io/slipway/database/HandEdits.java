package io.slipway.database;

import io.slipway.release.catalogue.CatalogueDifference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.SoftAssertions;

/** A table of small edits to a database, each with the key of an object that a difference must name. */
public final class HandEdits {
    private HandEdits() {}

    /** @param since major version of the server that can do it */
    public record Edit(String key, List<String> statements, int since) {

        public void mustBeNamedIn(CatalogueDifference difference, SoftAssertions soft) {
            soft.assertThat(difference.entries())
                    .as("difference after " + statements)
                    .anyMatch(entry -> entry.object().key().equals(key));
        }
    }

    public static List<Edit> read(Class<?> test) {
        return text(test, "edits.txt")
                .lines()
                .filter(line -> !line.startsWith("# ") && !line.isBlank())
                .map(line -> line.split(" ## "))
                .map(parts -> new Edit(
                        parts[0], statements(parts[1]), parts.length > 2 ? Integer.parseInt(parts[2].strip()) : 0))
                .toList();
    }

    /** Statements apart at {@code ;;}. */
    public static List<String> statements(String sql) {
        return Arrays.stream(sql.split(";;"))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
    }

    public static String text(Class<?> test, String resource) {
        try (InputStream in = Objects.requireNonNull(test.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
