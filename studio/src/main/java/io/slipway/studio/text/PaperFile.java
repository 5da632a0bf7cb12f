package io.slipway.studio.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Style sheets and scripts that lie beside the classes that use them. */
public final class PaperFile {
    private PaperFile() {}

    public static String text(Class<?> beside, String name) {
        try (InputStream stream = Objects.requireNonNull(beside.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
