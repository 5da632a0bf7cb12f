package io.slipway.release.execute;

import io.slipway.release.error.ErrorCode;
import io.slipway.release.error.Location;
import io.slipway.release.error.SlipwayException;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.Piece;
import java.util.Locale;
import java.util.Set;

/** Which commands to a client program are understood; every other one is refused by name. */
final class Directives {
    /** They have no effect on the database, or ask for what is done anyway (stopping at the first error). */
    private static final Set<String> HARMLESS_PSQL = Set.of(
            "\\restrict", "\\unrestrict", "\\echo", "\\qecho", "\\warn", "\\timing", "\\pset", "\\x", "\\encoding");

    private Directives() {}

    /** @throws SlipwayException {@code script-directive} */
    static void check(Dialect dialect, Piece piece, String shown) {
        if (!understood(dialect, piece)) {
            throw refused(piece, shown);
        }
    }

    static boolean understood(Dialect dialect, Piece piece) {
        String[] words = piece.sql().strip().split("\\s+");
        String name = words[0];
        return switch (dialect) {
            case POSTGRESQL ->
                HARMLESS_PSQL.contains(name) && (!name.equals("\\encoding") || words.length > 1 && utf8(words[1]))
                        || name.equals("\\set") && words.length > 1 && words[1].equals("ON_ERROR_STOP");
            case MYSQL -> name.toUpperCase(Locale.ROOT).equals("DELIMITER");
            case SQLITE, ORACLE, SQLSERVER, DB2 -> false;
        };
    }

    private static boolean utf8(String name) {
        return name.replaceAll("[^A-Za-z0-9]", "").equalsIgnoreCase("utf8");
    }

    private static SlipwayException refused(Piece piece, String shown) {
        String text = piece.sql().strip().lines().findFirst().orElse("");
        return SlipwayException.of(
                        ErrorCode.SCRIPT_DIRECTIVE,
                        "'" + text
                                + "' is a command to a client program, not SQL; it would not do here what it does there.",
                        "Remove it. A script runs in the environment's database and holds all of its own text.")
                .at(new Location(shown, piece.line(), piece.column()));
    }
}
