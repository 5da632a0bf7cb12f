package io.slipway.release.sql;

import java.util.Set;

/**
 * How a dialect writes its tokens: everything the {@link Lexer} needs to know about it.
 *
 * @param wordSigns characters besides letters, digits, {@code _} and everything beyond ASCII that a word may hold;
 *     {@code $} never starts a word where {@code dollarQuotes} holds
 * @param prefixes letters that make one token with the string that follows them, in capitals
 * @param nestedComments a block comment may hold another
 * @param returnEndsComment a {@code --} comment ends at a lone CR too, not only at LF
 * @param mysql {@code #} comments, {@code --} only before white space, backslash escapes in strings, {@code "strings"}
 *     and {@code /*!} comments that are no comments
 * @param dollarQuotes {@code $tag$ … $tag$}, {@code $1}, {@code E'\''} and {@code U&'…'}
 * @param backticks <code>`name`</code>
 * @param brackets {@code [name]}
 * @param bracketsDoubled {@code ]]} within brackets stands for {@code ]}
 * @param oracleQuotes {@code q'[…]'}
 */
record Syntax(
        String wordSigns,
        Set<String> prefixes,
        boolean nestedComments,
        boolean returnEndsComment,
        boolean mysql,
        boolean dollarQuotes,
        boolean backticks,
        boolean brackets,
        boolean bracketsDoubled,
        boolean oracleQuotes) {

    private static final Syntax POSTGRESQL =
            new Syntax("$", Set.of("E", "B", "X", "N"), true, true, false, true, false, false, false, false);
    private static final Syntax MYSQL =
            new Syntax("$", Set.of("B", "X", "N"), false, false, true, false, true, false, false, false);
    private static final Syntax SQLITE =
            new Syntax("$", Set.of("X"), false, false, false, false, true, true, false, false);
    private static final Syntax ORACLE =
            new Syntax("$#", Set.of("N", "Q", "NQ", "U"), false, false, false, false, false, false, false, true);
    private static final Syntax SQLSERVER =
            new Syntax("$#@", Set.of("N"), true, false, false, false, false, true, true, false);
    private static final Syntax DB2 = new Syntax(
            "$#@", Set.of("X", "G", "N", "GX", "UX", "BX"), true, false, false, false, false, false, false, false);

    static Syntax of(Dialect dialect) {
        return switch (dialect) {
            case POSTGRESQL -> POSTGRESQL;
            case MYSQL -> MYSQL;
            case SQLITE -> SQLITE;
            case ORACLE -> ORACLE;
            case SQLSERVER -> SQLSERVER;
            case DB2 -> DB2;
        };
    }
}
