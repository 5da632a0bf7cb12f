package io.slipway.release.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A part of a statement that changes or empties what is in a table: all of it, one that stands in its {@code WITH}, or one
 * in the body of a {@code DO}, as it is or in the string of an {@code EXECUTE}. What is put together while it runs is not
 * seen.
 *
 * @param verb {@code INSERT}, {@code REPLACE}, {@code UPDATE}, {@code DELETE}, {@code MERGE} or {@code TRUNCATE}
 * @param tokens from its verb on, with their places in the whole statement
 * @param sql the statement that would do it by itself: of a part of a {@code WITH}, the one with the {@code WITH}
 */
public record RowChange(String verb, List<SqlToken> tokens, String sql) {
    private static final Set<String> VERBS = Set.of("INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE", "TRUNCATE");
    /** What stands before a statement in a body. */
    private static final Set<String> BEFORE = Set.of(";", "BEGIN", "THEN", "ELSE", "LOOP", "QUERY", "IN");

    /** @param sql a statement, of which {@code tokens} may be the first ones */
    public static List<RowChange> of(Dialect dialect, List<SqlToken> tokens, String sql) {
        List<RowChange> found = new ArrayList<>();
        if (dialect == Dialect.POSTGRESQL && !tokens.isEmpty() && tokens.get(0).is("DO")) {
            tokens.stream()
                    .filter(token -> token.kind() == SqlToken.Kind.STRING)
                    .findFirst()
                    .ifPresent(body -> body(body, found));
        } else {
            statement(tokens, sql, found);
        }
        return List.copyOf(found);
    }

    /** Whether it takes rows away. */
    public boolean deletes() {
        return verb.equals("DELETE") || verb.equals("TRUNCATE") || verb.equals("MERGE") && find("THEN", "DELETE") >= 0;
    }

    /** Where a keyword stands among its tokens, in no parentheses; -1 when nowhere. */
    public int outside(String keyword) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is(keyword)) {
                return i;
            }
        }
        return -1;
    }

    private int find(String first, String second) {
        for (int i = 0; i + 1 < tokens.size(); i++) {
            if (tokens.get(i).is(first) && tokens.get(i + 1).is(second)) {
                return i;
            }
        }
        return -1;
    }

    private static void statement(List<SqlToken> tokens, String sql, List<RowChange> found) {
        if (tokens.isEmpty()) {
            return;
        }
        String verb = tokens.get(0).word();
        if (verb.equals("WITH")) {
            with(tokens, sql, found);
        } else if (VERBS.contains(verb)) {
            found.add(new RowChange(verb, tokens, sql));
            if (verb.equals("INSERT")) {
                // its query may have a WITH of its own
                int with = found.get(found.size() - 1).outside("WITH");
                with(with < 0 ? List.of() : tokens.subList(with, tokens.size()), sql, found);
            }
        }
    }

    /** What stands in the parentheses of a {@code WITH}, and then what it is for. */
    private static void with(List<SqlToken> tokens, String sql, List<RowChange> found) {
        int depth = 0;
        int opened = 0;
        for (int i = 1; i < tokens.size(); i++) {
            SqlToken token = tokens.get(i);
            if (token.is("(")) {
                opened = depth == 0 ? i : opened;
                depth++;
            } else if (token.is(")")) {
                depth--;
                boolean query = tokens.get(opened - 1).is("AS")
                        || tokens.get(opened - 1).is("MATERIALIZED");
                if (depth == 0 && query) {
                    statement(tokens.subList(opened + 1, i), sql, found);
                }
            } else if (depth == 0 && tokens.get(i - 1).is(")") && VERBS.contains(token.word())) {
                statement(tokens.subList(i, tokens.size()), sql, found);
                return;
            }
        }
    }

    private static void body(SqlToken string, List<RowChange> found) {
        String text = string.content();
        List<SqlToken> tokens = read(text).orElse(List.of());
        for (int i = 0; i < tokens.size(); i++) {
            boolean begins = i == 0 || BEFORE.contains(tokens.get(i - 1).word());
            if (begins && (VERBS.contains(tokens.get(i).word()) || tokens.get(i).is("WITH"))) {
                int end = end(tokens, i);
                statement(
                        placed(tokens.subList(i, end), string.contentOffset()),
                        text.substring(
                                tokens.get(i).offset(), tokens.get(end - 1).end()),
                        found);
                i = end - 1;
            } else if (tokens.get(i).is("EXECUTE") && literal(tokens, i + 1)) {
                SqlToken inner = tokens.get(i + 1);
                String sql = inner.content();
                statement(
                        placed(read(sql).orElse(List.of()), string.contentOffset() + inner.contentOffset()),
                        sql,
                        found);
            }
        }
    }

    /** A string that nothing is put to. */
    private static boolean literal(List<SqlToken> tokens, int at) {
        return at < tokens.size()
                && tokens.get(at).kind() == SqlToken.Kind.STRING
                && (at + 1 == tokens.size()
                        || Set.of(";", "INTO", "USING")
                                .contains(tokens.get(at + 1).word()));
    }

    /** The index behind the statement that begins there: a loop over its rows ends it as well. */
    private static int end(List<SqlToken> tokens, int from) {
        int end = from + 1;
        while (end < tokens.size()
                && !tokens.get(end).is(";")
                && !tokens.get(end).is("LOOP")) {
            end++;
        }
        return end;
    }

    private static List<SqlToken> placed(List<SqlToken> tokens, int offset) {
        return tokens.stream()
                .map(token -> new SqlToken(token.kind(), token.text(), token.offset() + offset))
                .toList();
    }

    /** Empty for a body in another language, with quotes of its own. */
    private static Optional<List<SqlToken>> read(String text) {
        try {
            return Optional.of(SqlToken.of(Dialect.POSTGRESQL, text));
        } catch (SplitException e) {
            return Optional.empty();
        }
    }
}
