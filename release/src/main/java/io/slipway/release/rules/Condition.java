package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The condition of a statement, as far as its words alone say how it comes out. */
final class Condition {
    /** What may stand behind the condition of a statement that changes rows. */
    private static final Set<String> BEHIND = Set.of("RETURNING", "ORDER", "LIMIT", "WHEN", ";");

    private static final Set<String> QUERY = Set.of("SELECT", "WITH", "VALUES", "TABLE");

    private Condition() {}

    /** Does each row meet what stands there, at the latest once its columns are not NULL? */
    static boolean alwaysHolds(List<SqlToken> tokens, int from) {
        int end = from;
        for (int depth = 0; end < tokens.size(); end++) {
            depth += step(tokens.get(end));
            if (depth == 0 && BEHIND.contains(tokens.get(end).word())) {
                break;
            }
        }
        return alwaysHolds(tokens.subList(from, end));
    }

    private static boolean alwaysHolds(List<SqlToken> condition) {
        if (condition.isEmpty() || QUERY.contains(condition.get(0).word())) {
            return false;
        }
        List<List<SqlToken>> either = parts(condition, "OR");
        if (either.size() > 1) {
            return either.stream().anyMatch(Condition::alwaysHolds);
        }
        List<List<SqlToken>> all = parts(condition, "AND");
        if (all.size() > 1) {
            return all.stream().allMatch(Condition::alwaysHolds);
        }
        if (inParentheses(condition)) {
            return alwaysHolds(condition.subList(1, condition.size() - 1));
        }
        int half = condition.size() / 2;
        return condition.size() == 1 && holds(condition.get(0))
                || condition.size() % 2 == 1
                        && condition.get(half).is("=")
                        && same(condition.subList(0, half), condition.subList(half + 1, condition.size()));
    }

    /** A number is a condition too, other than in PostgreSQL. */
    private static boolean holds(SqlToken token) {
        return token.is("TRUE")
                || token.kind() == SqlToken.Kind.NUMBER && token.text().matches("0*[1-9][0-9]*");
    }

    /** A column or a value twice: a function may come to another value each time. */
    private static boolean same(List<SqlToken> left, List<SqlToken> right) {
        for (int i = 0; i < left.size(); i++) {
            SqlToken one = left.get(i);
            SqlToken other = right.get(i);
            boolean alike = one.nameable() && other.nameable()
                    ? one.folded().equals(other.folded())
                    : one.kind() == other.kind() && one.text().equals(other.text());
            boolean operand = i % 2 == 1
                    ? one.is(".")
                    : one.nameable() || one.kind() == SqlToken.Kind.STRING || one.kind() == SqlToken.Kind.NUMBER;
            if (!alike || !operand || one.is("NULL")) {
                return false;
            }
        }
        return left.size() % 2 == 1;
    }

    private static boolean inParentheses(List<SqlToken> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += step(tokens.get(i));
            if (depth == 0) {
                return i > 0 && i == tokens.size() - 1 && tokens.get(0).is("(");
            }
        }
        return false;
    }

    /** Cut at a word that stands in no parentheses and in no CASE. */
    private static List<List<SqlToken>> parts(List<SqlToken> tokens, String word) {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += step(tokens.get(i));
            if (depth == 0 && tokens.get(i).is(word)) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        parts.add(tokens.subList(start, tokens.size()));
        return parts;
    }

    /** How much deeper it is behind this token. */
    private static int step(SqlToken token) {
        return token.is("(") || token.is("CASE") ? 1 : token.is(")") || token.is("END") ? -1 : 0;
    }
}
