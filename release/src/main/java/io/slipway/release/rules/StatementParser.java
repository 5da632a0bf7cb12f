package io.slipway.release.rules;

import io.slipway.release.rules.Reader.Unread;
import io.slipway.release.sql.Dialect;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads as much of a statement as rules ask for. What it cannot read is told, and never in the way. */
final class StatementParser {
    /** Kinds of objects of one word that {@code CREATE} and {@code DROP} name. */
    private static final Set<String> KINDS = Set.of(
            "VIEW",
            "FUNCTION",
            "PROCEDURE",
            "TRIGGER",
            "SEQUENCE",
            "TYPE",
            "SCHEMA",
            "DOMAIN",
            "EXTENSION",
            "RULE",
            "EVENT",
            "AGGREGATE",
            "POLICY",
            "ROUTINE",
            "PACKAGE");

    private static final Set<String> MODIFIERS = Set.of(
            "OR",
            "REPLACE",
            "TEMP",
            "TEMPORARY",
            "LOCAL",
            "GLOBAL",
            "UNLOGGED",
            "RECURSIVE",
            "CONSTRAINT",
            "DEFINER",
            "UNIQUE",
            "FULLTEXT",
            "SPATIAL",
            "ALGORITHM",
            "SQL",
            "AGGREGATE",
            "OFFLINE",
            "ONLINE",
            "IGNORE",
            "FOREIGN");

    /** What may stand between such a verb and its table. */
    private static final Set<String> FILLERS =
            Set.of("INTO", "FROM", "ONLY", "LOW_PRIORITY", "DELAYED", "HIGH_PRIORITY", "IGNORE", "QUICK");

    private final boolean mysql;

    StatementParser(Dialect dialect) {
        mysql = dialect == Dialect.MYSQL;
    }

    Sql read(List<SqlToken> tokens) {
        try {
            return statement(new Reader(tokens), tokens);
        } catch (Unread e) {
            return new Sql.Unreadable(String.valueOf(e.getMessage()));
        }
    }

    private Sql statement(Reader in, List<SqlToken> tokens) {
        if (in.skip("CREATE")) {
            return create(in, tokens);
        } else if (in.at("ALTER", "TABLE") || in.at("ALTER", "IGNORE", "TABLE") || in.at("ALTER", "ONLINE", "TABLE")) {
            while (!in.skip("TABLE")) {
                in.next();
            }
            return alterTable(in);
        } else if (in.skip("DROP")) {
            return drop(in);
        } else if (in.skip("RENAME", "TABLE")) {
            in.skip("IF", "EXISTS");
            Name from = in.name();
            in.skip("TO");
            return new Sql.Rename(from, in.name());
        } else if (in.skip("TRUNCATE")) {
            in.skip("TABLE");
            in.skip("ONLY");
            List<Name> tables = in.names();
            return new Sql.Truncate(tables, Reader.has(in.rest(), "CASCADE"));
        }
        return data(in);
    }

    private Sql data(Reader in) {
        for (String verb : List.of("INSERT", "REPLACE", "DELETE", "UPDATE", "COPY", "MERGE")) {
            if (in.skip(verb)) {
                while (in.peek().filter(token -> FILLERS.contains(token.word())).isPresent()) {
                    in.next();
                }
                boolean named = in.peek().filter(SqlToken::nameable).isPresent();
                return new Sql.Data(verb, named ? Optional.of(in.name()) : Optional.empty());
            }
        }
        if (in.at("LOAD") || in.at("SELECT") || in.at("WITH") || in.at("VALUES") || in.at("CALL")) {
            return new Sql.Data("SELECT", Optional.empty());
        }
        return new Sql.Other();
    }

    private Sql create(Reader in, List<SqlToken> tokens) {
        boolean orReplace = false;
        boolean temporary = false;
        boolean unlogged = false;
        boolean unique = false;
        boolean fulltext = false;
        while (in.peek().filter(token -> MODIFIERS.contains(token.word())).isPresent() && !in.at("FOREIGN", "DATA")) {
            if (in.skip("AGGREGATE") && in.peek().filter(t -> t.is("FUNCTION")).isEmpty()) {
                return created("AGGREGATE", in, orReplace);
            }
            orReplace |= in.at("OR", "REPLACE");
            // a foreign table has its rows, and what holds for them, elsewhere
            temporary |= in.at("TEMP") || in.at("TEMPORARY") || in.at("FOREIGN");
            unlogged |= in.at("UNLOGGED");
            unique |= in.at("UNIQUE");
            fulltext |= in.at("FULLTEXT") || in.at("SPATIAL");
            boolean valued = in.at("DEFINER") || in.at("ALGORITHM");
            if (in.at("SQL", "SECURITY")) {
                in.next();
                in.next();
            }
            if (!in.at("FUNCTION")) {
                in.next();
            }
            if (valued && in.skip("=")) {
                // DEFINER=`root`@`localhost` and CURRENT_USER()
                in.next();
                if (in.skip("@")) {
                    in.next();
                }
                if (in.at("(")) {
                    in.parentheses();
                }
            }
        }
        if (in.skip("TABLE")) {
            return createTable(in, temporary, unlogged);
        } else if (in.skip("INDEX")) {
            return createIndex(in, unique, fulltext, tokens);
        } else if (in.skip("MATERIALIZED", "VIEW")) {
            return created("MATERIALIZED VIEW", in, orReplace);
        }
        for (String kind : KINDS) {
            if (in.skip(kind)) {
                return created(kind, in, orReplace);
            }
        }
        return new Sql.Other();
    }

    private static Sql created(String kind, Reader in, boolean orReplace) {
        in.skip("BODY");
        boolean ifNotExists = in.skip("IF", "NOT", "EXISTS");
        if (kind.equals("SCHEMA") && in.at("AUTHORIZATION")) {
            return new Sql.Other();
        }
        return new Sql.Create(kind, in.name(), orReplace, ifNotExists);
    }

    private Sql createTable(Reader in, boolean temporary, boolean unlogged) {
        in.skip("IF", "NOT", "EXISTS");
        Name name = in.name();
        boolean derived = in.at("PARTITION", "OF") || in.at("OF") || in.at("AS") || in.at("LIKE");
        List<Column> columns = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        if (!derived && in.at("(")) {
            for (List<SqlToken> part : Reader.parts(in.parentheses())) {
                Reader element = new Reader(part);
                if (Constraint.starts(element, mysql)) {
                    constraints.add(Constraint.read(part, mysql));
                } else if (part.size() == 1 || element.at("SELECT")) {
                    derived = true; // a list of names before AS
                } else {
                    columns.add(Column.read(element));
                }
            }
        }
        List<SqlToken> options = in.rest();
        derived |= Reader.has(options, "AS", "SELECT")
                || Reader.has(options, "SELECT")
                || columns.isEmpty()
                || constraints.stream().anyMatch(c -> c.kind() == Constraint.Kind.LIKE);
        return new Sql.CreateTable(
                name,
                temporary,
                unlogged,
                derived,
                Reader.has(options, "INHERITS"),
                List.copyOf(columns),
                List.copyOf(constraints),
                options);
    }

    private static Sql createIndex(Reader in, boolean unique, boolean fulltext, List<SqlToken> tokens) {
        int offset = tokens.get(0).offset();
        boolean concurrently = in.skip("CONCURRENTLY");
        in.skip("IF", "NOT", "EXISTS");
        Optional<Name> name = in.at("ON") ? Optional.empty() : Optional.of(in.name());
        while (!in.skip("ON")) {
            in.next();
        }
        in.skip("ONLY");
        Name table = in.name();
        List<String> shape = new ArrayList<>();
        shape.add(in.skip("USING") ? in.next().word() : "BTREE");
        List<SqlToken> over = in.parentheses();
        Reader.parts(over).forEach(part -> shape.add(SqlToken.shown(part).toLowerCase(Locale.ROOT)));
        List<SqlToken> rest = in.rest();
        Reader behind = new Reader(rest);
        if (behind.skip("INCLUDE")) {
            shape.add("include " + SqlToken.shown(behind.parentheses()));
        }
        return new Sql.CreateIndex(
                name,
                table,
                unique,
                concurrently,
                fulltext,
                Reader.has(rest, "WHERE"),
                Constraint.columns(over),
                List.copyOf(shape),
                offset);
    }

    private Sql drop(Reader in) {
        String kind = in.next().word();
        if (kind.equals("TEMPORARY") || kind.equals("FOREIGN") && in.at("TABLE")) {
            kind = in.next().word();
        } else if (kind.equals("MATERIALIZED")) {
            in.skip("VIEW");
            kind = "MATERIALIZED VIEW";
        }
        if (!KINDS.contains(kind)
                && !Set.of("TABLE", "INDEX", "MATERIALIZED VIEW").contains(kind)) {
            return new Sql.Other();
        }
        boolean concurrently = in.skip("CONCURRENTLY");
        boolean ifExists = in.skip("IF", "EXISTS");
        List<Name> names = new ArrayList<>();
        do {
            names.add(in.name());
            if (in.at("(")) {
                in.parentheses();
            }
        } while (in.skip(","));
        return new Sql.Drop(kind, List.copyOf(names), ifExists, Reader.has(in.rest(), "CASCADE"), concurrently);
    }

    private Sql alterTable(Reader in) {
        if (in.at("ALL", "IN", "TABLESPACE")) {
            return new Sql.Other();
        }
        in.skip("IF", "EXISTS");
        in.skip("ONLY");
        Name table = in.name();
        in.skip("*");
        if (mysql && in.skip("WAIT")) {
            in.next();
        }
        in.skip("NOWAIT");
        ActionParser actions = new ActionParser(mysql);
        return new Sql.AlterTable(
                table,
                Reader.parts(in.rest()).stream()
                        .flatMap(part -> actions.read(part).stream())
                        .toList());
    }
}
