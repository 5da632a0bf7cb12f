package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.slipway.release.script.Kind;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a change as a manifest has it, field by field: as strict as {@link ArtifactJson#read}, without having to learn the
 * records' shapes first, which takes longer than reading a few changes.
 */
final class ChangeJson {
    private static final Set<String> TEXTS = Set.of(
            "id", "path", "kind", "digest", "tokenDigest", "rollback", "contexts", "timeout", "schema", "replaces");
    private static final Set<String> LISTS = Set.of("labels", "requires", "parameters", "adopted");
    private static final Set<String> FLAGS = Set.of("rerunnable", "transaction");
    private static final Set<String> ORIGIN = Set.of("commit", "author", "email", "message", "time");

    private final JsonParser parser;
    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, List<String>> lists = new HashMap<>();
    private final Map<String, Boolean> flags = new HashMap<>();
    private int occurrence;
    private Optional<Origin> origin = Optional.empty();

    private ChangeJson(JsonParser parser) {
        this.parser = parser;
    }

    /** @param parser at the beginning of the object; it ends at its end */
    static Change read(JsonParser parser) throws IOException {
        return new ChangeJson(parser).change();
    }

    private Change change() throws IOException {
        expect(JsonToken.START_OBJECT, parser.currentToken());
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            field(parser.currentName());
        }
        if (occurrence == 0) {
            throw missing("occurrence");
        }
        return new Change(
                text("id"),
                text("path"),
                kind(text("kind")),
                flag("rerunnable"),
                text("digest"),
                text("tokenDigest"),
                Optional.ofNullable(texts.get("rollback")),
                list("labels"),
                Optional.ofNullable(texts.get("contexts")),
                list("requires"),
                flag("transaction"),
                timeout(),
                Optional.ofNullable(texts.get("schema")),
                list("parameters"),
                Optional.ofNullable(texts.get("replaces")),
                occurrence,
                origin,
                list("adopted"));
    }

    private void field(String name) throws IOException {
        JsonToken value = parser.nextToken();
        if (TEXTS.contains(name)) {
            texts.put(name, string(value));
        } else if (LISTS.contains(name)) {
            lists.put(name, strings(value));
        } else if (FLAGS.contains(name)) {
            if (value != JsonToken.VALUE_TRUE && value != JsonToken.VALUE_FALSE) {
                throw unexpected();
            }
            flags.put(name, parser.getBooleanValue());
        } else if (name.equals("occurrence")) {
            expect(JsonToken.VALUE_NUMBER_INT, value);
            occurrence = parser.getIntValue();
        } else if (name.equals("origin")) {
            origin = Optional.of(origin(value));
        } else {
            throw new JsonParseException(parser, "Unrecognized field \"" + name + "\"");
        }
    }

    private Origin origin(JsonToken value) throws IOException {
        expect(JsonToken.START_OBJECT, value);
        Map<String, String> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            if (!ORIGIN.contains(name)) {
                throw new JsonParseException(parser, "Unrecognized field \"" + name + "\"");
            }
            fields.put(name, string(parser.nextToken()));
        }
        for (String name : ORIGIN) {
            if (!fields.containsKey(name)) {
                throw missing(name);
            }
        }
        return new Origin(
                fields.getOrDefault("commit", ""),
                fields.getOrDefault("author", ""),
                fields.getOrDefault("email", ""),
                fields.getOrDefault("message", ""),
                fields.getOrDefault("time", ""));
    }

    private String string(JsonToken value) throws IOException {
        expect(JsonToken.VALUE_STRING, value);
        return parser.getText();
    }

    private List<String> strings(JsonToken value) throws IOException {
        expect(JsonToken.START_ARRAY, value);
        List<String> all = new ArrayList<>();
        for (JsonToken next = parser.nextToken(); next != JsonToken.END_ARRAY; next = parser.nextToken()) {
            all.add(string(next));
        }
        return List.copyOf(all);
    }

    private String text(String name) throws JsonParseException {
        return Optional.ofNullable(texts.get(name)).orElseThrow(() -> missing(name));
    }

    private boolean flag(String name) throws JsonParseException {
        return Optional.ofNullable(flags.get(name)).orElseThrow(() -> missing(name));
    }

    private List<String> list(String name) {
        return lists.getOrDefault(name, List.of());
    }

    private Optional<Duration> timeout() throws JsonParseException {
        try {
            return Optional.ofNullable(texts.get("timeout")).map(Duration::parse);
        } catch (DateTimeParseException e) {
            throw new JsonParseException(parser, "timeout is no duration", e);
        }
    }

    private Kind kind(String folder) throws JsonParseException {
        try {
            return Kind.named(folder);
        } catch (IllegalArgumentException e) {
            throw new JsonParseException(parser, "there is no such kind", e);
        }
    }

    private void expect(JsonToken wanted, JsonToken found) throws JsonParseException {
        if (wanted != found) {
            throw unexpected();
        }
    }

    private JsonParseException unexpected() {
        return new JsonParseException(parser, "another value than a change has there");
    }

    private JsonParseException missing(String name) {
        return new JsonParseException(parser, "a change without \"" + name + "\"");
    }
}
