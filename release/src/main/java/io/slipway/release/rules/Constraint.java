package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A constraint or index of a table, as {@code CREATE TABLE} and {@code ALTER TABLE … ADD} define it.
 *
 * @param columns plain columns that it is over, in order; empty when it is over expressions
 * @param references the table that a foreign key points to
 * @param tokens all of it
 */
record Constraint(
        Kind kind, Optional<Name> name, List<Name> columns, Optional<Name> references, List<SqlToken> tokens) {

    enum Kind {
        PRIMARY_KEY,
        UNIQUE,
        FOREIGN_KEY,
        CHECK,
        EXCLUDE,
        NOT_NULL,
        /** {@code LIKE other}. */
        LIKE,
        /** MySQL's {@code KEY} and {@code INDEX}. */
        INDEX,
        FULLTEXT
    }

    /** Does a constraint start here, rather than a column? */
    static boolean starts(Reader in, boolean mysql) {
        return Stream.of("CONSTRAINT", "UNIQUE", "CHECK", "LIKE").anyMatch(in::at)
                || in.at("PRIMARY", "KEY")
                || in.at("FOREIGN", "KEY")
                || in.at("EXCLUDE", "USING")
                || in.at("EXCLUDE", "(")
                || in.at("NOT", "NULL")
                || mysql
                        && Stream.of("KEY", "INDEX", "FULLTEXT", "SPATIAL", "PERIOD")
                                .anyMatch(in::at);
    }

    static Constraint read(List<SqlToken> tokens, boolean mysql) {
        Reader in = new Reader(tokens);
        Optional<Name> name = Optional.empty();
        if (in.skip("CONSTRAINT")) {
            boolean unnamed = in.at("PRIMARY", "KEY") || in.at("FOREIGN", "KEY") || in.at("UNIQUE") || in.at("CHECK");
            name = unnamed ? Optional.empty() : Optional.of(in.name());
        }
        Kind kind = kind(in);
        if (mysql && kind != Kind.CHECK && !in.at("(")) {
            in.skipAny("KEY", "INDEX");
            if (!in.at("(") && !in.at("USING")) {
                name = name.or(() -> Optional.of(in.name()));
            }
        }
        in.skip("NULLS", "NOT", "DISTINCT");
        if (in.skip("USING") && mysql) {
            in.next();
        }
        List<Name> columns = List.of();
        if (kind != Kind.CHECK && kind != Kind.LIKE && kind != Kind.EXCLUDE && in.at("(")) {
            columns = columns(in.parentheses());
        }
        Optional<Name> references =
                kind == Kind.FOREIGN_KEY && in.skip("REFERENCES") ? Optional.of(in.name()) : Optional.empty();
        return new Constraint(kind, name, columns, references, tokens);
    }

    private static Kind kind(Reader in) {
        if (in.skip("PRIMARY", "KEY")) {
            return Kind.PRIMARY_KEY;
        } else if (in.skip("UNIQUE")) {
            return Kind.UNIQUE;
        } else if (in.skip("FOREIGN", "KEY")) {
            return Kind.FOREIGN_KEY;
        } else if (in.skip("CHECK")) {
            return Kind.CHECK;
        } else if (in.skip("EXCLUDE")) {
            return Kind.EXCLUDE;
        } else if (in.skip("NOT", "NULL")) {
            return Kind.NOT_NULL;
        } else if (in.skip("LIKE")) {
            return Kind.LIKE;
        } else if (in.skipAny("KEY", "INDEX")) {
            return Kind.INDEX;
        } else if (in.skipAny("FULLTEXT", "SPATIAL")) {
            return Kind.FULLTEXT;
        } else if (in.skip("PERIOD")) {
            return Kind.CHECK;
        }
        throw new Reader.Unread("this constraint is of no known kind");
    }

    /** The plain columns of a list such as {@code (a, b DESC, c(10))}; none when an expression is among them. */
    static List<Name> columns(List<SqlToken> list) {
        List<Name> names = new java.util.ArrayList<>();
        for (List<SqlToken> part : Reader.parts(list)) {
            if (part.isEmpty()
                    || !part.get(0).nameable()
                    || part.size() > 1 && part.get(1).is("(") && !isPrefix(part)) {
                return List.of();
            }
            names.add(new Name(
                    Optional.empty(),
                    part.get(0).content(),
                    part.get(0).quoted(),
                    part.get(0).offset()));
        }
        return List.copyOf(names);
    }

    /** MySQL's {@code name(10)}. */
    private static boolean isPrefix(List<SqlToken> part) {
        return part.size() >= 4
                && part.get(2).kind() == SqlToken.Kind.NUMBER
                && part.get(3).is(")");
    }

    boolean notValid() {
        return Reader.has(tokens, "NOT", "VALID");
    }

    boolean usingIndex() {
        return Reader.has(tokens, "USING", "INDEX");
    }

    int offset() {
        return tokens.isEmpty() ? 0 : tokens.get(0).offset();
    }
}
