package io.slipway.release.artifact;

import io.slipway.release.catalogue.Catalogue;
import io.slipway.release.catalogue.CatalogueObject;
import io.slipway.release.digest.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The schema that the reference database had after an artifact's last change.
 *
 * @param fingerprint {@link Catalogue#fingerprint}
 * @param objects in the catalogue's order
 */
public record Schema(String fingerprint, List<SchemaObject> objects) {
    /** The line of a materialized view's definition that says that it was made, or emptied, {@code WITH NO DATA}. */
    private static final String EMPTY = "not populated";

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

    /**
     * How a database's catalogue differs from this schema, in words such as {@code changed column public.a.b}; of a
     * materialized view that differs in nothing but that, whether it is filled.
     */
    public List<String> differences(Catalogue catalogue) {
        Map<String, String> wanted = byKey(this);
        Map<String, String> found = byKey(Schema.of(catalogue));
        List<String> differences = new ArrayList<>();
        wanted.forEach((key, digest) -> {
            if (!found.containsKey(key)) {
                differences.add("missing " + key);
            } else if (!digest.equals(found.get(key))) {
                differences.add("changed " + key
                        + filling(Objects.requireNonNull(catalogue.objects().get(key)), digest));
            }
        });
        found.keySet().stream().filter(key -> !wanted.containsKey(key)).forEach(key -> differences.add("extra " + key));
        return differences;
    }

    /** The schema has no more than a digest: what it would be like with the one line or without is tried. */
    private static String filling(CatalogueObject found, String wanted) {
        List<String> lines = found.definition().lines().toList();
        if (!found.kind().equals("materialized view")) {
            return "";
        } else if (lines.contains(EMPTY)) {
            boolean filled = digest(found, lines.stream().filter(line -> !line.equals(EMPTY)))
                    .equals(wanted);
            return filled ? ": it is not filled, and is where the scripts ran; REFRESH MATERIALIZED VIEW fills it" : "";
        }
        boolean empty = IntStream.rangeClosed(0, lines.size())
                .mapToObj(at -> Stream.of(lines.subList(0, at), List.of(EMPTY), lines.subList(at, lines.size()))
                        .flatMap(List::stream))
                .anyMatch(definition -> digest(found, definition).equals(wanted));
        return empty
                ? ": it is filled, and not where the scripts ran; after REFRESH MATERIALIZED VIEW at their end it is"
                : "";
    }

    private static String digest(CatalogueObject object, Stream<String> lines) {
        return digest(new CatalogueObject(object.kind(), object.name(), lines.collect(Collectors.joining("\n"))));
    }

    private static Map<String, String> byKey(Schema schema) {
        Map<String, String> byKey = new TreeMap<>();
        schema.objects().forEach(o -> byKey.put(o.kind() + " " + o.name(), o.digest()));
        return byKey;
    }
}
