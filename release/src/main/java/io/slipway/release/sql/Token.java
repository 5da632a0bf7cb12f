package io.slipway.release.sql;

/** What the {@link Lexer} tells tokens apart by. */
enum Token {
    /** The end of the script. */
    END,
    SPACE,
    COMMENT,
    /** A keyword or a plain name. */
    WORD,
    NUMBER,
    /** Any kind of string literal, prefix and quotes included. */
    STRING,
    /** A quoted name. */
    NAME,
    /** A MySQL optimizer hint: a comment that matters. */
    HINT,
    /** One character that is none of the above. */
    SYMBOL,
    /** What ends a statement: {@code ;} unless the script says otherwise. */
    TERMINATOR
}
