package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of which a statement replaces every value by what has nothing to do with it: {@code ALTER TABLE t ALTER c TYPE
 * integer USING 0}.
 *
 * @param table as written; so is {@code column}
 */
public record ReplacedValues(String table, String column) {

    /** Of one statement. */
    static List<ReplacedValues> of(List<SqlToken> tokens) {
        List<ReplacedValues> found = new ArrayList<>();
        AlteredTable.of(tokens)
                .ifPresent(table -> table.actions()
                        .forEach(action -> column(action)
                                .ifPresent(column -> found.add(new ReplacedValues(table.name(), column)))));
        return found;
    }

    /** The column of which the {@code USING} of this action does not speak; of the whole row neither. */
    private static Optional<String> column(List<SqlToken> action) {
        int at = AlteredTable.typed(action);
        if (at < 0) {
            return Optional.empty();
        }
        SqlToken column = action.get(at);
        for (int i = at + 2; i < action.size(); i++) {
            if (action.get(i).is("USING")) {
                boolean speaks = action.subList(i + 1, action.size()).stream()
                        .anyMatch(token -> token.nameable()
                                && (token.content().equalsIgnoreCase(column.content()) || token.is("SELECT")));
                return speaks ? Optional.empty() : Optional.of(column.text());
            }
        }
        return Optional.empty();
    }
}
