package io.slipway.release.estimate;

import io.slipway.release.estimate.ChangedRows.Part;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.RowChange;
import io.slipway.release.sql.SplitException;
import io.slipway.release.sql.SqlToken;
import io.slipway.release.target.Survey.PartQuery;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds what can be asked of a part of a table: statements and queries that look at one table only. */
final class PartOfTable {
    /** What ends the name of a table and its alias in a query. */
    private static final Set<String> BEHIND =
            Set.of("WHERE", "GROUP", "HAVING", "WINDOW", "ORDER", "LIMIT", "OFFSET", "FETCH", "FOR");
    /** There is another table, or another query. */
    private static final Set<String> OTHERS =
            Set.of("JOIN", "UNION", "INTERSECT", "EXCEPT", "WITH", "TABLESAMPLE", "INTO", "FOR");
    /** With those a query gives no more rows for a larger table, or not as many more. */
    private static final Set<String> GATHERS = Set.of("GROUP", "DISTINCT", "LIMIT", "OFFSET", "FETCH", "HAVING");

    private static final Set<String> AGGREGATES =
            Set.of("COUNT", "SUM", "MIN", "MAX", "AVG", "ARRAY_AGG", "STRING_AGG");

    private PartOfTable() {}

    /** Rows that an {@code UPDATE} or {@code DELETE} changes. */
    static Optional<Part> picked(RowChange part) {
        boolean deletes = part.verb().equals("DELETE");
        int from = deletes ? 2 : 1;
        int end = deletes ? part.outside("WHERE") : part.outside("SET");
        int where = part.outside("WHERE");
        int others = part.outside(deletes ? "USING" : "FROM");
        boolean alone = others < from || others > where;
        if (!deletes && !part.verb().equals("UPDATE") || where < 0 || end <= from || !alone) {
            return Optional.empty();
        }
        return ChangedRows.text(part, from, end)
                .flatMap(table -> ChangedRows.text(part, where + 1, part.outside("RETURNING"))
                        .map(condition -> rows(name(part.tokens(), from), table, condition)));
    }

    /** @param from the table with its alias */
    static Part rows(String table, String from, String condition) {
        return new Part(
                table,
                new PartQuery("SELECT tableoid, ctid FROM " + from, " WHERE " + condition, PartQuery.Gives.PLACES),
                true);
    }

    /** Of the rows that a statement with a condition changes, those that have a value in a column. */
    static Part having(Part part, String column) {
        String condition = part.query().tail().replaceFirst("^ WHERE ", "");
        // on a line of its own, since the condition may end in a comment
        return new Part(
                part.table(),
                new PartQuery(
                        part.query().head(),
                        " WHERE (" + condition + "\n) AND " + column + " IS NOT NULL",
                        PartQuery.Gives.PLACES),
                part.grows());
    }

    /** What a query gives. */
    static Optional<Part> of(String query) {
        List<SqlToken> tokens;
        try {
            tokens = SqlToken.of(Dialect.POSTGRESQL, query);
        } catch (SplitException e) {
            return Optional.empty();
        }
        int from = outside(tokens, Set.of("FROM"), 0);
        boolean alone = !tokens.isEmpty()
                && tokens.get(0).is("SELECT")
                && from > 0
                && from + 1 < tokens.size()
                && tokens.get(from + 1).nameable()
                && outside(tokens, OTHERS, 0) < 0;
        if (!alone) {
            return Optional.empty();
        }
        int behind = outside(tokens, BEHIND, from);
        int end = behind < 0 ? tokens.size() : behind;
        if (outside(tokens.subList(from, end), Set.of(",", "("), 0) >= 0) {
            return Optional.empty();
        }
        int cut = tokens.get(end - 1).is(";")
                ? tokens.get(end - 2).end()
                : tokens.get(end - 1).end();
        String tail = query.substring(cut).strip();
        tail = tail.endsWith(";") ? tail.substring(0, tail.length() - 1) : tail;
        boolean gathers = outside(tokens, GATHERS, 0) >= 0
                || tokens.subList(0, from).stream().anyMatch(token -> AGGREGATES.contains(token.word()));
        return Optional.of(new Part(
                name(tokens, from + 1),
                new PartQuery(query.substring(0, cut), " " + tail, PartQuery.Gives.ROWS),
                !gathers));
    }

    private static String name(List<SqlToken> tokens, int from) {
        int at = tokens.get(from).is("ONLY") ? from + 1 : from;
        return String.join("", ChangedRows.name(tokens, at));
    }

    /** Where the first of some keywords stands that is in no parentheses, from a place on; -1 where none does. */
    private static int outside(List<SqlToken> tokens, Set<String> keywords, int from) {
        int depth = 0;
        for (int i = from; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (depth == 0 && keywords.stream().anyMatch(token::is)) {
                return i;
            }
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
        }
        return -1;
    }
}
