package io.slipway.server.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The simplest kind of Markdown, as scenarios write it, in pieces that a page can show without trusting it. */
final class Marks {
    private static final Pattern MARKED = Pattern.compile("\\*\\*([^*]+)\\*\\*|`([^`]+)`");

    private Marks() {}

    /** @param how {@code plain}, {@code bold} or {@code code} */
    record Piece(String how, String text) {}

    /** Each line is a paragraph. */
    static List<List<Piece>> paragraphs(String text) {
        return text.strip()
                .lines()
                .filter(line -> !line.isBlank())
                .map(Marks::of)
                .toList();
    }

    static List<Piece> of(String line) {
        List<Piece> pieces = new ArrayList<>();
        Matcher marked = MARKED.matcher(line);
        int from = 0;
        while (marked.find()) {
            if (marked.start() > from) {
                pieces.add(new Piece("plain", line.substring(from, marked.start())));
            }
            boolean bold = marked.group(1) != null;
            pieces.add(bold ? new Piece("bold", marked.group(1)) : new Piece("code", marked.group(2)));
            from = marked.end();
        }
        if (from < line.length()) {
            pieces.add(new Piece("plain", line.substring(from)));
        }
        return pieces;
    }
}
