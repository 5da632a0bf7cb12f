package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/** A {@code CREATE INDEX} that takes only rows for which a condition holds. */
final class PartialIndex {
    static final String VERB = "INDEX";

    private PartialIndex() {}

    static Optional<ChangedRows.Change> of(List<SqlToken> tokens, String sql) {
        int index = AlteredTable.word(tokens, 1, "UNIQUE") ? 2 : 1;
        if (!AlteredTable.word(tokens, 0, "CREATE") || !AlteredTable.word(tokens, index, "INDEX")) {
            return Optional.empty();
        }
        int on = FilledTable.outside(tokens, "ON", index);
        int where = FilledTable.outside(tokens, "WHERE", Math.max(on, 0));
        if (on < 0 || where < 0 || where + 1 >= tokens.size()) {
            return Optional.empty();
        }
        int table = AlteredTable.word(tokens, on + 1, "ONLY") ? on + 2 : on + 1;
        String name = String.join("", ChangedRows.name(tokens, table));
        SqlToken last = tokens.get(tokens.size() - 1);
        String condition = sql.substring(tokens.get(where + 1).offset(), last.is(";") ? last.offset() : last.end());
        return Optional.of(new ChangedRows.Change(
                VERB,
                List.of(name),
                false,
                false,
                false,
                sql,
                Optional.empty(),
                Optional.of(PartOfTable.rows(name, name, condition))));
    }
}
