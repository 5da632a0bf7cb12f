package io.slipway.cli.output;

import io.slipway.release.drift.Remark;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A table of text with columns as wide as they need to be; no cell acts on a terminal. */
public final class Table {
    private static final int SHORTEST = 12;
    private static final String INDENT = "      ";
    private final Map<Integer, String> notes = new HashMap<>();
    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... headings) {
        rows.add(Arrays.asList(headings));
    }

    public Table row(String... cells) {
        rows.add(Arrays.stream(cells).map(Remark::of).toList());
        return this;
    }

    /** A line under the newest row, which is wrapped where it must be. */
    public Table under(String text) {
        notes.put(rows.size() - 1, Remark.of(text));
        return this;
    }

    public void print(PrintStream out) {
        print(out, Integer.MAX_VALUE);
    }

    /** @param limit columns there are; the last cells lose their beginnings to keep to it, but for a few characters */
    public void print(PrintStream out, int limit) {
        int[] widths = new int[rows.get(0).size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(
                        widths[i], row.get(i).codePointCount(0, row.get(i).length()));
            }
        }
        for (int r = 0; r < rows.size(); r++) {
            List<String> row = rows.get(r);
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                boolean last = i == widths.length - 1;
                String cell = last ? fitted(row.get(i), limit - line.length()) : row.get(i);
                line.append(cell);
                if (i < widths.length - 1) {
                    line.append(" ".repeat(widths[i] - cell.codePointCount(0, cell.length()) + 2));
                }
            }
            out.println(line.toString().stripTrailing());
            Optional.ofNullable(notes.get(r))
                    .ifPresent(note -> wrapped(note, limit).forEach(out::println));
        }
    }

    private static List<String> wrapped(String text, int limit) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (!line.isEmpty() && INDENT.length() + line.length() + 1 + word.length() > limit) {
                lines.add(INDENT + line);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(INDENT + line);
        return lines;
    }

    private static String fitted(String cell, int room) {
        int keep = Math.max(room - 1, SHORTEST);
        return cell.length() <= keep + 1 ? cell : "…" + cell.substring(cell.length() - keep);
    }
}
