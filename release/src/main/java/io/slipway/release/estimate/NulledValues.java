package io.slipway.release.estimate;

import io.slipway.release.sql.RowChange;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A column of which an {@code UPDATE} takes the values and gives none: {@code SET c = NULL}, or {@code SET c = DEFAULT},
 * which is the same where the column has no default.
 *
 * @param change of which rows
 * @param column as written
 */
public record NulledValues(ChangedRows.Change change, String column, boolean byDefault) {
    private static final List<String> ENDS = List.of("FROM", "WHERE", "RETURNING", "ORDER", "LIMIT", ";");

    /** Of one part of a statement. */
    static List<NulledValues> of(RowChange part, ChangedRows.Change change) {
        int set = part.verb().equals("UPDATE") ? part.outside("SET") : -1;
        if (set < 0 || change.tables().isEmpty()) {
            return List.of();
        }
        List<NulledValues> found = new ArrayList<>();
        for (List<SqlToken> assignment :
                assignments(part.tokens().subList(set + 1, part.tokens().size()))) {
            List<List<SqlToken>> sides = AlteredTable.cut(assignment, "=");
            if (sides.size() == 2) {
                paired(sides.get(0), sides.get(1))
                        .forEach(pair -> found(pair, change).ifPresent(found::add));
            }
        }
        return found;
    }

    /** A column, or what stands for one, with what it is set to. */
    private record Pair(List<SqlToken> column, List<SqlToken> value) {}

    private static List<List<SqlToken>> assignments(List<SqlToken> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && ENDS.contains(tokens.get(i).word())) {
                return AlteredTable.cut(tokens.subList(0, i), ",");
            }
        }
        return AlteredTable.cut(tokens, ",");
    }

    /** Of {@code (a, b) = (1, NULL)} each by itself. */
    private static List<Pair> paired(List<SqlToken> left, List<SqlToken> right) {
        if (!AlteredTable.word(left, 0, "(")) {
            return List.of(new Pair(left, right));
        }
        List<SqlToken> row = AlteredTable.word(right, 0, "ROW") ? right.subList(1, right.size()) : right;
        List<List<SqlToken>> columns = AlteredTable.cut(ReplacedValues.bare(left), ",");
        List<List<SqlToken>> values = AlteredTable.cut(ReplacedValues.bare(row), ",");
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < columns.size() && columns.size() == values.size(); i++) {
            pairs.add(new Pair(columns.get(i), values.get(i)));
        }
        return pairs;
    }

    private static Optional<NulledValues> found(Pair pair, ChangedRows.Change change) {
        // an element of an array or a field of a row is not all of it
        if (pair.column().size() != 1) {
            return Optional.empty();
        }
        List<SqlToken> value = ReplacedValues.uncast(pair.value());
        boolean byDefault = value.size() == 1 && value.get(0).is("DEFAULT");
        return byDefault || value.size() == 1 && value.get(0).is("NULL")
                ? Optional.of(new NulledValues(change, pair.column().get(0).text(), byDefault))
                : Optional.empty();
    }

    /** The same statement, as far as it changes rows that have a value there. */
    public ChangedRows.Change ofValues() {
        return change.with(change.part().map(part -> PartOfTable.having(part, column)));
    }
}
