package io.slipway.studio.stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A picture of a screen. */
public final class Png {
    private final byte[] bytes;

    public Png(byte[] bytes) {
        this.bytes = bytes.clone();
    }

    public void write(Path file) throws IOException {
        Files.write(file, bytes);
    }
}
