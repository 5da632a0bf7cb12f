package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which columns a script may give another type; what else it changes of a column breaks nothing that needs it. */
public final class RetypedColumns {
    /** What code does is not seen in the statement that runs it; a type or domain is of columns that are not named. */
    private static final Set<String> RUN_CODE = Set.of("DO", "CALL", "SELECT", "WITH", "EXECUTE");

    private final Set<String> named = new HashSet<>();
    private boolean any;

    void add(List<SqlToken> tokens) {
        boolean alters = AlteredTable.word(tokens, 0, "ALTER");
        any |= !tokens.isEmpty() && RUN_CODE.contains(tokens.get(0).word());
        any |= alters && (AlteredTable.word(tokens, 1, "TYPE") || AlteredTable.word(tokens, 1, "DOMAIN"));
        AlteredTable.of(tokens)
                .ifPresent(table -> table.actions().forEach(action -> {
                    int at = AlteredTable.typed(action);
                    if (at >= 0) {
                        named.add(action.get(at).folded());
                    }
                }));
    }

    /** @param column as the catalogue has it */
    public boolean mayHave(String column) {
        return any || named.contains(column);
    }
}
