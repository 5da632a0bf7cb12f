package io.slipway.server.console;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.SlipwayException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToLongFunction;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** A table as a file to take along, written while it is read: it may be larger than the memory. */
final class Export {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Export() {}

    /**
     * Rows that are read a page at a time, newest first.
     *
     * @param page the rows before a sequence
     * @param size of a page
     * @param most how many rows at most
     */
    record Pages<T>(LongFunction<List<T>> page, ToLongFunction<T> sequence, int size, long most) {}

    /** Writes one row; the first one is told. */
    @FunctionalInterface
    private interface RowWriter {
        void write(Writer out, List<String> cells, boolean first) throws IOException;
    }

    /** @param format {@code csv} or {@code json} */
    static <T> ResponseEntity<StreamingResponseBody> of(
            String format, String name, List<String> columns, Pages<T> pages, Function<T, List<String>> cells) {
        return switch (format) {
            case "csv" ->
                file(
                        name + ".csv",
                        new MediaType("text", "csv", StandardCharsets.UTF_8),
                        body(pages, cells, Csv.line(columns), "", (out, row, first) -> out.write(Csv.line(row))));
            case "json" ->
                file(
                        name + ".json",
                        MediaType.APPLICATION_JSON,
                        body(
                                pages,
                                cells,
                                "[",
                                "\n]\n",
                                (out, row, first) -> out.write((first ? "\n" : ",\n") + json(columns, row))));
            default ->
                throw SlipwayException.of(
                        ErrorCode.REQUEST_INVALID, "There is no export as '" + format + "'.", "Ask for csv or json.");
        };
    }

    private static <T> StreamingResponseBody body(
            Pages<T> pages, Function<T, List<String>> cells, String head, String foot, RowWriter writer) {
        // Read before anything is sent: what hinders it can still be told.
        List<T> newest = pages.page().apply(Long.MAX_VALUE);
        return stream -> {
            Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
            out.write(head);
            long written = 0;
            List<T> page = newest;
            while (true) {
                for (T row : page) {
                    if (written == pages.most()) {
                        break;
                    }
                    writer.write(out, cells.apply(row), written++ == 0);
                }
                if (page.size() < pages.size() || written == pages.most()) {
                    break;
                }
                page = pages.page().apply(pages.sequence().applyAsLong(page.get(page.size() - 1)));
            }
            out.write(foot);
            out.flush();
        };
    }

    private static String json(List<String> columns, List<String> row) {
        ObjectNode each = JSON.createObjectNode();
        for (int i = 0; i < columns.size(); i++) {
            each.put(columns.get(i), row.get(i));
        }
        return each.toString();
    }

    private static ResponseEntity<StreamingResponseBody> file(
            String name, MediaType type, StreamingResponseBody content) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name).build().toString())
                .body(content);
    }
}
