package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;

/**
 * A column that becomes a timestamp with or without time zone. Where the session's time zone is UTC, as on the reference
 * database, both are stored alike, and PostgreSQL keeps the table's file; elsewhere it writes the table anew.
 *
 * @param table as written
 * @param column as the catalogue has it
 * @param zoned whether it becomes one with time zone
 */
public record Retimed(String table, String column, boolean zoned) {

    /** Of one statement. */
    static List<Retimed> of(List<SqlToken> tokens) {
        List<Retimed> found = new ArrayList<>();
        AlteredTable.of(tokens)
                .ifPresent(table -> table.actions().forEach(action -> {
                    int at = AlteredTable.typed(action);
                    int type = at < 0 ? action.size() : at + (AlteredTable.word(action, at + 1, "TYPE") ? 2 : 4);
                    boolean zoned = AlteredTable.word(action, type, "TIMESTAMPTZ");
                    if (zoned || AlteredTable.word(action, type, "TIMESTAMP")) {
                        found.add(new Retimed(table.name(), action.get(at).folded(), zoned || with(action, type + 1)));
                    }
                }));
        return found;
    }

    private static boolean with(List<SqlToken> action, int from) {
        for (int i = from; i < action.size() && !action.get(i).is("USING"); i++) {
            if (action.get(i).is("WITH")) {
                return true;
            }
        }
        return false;
    }
}
