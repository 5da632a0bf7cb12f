package io.slipway.release.sql;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * Whether a statement may be sent together with its neighbours: it only changes rows, gives none back, and sets nothing
 * that what follows would be read by. Scripts with thousands of statements consist of such.
 */
public final class GroupedStatements {
    private static final Set<String> VERBS = Set.of("INSERT", "UPDATE", "DELETE", "MERGE");
    private static final Pattern GIVES_ROWS = Pattern.compile("\\bRETURNING\\b", Pattern.CASE_INSENSITIVE);

    private GroupedStatements() {}

    public static boolean takes(StatementTraits traits, String sql) {
        return VERBS.contains(traits.verb()) && !GIVES_ROWS.matcher(sql).find();
    }
}
