package io.slipway.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Change;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.execute.ScriptFailure.FailedAt;
import java.util.List;
import java.util.Locale;

/** Builds the one JSON object that a command prints with {@code --output json}. */
public final class Json {
    /** Raised when a field goes or changes its meaning; new fields may come without. */
    public static final int FORMAT_VERSION = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode result() {
        return MAPPER.createObjectNode().put("formatVersion", FORMAT_VERSION);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** A note of the history, which is JSON; anything else is shown as text. */
    public static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            return MAPPER.getNodeFactory().textNode(json);
        }
    }

    public static void print(Console console, ObjectNode node) {
        try {
            console.out().println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of values is always JSON", e);
        }
    }

    public static ArrayNode changes(ArrayNode array, List<Change> changes) {
        changes.forEach(change -> array.addObject()
                .put("id", change.id())
                .put("path", change.path())
                .put("kind", change.kind().folder()));
        return array;
    }

    public static void failedAt(ObjectNode node, FailedAt at) {
        node.putObject("failedAt")
                .put("script", at.script())
                .put("statement", at.statement())
                .put("line", at.line())
                .put("column", at.column())
                .put("sqlState", at.sqlState())
                .put("message", at.message());
    }

    public static ObjectNode error(ObjectNode node, SlipwayException e) {
        ObjectNode error = node.putObject("error")
                .put("code", e.code().code())
                .put("category", e.code().category().name().toLowerCase(Locale.ROOT))
                .put("message", e.getMessage())
                .put("help", e.help());
        e.location()
                .ifPresent(where -> error.putObject("location")
                        .put("path", where.path())
                        .put("line", where.line())
                        .put("column", where.column()));
        return node;
    }
}
