package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what makes a table or materialized view of a query's rows. */
final class FilledTable {
    private static final Set<String> BEFORE =
            Set.of("GLOBAL", "LOCAL", "TEMP", "TEMPORARY", "UNLOGGED", "MATERIALIZED");
    private static final Set<String> OTHERS = Set.of("INSERT", "MERGE");

    private FilledTable() {}

    static Optional<ChangedRows.Change> of(List<SqlToken> tokens, String sql) {
        if (tokens.isEmpty()) {
            return Optional.empty();
        }
        String first = tokens.get(0).word();
        if (first.equals("CREATE")) {
            return created(tokens, sql);
        }
        int into = outside(tokens, "INTO", 1);
        return (first.equals("SELECT") || first.equals("WITH"))
                        && into > 0
                        && !OTHERS.contains(tokens.get(into - 1).word())
                ? Optional.of(change(List.of(), sql))
                : Optional.empty();
    }

    private static Optional<ChangedRows.Change> created(List<SqlToken> tokens, String sql) {
        int at = 1;
        boolean view = false;
        while (at < tokens.size() && BEFORE.contains(tokens.get(at).word())) {
            view = tokens.get(at++).is("MATERIALIZED");
        }
        int as = outside(tokens, "AS", at);
        if (at >= tokens.size() || !tokens.get(at).is(view ? "VIEW" : "TABLE") || as < 0 || as + 1 >= tokens.size()) {
            return Optional.empty();
        }
        int end = tokens.size() - 1;
        boolean ends = tokens.get(end).is(";");
        end -= ends ? 1 : 0;
        boolean data = tokens.get(end).is("DATA");
        if (data && tokens.get(end - 1).is("NO")) {
            return Optional.empty();
        }
        int behind = data && tokens.get(end - 1).is("WITH")
                ? tokens.get(end - 1).offset()
                : tokens.get(end).end();
        boolean perhaps = at + 1 < tokens.size() && tokens.get(at + 1).is("IF");
        return Optional.of(change(
                perhaps ? List.of(String.join("", ChangedRows.name(tokens, at + 4))) : List.of(),
                sql.substring(tokens.get(as + 1).offset(), behind)));
    }

    private static ChangedRows.Change change(List<String> tables, String query) {
        return new ChangedRows.Change(
                "CREATE", tables, false, false, false, query, Optional.of(query), PartOfTable.of(query));
    }

    /** Where a keyword stands that is in no parentheses, from a place on; -1 when nowhere. */
    static int outside(List<SqlToken> tokens, String keyword, int from) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(keyword)) {
                return i;
            }
        }
        return -1;
    }
}
