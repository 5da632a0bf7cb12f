package io.slipway.release.rules;

import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * A column as a statement defines it.
 *
 * @param type in lower case, without what stands in parentheses: {@code character varying}, {@code timestamp with time zone}
 * @param size what stands in the type's parentheses
 * @param fallback the expression behind DEFAULT
 * @param rest the tokens behind the type
 */
record Column(
        Name name,
        String type,
        List<SqlToken> size,
        boolean array,
        boolean notNull,
        boolean primaryKey,
        boolean unique,
        Optional<Name> references,
        Optional<List<SqlToken>> fallback,
        boolean storedGenerated,
        boolean identity,
        List<SqlToken> rest) {

    /** Words that end a type. */
    private static final Set<String> AFTER_TYPE = Set.of(
            "CONSTRAINT",
            "NOT",
            "NULL",
            "DEFAULT",
            "PRIMARY",
            "UNIQUE",
            "REFERENCES",
            "CHECK",
            "GENERATED",
            "COLLATE",
            "COMMENT",
            "AUTO_INCREMENT",
            "KEY",
            "ON",
            "FIRST",
            "AFTER",
            "CHARSET",
            "INVISIBLE",
            "VIRTUAL",
            "STORED",
            "PERSISTENT",
            "AS",
            "STORAGE",
            "COMPRESSION",
            "USING",
            "DEFERRABLE",
            "INITIALLY");

    private static final Set<String> SERIAL =
            Set.of("serial", "bigserial", "smallserial", "serial2", "serial4", "serial8");

    static Column read(Reader in) {
        Name name = in.name();
        StringBuilder type = new StringBuilder();
        List<SqlToken> size = List.of();
        boolean array = false;
        while (!in.ended() && !endsType(in)) {
            if (in.at("(")) {
                List<SqlToken> inside = in.parentheses();
                size = size.isEmpty() ? inside : size;
            } else if (in.skip("[")) {
                array = true;
                while (!in.skip("]")) {
                    in.next();
                }
            } else {
                SqlToken token = in.next();
                if (token.is("ARRAY")) {
                    array = true;
                } else {
                    boolean tight = token.is(".") || type.length() > 0 && type.charAt(type.length() - 1) == '.';
                    type.append(type.isEmpty() || tight ? "" : " ")
                            .append(token.content().toLowerCase(Locale.ROOT));
                }
            }
        }
        return constraints(name, type.toString(), size, array, in.rest());
    }

    private static boolean endsType(Reader in) {
        return in.peek().filter(token -> AFTER_TYPE.contains(token.word())).isPresent() || in.at("CHARACTER", "SET");
    }

    private static Column constraints(Name name, String type, List<SqlToken> size, boolean array, List<SqlToken> rest) {
        Reader in = new Reader(rest);
        boolean notNull = false;
        boolean primaryKey = false;
        boolean unique = false;
        boolean stored = false;
        boolean identity = false;
        Optional<Name> references = Optional.empty();
        Optional<List<SqlToken>> fallback = Optional.empty();
        while (!in.ended()) {
            if (in.at("(")) {
                in.parentheses();
            } else if (in.skip("NOT", "NULL")) {
                notNull = true;
            } else if (in.skip("PRIMARY", "KEY")) {
                primaryKey = true;
            } else if (in.skip("UNIQUE")) {
                unique = true;
            } else if (in.skip("REFERENCES")) {
                references = Optional.of(in.name());
            } else if (in.skip("ON", "DELETE", "SET") || in.skip("ON", "UPDATE", "SET")) {
                in.next();
            } else if (in.skip("GENERATED", "BY", "DEFAULT", "AS", "IDENTITY")) {
                identity = true;
            } else if (in.skip("DEFAULT")) {
                fallback = Optional.of(expression(in));
            } else if (in.at("AS", "IDENTITY")) {
                identity = true;
                in.next();
            } else if (in.skipAny("STORED", "PERSISTENT")) {
                stored = true;
            } else if (in.skip("AUTO_INCREMENT")) {
                identity = true;
            } else {
                in.next();
            }
        }
        return new Column(
                name,
                type,
                List.copyOf(size),
                array,
                notNull,
                primaryKey,
                unique,
                references,
                fallback,
                stored,
                identity || SERIAL.contains(type),
                rest);
    }

    private static List<SqlToken> expression(Reader in) {
        List<SqlToken> expression = new ArrayList<>();
        do {
            if (in.at("(")) {
                int offset = in.offset();
                expression.add(new SqlToken(SqlToken.Kind.SYMBOL, "(", offset));
                expression.addAll(in.parentheses());
                expression.add(new SqlToken(SqlToken.Kind.SYMBOL, ")", offset));
            } else {
                expression.add(in.next());
            }
        } while (!in.ended() && !endsType(in));
        return expression;
    }

    boolean serial() {
        return SERIAL.contains(type);
    }

    /** Whether existing rows get a value of their own, so that NOT NULL can hold. */
    boolean hasDefault() {
        return fallback.filter(e -> !(e.size() == 1 && e.get(0).is("NULL"))).isPresent()
                || identity
                || storedGenerated
                || Reader.has(rest, "GENERATED")
                || Reader.has(rest, "AS", "(");
    }
}
