package io.slipway.rollout.provision;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/** Which keys a JSON schema lets stand at a place. */
final class SchemaKeys {
    private SchemaKeys() {}

    /**
     * One set for each form that the place may have, and one of all of them.
     *
     * @param way names of keys and numbers of entries
     */
    static Set<Set<String>> at(Map<?, ?> schema, List<Object> way) {
        List<Map<?, ?>> places = List.of(schema);
        for (Object step : way) {
            places = places.stream()
                    .flatMap(place -> forms(schema, place))
                    .flatMap(form -> below(form, step))
                    .toList();
        }
        Set<Set<String>> keys = new HashSet<>();
        Set<String> all = new HashSet<>();
        places.stream().flatMap(place -> forms(schema, place)).forEach(form -> {
            keys.add(properties(form));
            all.addAll(properties(form));
        });
        keys.add(all);
        return keys;
    }

    private static Stream<Map<?, ?>> below(Map<?, ?> form, Object step) {
        if (step instanceof Integer) {
            return mapping(form.get("items"));
        }
        Object named = form.get("properties") instanceof Map<?, ?> properties ? properties.get(step) : null;
        return mapping(named == null ? form.get("additionalProperties") : named);
    }

    private static Stream<Map<?, ?>> forms(Map<?, ?> schema, Map<?, ?> place) {
        if (place.get("$ref") instanceof String ref) {
            Map<?, ?> definitions = (Map<?, ?>) Objects.requireNonNull(schema.get("$defs"));
            return mapping(definitions.get(ref.substring(ref.lastIndexOf('/') + 1)));
        }
        return place.get("oneOf") instanceof List<?> forms && !place.containsKey("properties")
                ? forms.stream().flatMap(SchemaKeys::mapping)
                : Stream.of(place);
    }

    private static Stream<Map<?, ?>> mapping(@org.jspecify.annotations.Nullable Object value) {
        return value instanceof Map<?, ?> map ? Stream.of(map) : Stream.of();
    }

    private static Set<String> properties(Map<?, ?> form) {
        Set<String> names = new HashSet<>();
        if (form.get("properties") instanceof Map<?, ?> properties) {
            properties.keySet().forEach(key -> names.add(String.valueOf(key)));
        }
        return names;
    }
}
