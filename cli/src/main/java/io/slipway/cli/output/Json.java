package io.slipway.cli.output;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.artifact.Change;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.report.ErrorReport;
import io.slipway.release.report.Reports;
import java.util.List;

/** Builds the one JSON object that a command prints with {@code --output json}. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    public static ObjectNode result() {
        return MAPPER.createObjectNode().put("formatVersion", Reports.FORMAT_VERSION);
    }

    public static void print(Console console, Record report) {
        print(console, Reports.tree(report));
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

    public static ObjectNode error(ObjectNode node, SlipwayException e) {
        node.set("error", Reports.tree(ErrorReport.of(e)));
        return node;
    }
}
