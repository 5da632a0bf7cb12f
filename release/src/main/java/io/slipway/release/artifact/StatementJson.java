package io.slipway.release.artifact;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * An in-toto statement as it is read: of tens of thousands of subjects a deployment may need ten. What the predicate says
 * beyond the manifest is for other tools.
 */
final class StatementJson {
    private final Path file;
    private final JsonParser parser;
    private final Predicate<String> wanted;
    private final Map<String, String> fields = new HashMap<>();
    private final Map<String, String> subjects = new LinkedHashMap<>();
    private boolean listed;
    private boolean predicated;

    private StatementJson(Path file, JsonParser parser, Predicate<String> wanted) {
        this.file = file;
        this.parser = parser;
        this.wanted = wanted;
    }

    /**
     * @param wanted by name, which subjects are told
     * @throws io.slipway.release.error.SlipwayException {@code artifact-damaged}, {@code artifact-hostile}
     */
    static StatementJson read(ArtifactJson json, Path file, byte[] bytes, Predicate<String> wanted) {
        try (JsonParser parser = json.parser(bytes)) {
            StatementJson statement = new StatementJson(file, parser, wanted);
            statement.all();
            return statement;
        } catch (JsonProcessingException e) {
            throw ArtifactJson.bad(file, EntryName.PROVENANCE, e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String type() {
        return fields.getOrDefault("_type", "");
    }

    String predicateType() {
        return fields.getOrDefault("predicateType", "");
    }

    /** Name → SHA-256. */
    Map<String, String> subjects() {
        return subjects;
    }

    private void all() throws IOException {
        require(parser.nextToken() == JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "_type", "predicateType" -> {
                    require(value == JsonToken.VALUE_STRING);
                    fields.put(name, parser.getText());
                }
                case "subject" -> {
                    require(value == JsonToken.START_ARRAY);
                    while (parser.nextToken() == JsonToken.START_OBJECT) {
                        subject();
                    }
                    require(parser.currentToken() == JsonToken.END_ARRAY);
                    listed = true;
                }
                case "predicate" -> {
                    require(value == JsonToken.START_OBJECT);
                    parser.skipChildren();
                    predicated = true;
                }
                default -> throw unknown(name);
            }
        }
        require(parser.nextToken() == null && listed && predicated);
    }

    private void subject() throws IOException {
        Optional<String> name = Optional.empty();
        Optional<String> sha256 = Optional.empty();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String field = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (field) {
                case "name" -> {
                    require(value == JsonToken.VALUE_STRING);
                    name = Optional.of(parser.getText());
                }
                case "digest" -> {
                    require(value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME);
                    if (!parser.currentName().equals("sha256")) {
                        throw unknown(parser.currentName());
                    }
                    require(parser.nextToken() == JsonToken.VALUE_STRING);
                    sha256 = Optional.of(parser.getText());
                    require(parser.nextToken() == JsonToken.END_OBJECT);
                }
                default -> throw unknown(field);
            }
        }
        require(name.isPresent() && sha256.isPresent());
        if (name.filter(wanted).isPresent() && subjects.putIfAbsent(name.get(), sha256.get()) != null) {
            throw Refusal.hostile(file, "provenance.json has the subject " + Refusal.printable(name.get()) + " twice");
        }
    }

    private void require(boolean asItShouldBe) throws JsonParseException {
        if (!asItShouldBe) {
            throw new JsonParseException(parser, "another value than a statement has there");
        }
    }

    private JsonParseException unknown(String name) {
        return new JsonParseException(parser, "Unrecognized field \"" + name + "\"");
    }
}
