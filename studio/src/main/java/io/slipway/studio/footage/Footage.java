package io.slipway.studio.footage;

import java.nio.file.Path;

/**
 * A recording from elsewhere, as its file says.
 *
 * @param file absolute
 * @param bytes how large it is
 * @param seconds how long it says that it lasts; 0 when it does not say
 * @param width of its picture in pixels, as {@code height}
 * @param sound whether it has any
 */
public record Footage(Path file, long bytes, double seconds, int width, int height, boolean sound) {
    /** As the page and the recording name it. */
    String name() {
        return String.valueOf(file.getFileName());
    }
}
