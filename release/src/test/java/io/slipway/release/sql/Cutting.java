package io.slipway.release.sql;

import java.io.Reader;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Cuts scripts for tests. */
final class Cutting {
    private Cutting() {}

    static List<Piece> cut(Dialect dialect, String script) {
        return cut(dialect, new StringReader(script));
    }

    static List<Piece> cut(Dialect dialect, Reader script) {
        List<Piece> pieces = new ArrayList<>();
        Splitters.of(dialect, script).forEachRemaining(pieces::add);
        return pieces;
    }

    /** All but the blank pieces, each as {@code TYPE sql}. */
    static List<String> outline(Dialect dialect, String script) {
        return cut(dialect, script).stream()
                .filter(piece -> piece.type() != Piece.Type.BLANK)
                .map(piece -> piece.type() + " " + piece.sql())
                .toList();
    }

    static String text(List<Piece> pieces) {
        return pieces.stream().map(Piece::text).collect(Collectors.joining());
    }

    /** A reader that never delivers more than one character at once. */
    static Reader drip(String script) {
        return new StringReader(script) {
            @Override
            public int read(char[] chars, int offset, int length) throws java.io.IOException {
                return super.read(chars, offset, Math.min(length, 1));
            }
        };
    }
}
