package io.slipway.release.artifact;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

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
                        .map(o -> new SchemaObject(o.kind(), o.name(), digest(o)))
                        .toList());
    }

    /** As of {@link SchemaObject#digest}. */
    public static String digest(CatalogueObject object) {
        return Sha256.of(object.definition().getBytes(StandardCharsets.UTF_8));
    }

    /** How a database's catalogue differs from this schema, in words such as {@code changed column public.a.b}. */
    public List<String> differences(Catalogue catalogue) {
        Map<String, String> wanted = byKey(this);
        Map<String, String> found = byKey(Schema.of(catalogue));
        List<String> differences = new ArrayList<>();
        wanted.forEach((key, digest) -> {
            if (!found.containsKey(key)) {
                differences.add("missing " + key);
            } else if (!digest.equals(found.get(key))) {
                differences.add("changed " + key);
            }
        });
        found.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(key -> differences.add("extra " + key));
        return differences;
    }

    private static Map<String, String> byKey(Schema schema) {
        Map<String, String> byKey = new TreeMap<>();
        schema.objects().forEach(o -> byKey.put(o.kind() + " " + o.name(), o.digest()));
        return byKey;
    }
}
