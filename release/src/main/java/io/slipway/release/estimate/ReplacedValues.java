package io.slipway.release.estimate;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A column of which a statement replaces values while it takes another type: all of them by what has nothing to do with
 * them ({@code ALTER TABLE t ALTER c TYPE integer USING 0}), or those that what is made of them does not keep ({@code USING
 * left(c, 3)}). What only casts keeps or refuses them, apart from casts to a length, which cut without a word.
 *
 * @param table as written; so is {@code column}
 * @param all whether none is looked at
 */
public record ReplacedValues(String table, String column, boolean all) {
    private static final Set<String> CUTTING = Set.of("VARCHAR", "CHAR", "CHARACTER", "VARYING", "BPCHAR", "BIT");

    /** Of one statement. */
    static List<ReplacedValues> of(List<SqlToken> tokens) {
        List<ReplacedValues> found = new ArrayList<>();
        AlteredTable.of(tokens)
                .ifPresent(table -> table.actions()
                        .forEach(action -> of(table.name(), action).ifPresent(found::add)));
        return found;
    }

    private static Optional<ReplacedValues> of(String table, List<SqlToken> action) {
        int at = AlteredTable.typed(action);
        if (at < 0) {
            return Optional.empty();
        }
        SqlToken column = action.get(at);
        for (int i = at + 2; i < action.size(); i++) {
            if (action.get(i).is("USING")) {
                List<SqlToken> expression = action.subList(i + 1, action.size());
                // a query may look at it, and so may what looks at the whole row
                boolean speaks = expression.stream()
                        .anyMatch(token -> token.nameable()
                                && (token.content().equalsIgnoreCase(column.content()) || token.is("SELECT")));
                return speaks && kept(expression)
                        ? Optional.empty()
                        : Optional.of(new ReplacedValues(table, column.text(), !speaks));
            }
        }
        return Optional.empty();
    }

    private static boolean kept(List<SqlToken> expression) {
        List<SqlToken> value = uncast(expression);
        boolean named = value.size() == 1 || value.size() == 3 && value.get(1).is(".");
        return named && !cuts(expression);
    }

    private static boolean cuts(List<SqlToken> expression) {
        for (int i = 1; i < expression.size(); i++) {
            if (expression.get(i).is("(")
                    && CUTTING.contains(expression.get(i - 1).word())) {
                return true;
            }
        }
        return false;
    }

    /** What is cast or taken to a time zone, without that. */
    static List<SqlToken> uncast(List<SqlToken> expression) {
        List<SqlToken> value = bare(expression);
        for (String cast : List.of("::", ":", "AT")) {
            List<SqlToken> before = AlteredTable.cut(value, cast).get(0);
            if (!before.isEmpty() && before.size() < value.size()) {
                return uncast(before);
            }
        }
        if (AlteredTable.word(value, 0, "CAST") && AlteredTable.word(value, 1, "(")) {
            List<SqlToken> inner = bare(value.subList(1, value.size()));
            List<SqlToken> operand = AlteredTable.cut(inner, "AS").get(0);
            return operand.size() < inner.size() ? uncast(operand) : value;
        }
        return value;
    }

    /** Without the parentheses around all of it. */
    static List<SqlToken> bare(List<SqlToken> expression) {
        int last = expression.size() - 1;
        if (last < 1 || !expression.get(0).is("(")) {
            return expression;
        }
        int depth = 0;
        for (int i = 0; i <= last; i++) {
            depth += expression.get(i).is("(") ? 1 : expression.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i == last ? bare(expression.subList(1, last)) : expression;
            }
        }
        return expression;
    }
}
