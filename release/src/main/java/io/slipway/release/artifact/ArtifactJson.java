package io.slipway.release.artifact;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.slipway.release.error.SlipwayException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * JSON as artifacts hold it. Written: fields in the records' order, map keys sorted, LF, no times of day, one LF at the
 * end. Read: nothing is overlooked, so that no two readers can see different things in one file; a field that is
 * unknown, doubled, null or missing is an error (an absent list, map or optional is an empty one).
 */
final class ArtifactJson {
    private static final JsonSetter.Value EMPTY_WHEN_ABSENT = JsonSetter.Value.construct(Nulls.AS_EMPTY, Nulls.FAIL);

    /** Learning the records' shapes takes about as long as reading an artifact of a thousand changes: it is done once. */
    private static final ArtifactJson STANDARD = new ArtifactJson(Limits.DEFAULT, true);

    /** For content that was read before and has the same SHA-256 still: that nothing is in it twice is known. */
    static final ArtifactJson KNOWN = new ArtifactJson(Limits.DEFAULT, false);

    private final JsonFactory factory;
    /** Made when something is read or written as a whole: who only looks what an artifact is, needs none. */
    private @Nullable JsonMapper mapper;

    static ArtifactJson within(Limits limits) {
        // the two that matter here: to learn how to compare such records takes ten milliseconds
        boolean standard =
                limits.jsonBytes() == Limits.DEFAULT.jsonBytes() && limits.jsonDepth() == Limits.DEFAULT.jsonDepth();
        return standard ? STANDARD : new ArtifactJson(limits, true);
    }

    private ArtifactJson(Limits limits, boolean findDoubles) {
        factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxDocumentLength(limits.jsonBytes())
                        .maxStringLength(limits.jsonBytes())
                        .maxNestingDepth(limits.jsonDepth())
                        .maxNameLength(10_000)
                        .maxNumberLength(20)
                        .build())
                .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, findDoubles)
                // names come from strangers and are not worth remembering
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
    }

    private synchronized JsonMapper mapper() {
        JsonMapper made = mapper;
        if (made == null) {
            made = mapper(factory);
            mapper = made;
        }
        return made;
    }

    private static JsonMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(
                        DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                        DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
                        DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES,
                        DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                // which leaves out that a number or a flag is no text
                .withCoercionConfig(
                        LogicalType.Textual,
                        text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
                .defaultSetterInfo(JsonSetter.Value.construct(Nulls.FAIL, Nulls.FAIL))
                .withConfigOverride(List.class, o -> o.setSetterInfo(EMPTY_WHEN_ABSENT))
                .withConfigOverride(Map.class, o -> o.setSetterInfo(EMPTY_WHEN_ABSENT))
                .withConfigOverride(Optional.class, o -> o.setSetterInfo(EMPTY_WHEN_ABSENT))
                .build();
    }

    /** Indented, for entries that people look into. */
    byte[] readable(Object value) {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter(Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""));
        printer.indentObjectsWith(new DefaultIndenter("  ", "\n"));
        return write(mapper().writer(printer), value);
    }

    /** On one line, for entries that only programs read. */
    byte[] compact(Object value) {
        return write(mapper().writer(), value);
    }

    /** @param name of the entry, for errors */
    <T> T read(Path file, String name, byte[] json, Class<T> type) {
        try {
            T value = mapper().readValue(json, type);
            if (value == null) {
                throw Refusal.damaged(file, name + " is null");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw bad(file, name, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** For reading field by field, and for knowing at which byte each stands. */
    JsonParser parser(byte[] json) throws IOException {
        return factory.createParser(json);
    }

    /** Of a part of it. */
    JsonParser parser(byte[] json, int from, int length) throws IOException {
        return factory.createParser(json, from, length);
    }

    /** For reading field by field. */
    JsonParser parser(InputStream in) throws IOException {
        return factory.createParser(in).disable(JsonParser.Feature.AUTO_CLOSE_SOURCE);
    }

    static SlipwayException bad(Path file, String name, JsonProcessingException e) {
        String where = e.getLocation() == null
                ? ""
                : " (line %d, column %d)"
                        .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
        String what = String.valueOf(e.getOriginalMessage())
                .replace(ArtifactJson.class.getPackageName() + ".", "")
                .lines()
                .findFirst()
                .orElse("");
        return Refusal.damaged(file, name + " is not what an artifact holds: " + Refusal.readable(what) + where);
    }

    private static byte[] write(ObjectWriter writer, Object value) {
        try {
            byte[] json = writer.writeValueAsBytes(value);
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            return line;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record that cannot be written as JSON", e);
        }
    }
}
