package io.slipway.release.sql;

/**
 * One stretch of a script. The pieces of a script, concatenated, are the script, character for character.
 *
 * @param type what the stretch is
 * @param text all characters of the stretch, terminator included
 * @param sql what to send to the database for a STATEMENT, without the terminator; the directive's own text (trimmed)
 *     for a DIRECTIVE; the rows for COPY_DATA; empty otherwise
 * @param offset where it starts, in characters from the start of the script
 * @param line line of the first character, from 1
 * @param column column of the first character, from 1, in characters
 */
public record Piece(Type type, String text, String sql, long offset, int line, int column) {

    public enum Type {
        /** To be sent to the database. */
        STATEMENT,
        /** White space, comments, a byte-order mark, a stray terminator. */
        BLANK,
        /** A command to a client program ({@code \c}, {@code DELIMITER}, {@code GO}, {@code SET ECHO}). */
        DIRECTIVE,
        /** Rows that follow a {@code COPY … FROM stdin} statement; a long run of rows comes as several pieces. */
        COPY_DATA,
        /** The {@code \.} line that ends them. */
        COPY_END
    }
}
