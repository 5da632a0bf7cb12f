package io.slipway.release.estimate;

import io.slipway.release.estimate.ChangedRows.Part;
import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;

/** A {@code CREATE INDEX} that takes only rows for which a condition holds, and that is no b-tree. */
final class PartialIndex {
    static final String VERB = "INDEX";

    private PartialIndex() {}

    static Optional<ChangedRows.Change> of(List<SqlToken> tokens, String sql) {
        return Created.of(tokens)
                .filter(created -> !created.tree())
                .flatMap(created -> created.condition(sql)
                        .map(condition -> change(
                                created.table(),
                                false,
                                sql,
                                PartOfTable.rows(created.table(), created.table(), condition))));
    }

    static ChangedRows.Change change(String table, boolean all, String sql, Part part) {
        return new ChangedRows.Change(
                VERB, List.of(table), all, false, false, sql, Optional.empty(), Optional.of(part));
    }

    /**
     * A {@code CREATE INDEX}.
     *
     * @param table as written
     * @param tree whether it sorts its keys
     * @param keys where the parenthesis stands that opens them
     */
    record Created(List<SqlToken> tokens, String table, boolean tree, int keys) {

        static Optional<Created> of(List<SqlToken> tokens) {
            int index = AlteredTable.word(tokens, 1, "UNIQUE") ? 2 : 1;
            int on = FilledTable.outside(tokens, "ON", index);
            if (!AlteredTable.word(tokens, 0, "CREATE") || !AlteredTable.word(tokens, index, "INDEX") || on < 0) {
                return Optional.empty();
            }
            int at = AlteredTable.word(tokens, on + 1, "ONLY") ? on + 2 : on + 1;
            List<String> name = ChangedRows.name(tokens, at);
            int using = at + name.size();
            boolean told = AlteredTable.word(tokens, using, "USING");
            int keys = told ? using + 2 : using;
            return name.isEmpty() || !AlteredTable.word(tokens, keys, "(")
                    ? Optional.empty()
                    : Optional.of(new Created(
                            tokens,
                            String.join("", name),
                            !told || tokens.get(using + 1).folded().equals("btree"),
                            keys));
        }

        /** Which rows it has; empty for all. */
        Optional<String> condition(String sql) {
            int where = FilledTable.outside(tokens, "WHERE", keys);
            SqlToken last = tokens.get(tokens.size() - 1);
            return where < 0 || where + 1 >= tokens.size()
                    ? Optional.empty()
                    : Optional.of(
                            sql.substring(tokens.get(where + 1).offset(), last.is(";") ? last.offset() : last.end()));
        }
    }
}
