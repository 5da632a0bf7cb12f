package io.slipway.server.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/** A table as a file to take along. */
final class Export {
    private Export() {}

    /** @param format {@code csv} or {@code json} */
    static ResponseEntity<byte[]> of(String format, String name, List<String> columns, List<List<String>> rows) {
        return switch (format) {
            case "csv" -> {
                Csv csv = new Csv(columns);
                rows.forEach(csv::row);
                yield file(name + ".csv", new MediaType("text", "csv", StandardCharsets.UTF_8), csv.toString());
            }
            case "json" -> {
                ArrayNode array = new ObjectMapper().createArrayNode();
                for (List<String> row : rows) {
                    ObjectNode each = array.addObject();
                    for (int i = 0; i < columns.size(); i++) {
                        each.put(columns.get(i), row.get(i));
                    }
                }
                yield file(name + ".json", MediaType.APPLICATION_JSON, array.toPrettyString());
            }
            default ->
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "There is no export as '" + format + "'.", "Ask for csv or json.");
        };
    }

    private static ResponseEntity<byte[]> file(String name, MediaType type, String content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(content.getBytes(StandardCharsets.UTF_8));
    }
}
