package io.slipway.studio.footage;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers with the film, or the part of it that a browser asks for when somebody jumps (RFC 9110, range requests). */
final class FilmAnswer {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d{1,18})?-(\\d{1,18})?");
    private static final int PIECE = 1 << 16;

    private final Path file;

    FilmAnswer(Path file) {
        this.file = file;
    }

    void to(HttpExchange exchange) throws IOException {
        long size = Files.size(file);
        long from = 0;
        long to = size - 1;
        String asked = exchange.getRequestHeaders().getFirst("Range");
        Matcher range = RANGE.matcher(asked == null ? "" : asked);
        boolean part = range.matches() && (range.group(1) != null || range.group(2) != null);
        if (part) {
            if (range.group(1) == null) {
                from = Math.max(0, size - Long.parseLong(range.group(2)));
            } else {
                from = Long.parseLong(range.group(1));
                to = range.group(2) == null ? to : Math.min(to, Long.parseLong(range.group(2)));
            }
            if (from > to) {
                exchange.getResponseHeaders().set("Content-Range", "bytes */" + size);
                exchange.sendResponseHeaders(416, -1);
                return;
            }
            exchange.getResponseHeaders().set("Content-Range", "bytes " + from + "-" + to + "/" + size);
        }
        exchange.getResponseHeaders().set("Accept-Ranges", "bytes");
        exchange.getResponseHeaders().set("Content-Type", type());
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(part ? 206 : 200, -1);
            return;
        }
        exchange.sendResponseHeaders(part ? 206 : 200, to - from + 1);
        try (InputStream film = Files.newInputStream(file)) {
            film.skipNBytes(from);
            copy(film, exchange.getResponseBody(), to - from + 1);
        }
    }

    private String type() {
        String name = String.valueOf(file.getFileName()).toLowerCase(java.util.Locale.ROOT);
        return name.endsWith(".webm") ? "video/webm" : name.endsWith(".mkv") ? "video/x-matroska" : "video/mp4";
    }

    /** A browser that jumps elsewhere hangs up, which is an {@link IOException} that nobody need hear of. */
    private static void copy(InputStream film, OutputStream answer, long length) throws IOException {
        byte[] piece = new byte[PIECE];
        long left = length;
        int count = film.read(piece, 0, (int) Math.min(PIECE, left));
        while (left > 0 && count > 0) {
            answer.write(piece, 0, count);
            left -= count;
            count = left == 0 ? 0 : film.read(piece, 0, (int) Math.min(PIECE, left));
        }
    }
}
