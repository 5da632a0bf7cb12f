package io.slipway.release.estimate;

import io.slipway.release.estimate.ChangedRows.Part;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.Survey.PartQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds the keys that a statement has a b-tree index sort: how long that takes depends on their types and values. */
final class IndexKeys {
    /** What may stand behind a key, besides its collation and the name of an operator class. */
    private static final Set<String> LISTED = Set.of("(", ")", ",");

    private IndexKeys() {}

    static List<ChangedRows.Change> of(List<SqlToken> tokens, String sql) {
        Optional<PartialIndex.Created> created = PartialIndex.Created.of(tokens);
        if (created.isPresent()) {
            return created.get().tree()
                    ? ordered(
                            created.get().table(),
                            keys(tokens, created.get().keys(), sql),
                            created.get().condition(sql),
                            sql)
                    : List.of();
        }
        return AlteredTable.of(tokens).stream()
                .flatMap(altered -> altered.actions().stream()
                        .flatMap(action ->
                                ordered(altered.name(), constrained(action, sql), Optional.empty(), sql).stream()))
                .toList();
    }

    private static List<ChangedRows.Change> ordered(
            String table, List<String> keys, Optional<String> condition, String sql) {
        if (table.isEmpty() || keys.isEmpty()) {
            return List.of();
        }
        List<String> places = new ArrayList<>();
        for (int i = 1; i <= keys.size(); i++) {
            places.add(Integer.toString(i));
        }
        PartQuery query = new PartQuery(
                "SELECT " + String.join(", ", keys) + " FROM " + table,
                condition.map(holds -> " WHERE " + holds).orElse("")
                        // on a line of its own, since a condition may end in a comment
                        + "\nORDER BY " + String.join(", ", places) + " OFFSET 0",
                PartQuery.Gives.ORDER);
        return List.of(PartialIndex.change(table, condition.isEmpty(), sql, new Part(table, query, true)));
    }

    /** Of {@code ADD PRIMARY KEY} and {@code ADD UNIQUE}; none of other actions, nor where an index is there already. */
    private static List<String> constrained(List<SqlToken> action, String sql) {
        int at = AlteredTable.word(action, 1, "CONSTRAINT") ? 3 : 1;
        boolean unique = AlteredTable.word(action, at, "UNIQUE");
        boolean primary = AlteredTable.word(action, at, "PRIMARY") && AlteredTable.word(action, at + 1, "KEY");
        int open = at;
        while (open < action.size() && !action.get(open).is("(")) {
            open++;
        }
        return AlteredTable.word(action, 0, "ADD")
                        && (unique || primary)
                        && open < action.size()
                        && FilledTable.outside(action.subList(0, open), "USING", at) < 0
                ? keys(action, open, sql)
                : List.of();
    }

    /** What stands in the parentheses that open there; none where one of it could not be told apart. */
    private static List<String> keys(List<SqlToken> tokens, int open, String sql) {
        List<String> keys = new ArrayList<>();
        int at = open;
        do {
            int end = key(tokens, at + 1);
            if (end < 0) {
                return List.of();
            }
            keys.add(sql.substring(
                    tokens.get(at + 1).offset(), tokens.get(end - 1).end()));
            at = end;
            while (at < tokens.size() && !LISTED.contains(tokens.get(at).text())) {
                at++;
            }
            at = AlteredTable.word(tokens, at, "(") ? closed(tokens, at) : at;
            while (at < tokens.size() && !LISTED.contains(tokens.get(at).text())) {
                at++;
            }
        } while (AlteredTable.word(tokens, at, ","));
        return AlteredTable.word(tokens, at, ")") ? List.copyOf(keys) : List.of();
    }

    /** Behind a column, a call or an expression in parentheses, and its collation; -1 where none stands there. */
    private static int key(List<SqlToken> tokens, int from) {
        if (from >= tokens.size()
                || !tokens.get(from).is("(") && !tokens.get(from).nameable()) {
            return -1;
        }
        int named = from + ChangedRows.name(tokens, from).size();
        int end = AlteredTable.word(tokens, named, "(") ? closed(tokens, named) : named;
        return AlteredTable.word(tokens, end, "COLLATE")
                ? end + 1 + ChangedRows.name(tokens, end + 1).size()
                : end;
    }

    /** Behind the parenthesis that closes the one there. */
    private static int closed(List<SqlToken> tokens, int open) {
        int depth = 0;
        int at = open;
        do {
            depth += tokens.get(at).is("(") ? 1 : tokens.get(at).is(")") ? -1 : 0;
            at++;
        } while (depth > 0 && at < tokens.size());
        return at;
    }
}
