package io.slipway.release.status;

import io.slipway.release.artifact.Manifest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The artifact that environments are compared with. What it holds is read once, and only when one of them is behind. */
public final class Newest {
    private final String digest;
    private final Supplier<Manifest> reading;
    private @Nullable Manifest read;

    /** @param reading may throw {@link io.slipway.release.error.SlipwayException} about the artifact */
    public Newest(String digest, Supplier<Manifest> reading) {
        this.digest = digest;
        this.reading = reading;
    }

    String digest() {
        return digest;
    }

    synchronized Manifest manifest() {
        Manifest known = read;
        if (known == null) {
            known = reading.get();
            read = known;
        }
        return known;
    }
}
