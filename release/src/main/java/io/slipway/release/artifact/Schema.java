package io.slipway.release.artifact;

import io.slipway.release.catalogue.Catalogue;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The schema that the reference database had after an artifact's last change.
 *
 * @param fingerprint {@link Catalogue#fingerprint}
 * @param objects in the catalogue's order
 */
public record Schema(String fingerprint, List<SchemaObject> objects) {

    /** @param digest SHA-256 of the object's definition, lower-case hex */
    public record SchemaObject(String kind, String name, String digest) {}

    public static Schema of(Catalogue catalogue) {
        return new Schema(
                catalogue.fingerprint(),
                catalogue.objects().values().stream()
                        .map(o -> new SchemaObject(
                                o.kind(), o.name(), Sha256.of(o.definition().getBytes(StandardCharsets.UTF_8))))
                        .toList());
    }
}
