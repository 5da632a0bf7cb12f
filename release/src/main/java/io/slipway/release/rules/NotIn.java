package io.slipway.release.rules;

import io.slipway.release.sql.RowChange;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds {@code NOT IN (SELECT …)} where one NULL among the query's rows would make a change do nothing. */
final class NotIn {
    private static final Pattern WRITTEN =
            Pattern.compile("\\bNOT\\s+IN\\s*\\(\\s*SELECT\\b", Pattern.CASE_INSENSITIVE);

    private NotIn() {}

    /** Is it such a statement, so that columns must be known? */
    static boolean asked(Statement s) {
        return s.startsAny("UPDATE", "DELETE", "WITH", "DO")
                && WRITTEN.matcher(s.sql()).find();
    }

    static void check(Statement s, Scene scene, StatementRule.Found found) {
        if (!asked(s)) {
            return;
        }
        for (RowChange part : RowChange.of(scene.dialect(), s.tokens(), s.sql())) {
            boolean chooses = part.verb().equals("UPDATE") || part.verb().equals("DELETE");
            List<SqlToken> tokens = chooses ? part.tokens() : List.of();
            int at = Reader.find(tokens, 0, "NOT", "IN", "(", "SELECT");
            while (at >= 0) {
                List<SqlToken> query = new Reader(tokens.subList(at + 2, tokens.size())).parentheses();
                if (givesNull(query, scene)) {
                    found.at(
                            tokens.get(at).offset(),
                            "Where the query gives one NULL, NOT IN holds for no row, and nothing is changed.");
                }
                at = Reader.find(tokens, at + 1, "NOT", "IN", "(", "SELECT");
            }
        }
    }

    /** As far as it is known: of an expression nothing is, nor of a column that the query has a condition on. */
    private static boolean givesNull(List<SqlToken> query, Scene scene) {
        int from = Reader.outside(query, "FROM");
        Optional<Name> column = from < 0 ? Optional.empty() : column(query.subList(1, from));
        if (column.isEmpty()) {
            return false;
        }
        int where = Reader.outside(query, "WHERE");
        boolean conditioned = where >= 0
                && query.subList(where, query.size()).stream()
                        .anyMatch(token -> token.nameable()
                                && token.content().equalsIgnoreCase(column.get().text()));
        List<Source> sources = sources(new Reader(query.subList(from + 1, where < 0 ? query.size() : where)));
        List<Source> its = sources.stream()
                .filter(source -> column.get().schema().isEmpty()
                        || column.get().schema().get().equalsIgnoreCase(source.alias()))
                .toList();
        boolean outer = Reader.has(query, "LEFT") || Reader.has(query, "RIGHT") || Reader.has(query, "FULL");
        boolean never = its.stream()
                .anyMatch(source -> scene.shapes()
                        .column(source.table(), column.get())
                        .filter(Shapes.Shape::notNull)
                        .isPresent());
        return !conditioned && !its.isEmpty() && (outer || !never);
    }

    /** What the query selects, where it is a column, or the least or greatest of one in each group. */
    private static Optional<Name> column(List<SqlToken> selected) {
        Reader in = new Reader(selected);
        in.skipAny("DISTINCT", "ALL");
        if (in.at("MIN", "(") || in.at("MAX", "(")) {
            in.next();
            in = new Reader(in.parentheses());
        }
        if (in.peek().filter(SqlToken::nameable).isEmpty() || in.at("NULL")) {
            return Optional.empty();
        }
        Name name = in.name();
        return in.ended() || in.at("AS") ? Optional.of(name) : Optional.empty();
    }

    /** A table of the query, and what it is called there. */
    private record Source(Name table, String alias) {}

    private static List<Source> sources(Reader in) {
        List<Source> sources = new ArrayList<>();
        boolean table = true;
        while (!in.ended()) {
            if (in.at("(")) {
                in.parentheses();
                table = false;
            } else if (table && in.peek().filter(SqlToken::nameable).isPresent() && !in.at("LATERAL")) {
                Name name = in.name();
                boolean function = in.at("(");
                in.skip("AS");
                boolean named = in.peek().filter(SqlToken::nameable).isPresent() && !joins(in);
                String alias = named ? in.next().content() : name.text();
                if (!function) {
                    sources.add(new Source(name, alias));
                }
                table = false;
            } else {
                SqlToken token = in.next();
                table = token.is("JOIN") || token.is(",");
            }
        }
        return sources;
    }

    private static boolean joins(Reader in) {
        return List.of("JOIN", "LEFT", "RIGHT", "FULL", "INNER", "CROSS", "NATURAL", "GROUP", "ORDER", "LIMIT", "UNION")
                .stream()
                .anyMatch(in::at);
    }
}
