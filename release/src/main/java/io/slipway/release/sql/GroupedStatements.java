package io.slipway.release.sql;

import java.util.Set;

/**
 * Whether a statement may be sent together with its neighbours: it only changes rows, gives none back, and sets nothing
 * that what follows would be read by. Scripts with thousands of statements consist of such.
 */
public final class GroupedStatements {
    private static final Set<String> VERBS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
    private static final String GIVES_ROWS = "RETURNING";

    private GroupedStatements() {}

    public static boolean takes(StatementTraits traits, String sql) {
        return VERBS.contains(traits.verb()) && !mayGiveRows(sql);
    }

    /** Wherever the word stands, be it in a text: that such a statement goes by itself costs little. */
    private static boolean mayGiveRows(String sql) {
        int last = sql.length() - GIVES_ROWS.length();
        for (int i = 0; i <= last; i++) {
            char c = sql.charAt(i);
            if ((c == 'R' || c == 'r') && sql.regionMatches(true, i, GIVES_ROWS, 0, GIVES_ROWS.length())) {
                return true;
            }
        }
        return false;
    }
}
