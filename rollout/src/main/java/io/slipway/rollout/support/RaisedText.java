package io.slipway.rollout.support;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Tells an error that the database itself found from one that a function, a trigger or a procedure raised. What those
 * say was written by whoever wrote them, and may hold any row of the data, in any form.
 */
public final class RaisedText {
    /**
     * The first two signs of the SQLSTATEs that PostgreSQL, MariaDB and SQLite have for errors of their own. All others
     * are somebody's: P0 is PL/pgSQL's RAISE, 38 a function in another language, 45 what SIGNAL is meant for, and a class
     * that nobody knows was made up.
     */
    private static final Set<String> OF_DATABASES = Set.of(
            "03", "08", "09", "0A", "0B", "0F", "0L", "0P", "0Z", "20", "21", "22", "23", "24", "25", "26", "27", "28",
            "2B", "2D", "2F", "34", "39", "3B", "3D", "3F", "40", "42", "44", "53", "54", "55", "57", "58", "70", "72",
            "F0", "HV", "HY", "XA", "XX");

    /** PostgreSQL says where it was, the innermost first; that line is in the language of the server. */
    private static final Pattern RAISED_WHERE = Pattern.compile("\nWhere: PL/(?!pgSQL)|\nWhere: PL/[^\n]*\\bRAISE\\b");

    /** SIGNAL and RESIGNAL with any SQLSTATE, as MariaDB numbers them where the signal gives no number itself. */
    private static final Pattern SIGNALLED = Pattern.compile("\\(error 164[234]\\)");

    /** {@code RAISE(ABORT, '…')} in a trigger. */
    private static final String IN_SQLITE = "SQLITE_CONSTRAINT_TRIGGER";

    private RaisedText() {}

    /** @param message all of what the database said, with where it was */
    public static boolean is(String sqlState, String message) {
        return sqlState.length() < 2
                || !OF_DATABASES.contains(sqlState.substring(0, 2))
                || RAISED_WHERE.matcher(message).find()
                || SIGNALLED.matcher(message).find()
                || message.contains(IN_SQLITE);
    }
}
