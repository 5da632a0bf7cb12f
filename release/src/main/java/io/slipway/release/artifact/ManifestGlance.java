package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A manifest of which only the head, and where each change stands with which id, was looked at. Changes are read one by
 * one: of ten thousand a deployment may need ten.
 */
final class ManifestGlance {
    private static final Set<String> TEXTS =
            Set.of("project", "database", "pipeline", "version", "parent", "parentVersion", "commit");
    private static final Set<String> NUMBERS = Set.of("formatVersion", "firstNew");

    private final Path file;
    private final ArtifactJson json;
    private final byte[] bytes;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<Place> changes = new ArrayList<>();
    private boolean listed;

    /** Where a change stands: the first byte, and the one after the last. */
    private record Place(String id, int from, int to) {}

    private ManifestGlance(Path file, ArtifactJson json, byte[] bytes) {
        this.file = file;
        this.json = json;
        this.bytes = bytes;
    }

    /** @throws io.slipway.release.error.SlipwayException {@code artifact-damaged} */
    static ManifestGlance of(Path file, ArtifactJson json, byte[] bytes) throws IOException {
        ManifestGlance glance = new ManifestGlance(file, json, bytes);
        // that nothing is there twice is seen below in the head, and in each change that is read
        try (JsonParser parser = ArtifactJson.KNOWN.parser(bytes)) {
            glance.read(parser);
        } catch (JsonProcessingException e) {
            throw ArtifactJson.bad(file, EntryName.MANIFEST, e);
        }
        return glance;
    }

    /** @throws io.slipway.release.error.SlipwayException {@code artifact-damaged}: it is not what a manifest can be */
    Addition addition() throws IOException {
        ArtifactHead head = head();
        require(ManifestCheck.head(head, changes.size()));
        List<Change> added = new ArrayList<>();
        for (Place place : changes.subList(head.firstNew(), changes.size())) {
            added.add(change(place));
        }
        Set<String> ids = new HashSet<>();
        added.forEach(change -> {
            ids.add(change.id());
            ids.addAll(change.requires());
        });
        List<Change> related = new ArrayList<>();
        for (Place place : changes.subList(0, head.firstNew())) {
            if (ids.contains(place.id())) {
                related.add(change(place));
            }
        }
        Addition addition = new Addition(head, List.copyOf(added), List.copyOf(related));
        require(ManifestCheck.addition(addition));
        return addition;
    }

    private void require(Optional<String> problem) {
        problem.ifPresent(words -> {
            throw Refusal.damaged(file, words);
        });
    }

    private ArtifactHead head() {
        return new ArtifactHead(
                number("formatVersion"),
                text("project"),
                text("database"),
                text("pipeline"),
                text("version"),
                Optional.ofNullable(texts.get("parent")),
                Optional.ofNullable(texts.get("parentVersion")),
                number("firstNew"));
    }

    private String text(String name) {
        return Optional.ofNullable(texts.get(name)).orElseThrow(() -> missing(name));
    }

    private int number(String name) {
        return Optional.ofNullable(numbers.get(name)).orElseThrow(() -> missing(name));
    }

    private RuntimeException missing(String name) {
        return Refusal.damaged(file, EntryName.MANIFEST + " has no " + name);
    }

    private Change change(Place place) throws IOException {
        try (JsonParser parser = json.parser(bytes, place.from(), place.to() - place.from())) {
            parser.nextToken();
            return ChangeJson.read(parser);
        } catch (JsonProcessingException e) {
            throw ArtifactJson.bad(file, EntryName.MANIFEST + ", change " + Refusal.printable(place.id()) + ",", e);
        }
    }

    private void read(JsonParser parser) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new JsonParseException(parser, "not an object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            field(parser, parser.currentName());
        }
        if (parser.nextToken() != null) {
            throw new JsonParseException(parser, "something stands behind its end");
        }
        if (!listed) {
            throw new JsonParseException(parser, "no changes");
        }
    }

    private void field(JsonParser parser, String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (TEXTS.contains(name)) {
            expect(parser, JsonToken.VALUE_STRING, value);
            once(parser, texts.put(name, parser.getText()) == null);
        } else if (NUMBERS.contains(name)) {
            expect(parser, JsonToken.VALUE_NUMBER_INT, value);
            once(parser, numbers.put(name, parser.getIntValue()) == null);
        } else if (name.equals("renames")) {
            expect(parser, JsonToken.START_OBJECT, value);
            parser.skipChildren();
        } else if (name.equals("changes")) {
            expect(parser, JsonToken.START_ARRAY, value);
            once(parser, !listed);
            places(parser);
            listed = true;
        } else {
            throw new JsonParseException(parser, "Unrecognized field \"" + name + "\"");
        }
    }

    private static void once(JsonParser parser, boolean first) throws IOException {
        if (!first) {
            throw new JsonParseException(parser, "Duplicate field '" + parser.currentName() + "'");
        }
    }

    private void places(JsonParser parser) throws IOException {
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            expect(parser, JsonToken.START_OBJECT, next);
            int from = (int) parser.currentTokenLocation().getByteOffset();
            String id = "";
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isId = parser.currentName().equals("id");
                JsonToken value = parser.nextToken();
                if (isId) {
                    expect(parser, JsonToken.VALUE_STRING, value);
                    id = parser.getText();
                } else {
                    parser.skipChildren();
                }
            }
            changes.add(new Place(id, from, (int) parser.currentLocation().getByteOffset()));
        }
    }

    private static void expect(JsonParser parser, JsonToken wanted, JsonToken found) throws JsonParseException {
        if (wanted != found) {
            throw new JsonParseException(parser, "another value than a manifest has there");
        }
    }
}
