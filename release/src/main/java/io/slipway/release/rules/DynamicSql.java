package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What a body of PL/pgSQL puts together and runs: {@code EXECUTE 'DROP TABLE ' || name}, or the same by way of a variable.
 * A part is safe that is a string as it stands, or that a function quotes.
 */
final class DynamicSql {
    private static final Set<String> QUOTING = Set.of("QUOTE_IDENT", "QUOTE_LITERAL", "QUOTE_NULLABLE", "FORMAT");

    private final List<SqlToken> tokens;

    DynamicSql(List<SqlToken> tokens) {
        this.tokens = tokens;
    }

    /** Each {@code EXECUTE} of something that is put together with what nobody quoted. */
    List<SqlToken> unquoted() {
        List<SqlToken> found = new ArrayList<>();
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is("EXECUTE")
                    && !tokens.get(i + 1).is("FUNCTION")
                    && !tokens.get(i + 1).is("PROCEDURE")) {
                List<SqlToken> executed = until(i + 1, Set.of(";", "USING", "INTO", "LOOP"));
                boolean variable = executed.size() == 1 && executed.get(0).nameable();
                if (open(executed) || variable && assigned(executed.get(0), i)) {
                    found.add(tokens.get(i));
                }
            }
        }
        return found;
    }

    private List<SqlToken> until(int from, Set<String> ends) {
        int depth = 0;
        int end = from;
        while (end < tokens.size()
                && (depth > 0 || !ends.contains(tokens.get(end).word()))) {
            depth += tokens.get(end).is("(") ? 1 : tokens.get(end).is(")") ? -1 : 0;
            end++;
        }
        return tokens.subList(from, end);
    }

    /** Whether the nearest assignment before puts it together from what nobody quoted. */
    private boolean assigned(SqlToken variable, int before) {
        for (int i = before - 2; i >= 0; i--) {
            boolean to = tokens.get(i).nameable() && tokens.get(i).content().equalsIgnoreCase(variable.content());
            int value = !to
                    ? -1
                    : tokens.get(i + 1).is("=") ? i + 2 : Reader.find(tokens, i + 1, ":", "=") == i + 1 ? i + 3 : -1;
            if (value > 0) {
                return open(until(value, Set.of(";")));
            }
        }
        return false;
    }

    /** Whether one of the parts that are put together is neither a string nor quoted. */
    private static boolean open(List<SqlToken> expression) {
        List<List<SqlToken>> parts = parts(expression);
        return parts.size() > 1
                && parts.stream().anyMatch(DynamicSql::string)
                && parts.stream().anyMatch(part -> !string(part) && !quoted(part));
    }

    private static boolean string(List<SqlToken> part) {
        return part.stream().allMatch(token -> token.kind() == SqlToken.Kind.STRING);
    }

    private static boolean quoted(List<SqlToken> part) {
        return part.stream()
                .anyMatch(token -> QUOTING.contains(token.word()) || token.is("REGCLASS") || token.is("REGPROC"));
    }

    /** Cut at each {@code ||} that stands in no parentheses. */
    private static List<List<SqlToken>> parts(List<SqlToken> expression) {
        List<List<SqlToken>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i + 1 < expression.size(); i++) {
            depth += expression.get(i).is("(") ? 1 : expression.get(i).is(")") ? -1 : 0;
            if (depth == 0 && expression.get(i).is("|") && expression.get(i + 1).is("|")) {
                parts.add(expression.subList(start, i));
                start = i + 2;
                i++;
            }
        }
        parts.add(expression.subList(start, expression.size()));
        return parts;
    }
}
