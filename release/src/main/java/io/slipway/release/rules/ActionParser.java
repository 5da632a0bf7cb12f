package io.slipway.release.rules;

import io.slipway.release.rules.Sql.Action;
import io.slipway.release.rules.Sql.Action.Kind;
import io.slipway.release.sql.SqlToken;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads one part of an {@code ALTER TABLE}, as it stands between two commas. */
final class ActionParser {
    private final boolean mysql;

    ActionParser(boolean mysql) {
        this.mysql = mysql;
    }

    /** Mostly one; MySQL's {@code ADD (a int, b int)} is several. */
    List<Action> read(List<SqlToken> part) {
        Reader in = new Reader(part);
        if (in.skip("ADD")) {
            return add(in, part);
        } else if (in.skip("DROP")) {
            return List.of(drop(in, part));
        } else if (in.skip("ALTER")) {
            return List.of(alter(in, part));
        } else if (in.skip("RENAME")) {
            return List.of(rename(in, part));
        } else if (in.skip("VALIDATE", "CONSTRAINT")) {
            return List.of(Action.onColumn(Kind.VALIDATE_CONSTRAINT, in.name(), part));
        } else if (in.skip("SET", "SCHEMA")) {
            return List.of(Action.of(Kind.SET_SCHEMA, part));
        } else if (mysql && (in.at("MODIFY") || in.at("CHANGE"))) {
            return List.of(modify(in, part));
        }
        return List.of(Action.of(Kind.OTHER, part));
    }

    private List<Action> add(Reader in, List<SqlToken> part) {
        if (mysql && in.at("PARTITION") || in.at("GENERATED")) {
            return List.of(Action.of(Kind.OTHER, part));
        }
        boolean column = in.skip("COLUMN");
        if (!column && Constraint.starts(in, mysql)) {
            List<SqlToken> rest = in.rest();
            return List.of(new Action(
                    Kind.ADD_CONSTRAINT,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(Constraint.read(withoutIfNotExists(rest), mysql)),
                    part));
        }
        in.skip("IF", "NOT", "EXISTS");
        if (mysql && in.at("(")) {
            List<Action> added = new ArrayList<>();
            for (List<SqlToken> each : Reader.parts(in.parentheses())) {
                added.addAll(add(new Reader(each), each));
            }
            return added;
        }
        Column definition = Column.read(in);
        return List.of(new Action(
                Kind.ADD_COLUMN,
                Optional.of(definition.name()),
                Optional.empty(),
                Optional.of(definition),
                Optional.empty(),
                part));
    }

    /** MariaDB's {@code ADD INDEX IF NOT EXISTS name (…)}. */
    private static List<SqlToken> withoutIfNotExists(List<SqlToken> tokens) {
        int at = Reader.find(tokens, 0, "IF", "NOT", "EXISTS");
        if (at < 0) {
            return tokens;
        }
        List<SqlToken> left = new ArrayList<>(tokens.subList(0, at));
        left.addAll(tokens.subList(at + 3, tokens.size()));
        return left;
    }

    private Action drop(Reader in, List<SqlToken> part) {
        if (in.skip("PRIMARY", "KEY")) {
            return Action.of(Kind.DROP_PRIMARY_KEY, part);
        } else if (in.skipAny("CONSTRAINT", "CHECK") || mysql && in.skip("FOREIGN", "KEY")) {
            in.skip("IF", "EXISTS");
            return Action.onColumn(Kind.DROP_CONSTRAINT, in.name(), part);
        } else if (mysql && (in.at("INDEX") || in.at("KEY") || in.at("PARTITION"))) {
            return Action.of(Kind.OTHER, part);
        }
        in.skip("COLUMN");
        in.skip("IF", "EXISTS");
        return Action.onColumn(Kind.DROP_COLUMN, in.name(), part);
    }

    private static Action alter(Reader in, List<SqlToken> part) {
        if (in.at("CONSTRAINT") || in.at("INDEX") || in.at("CHECK")) {
            return Action.of(Kind.OTHER, part);
        }
        in.skip("COLUMN");
        Name column = in.name();
        if (in.skip("TYPE") || in.skip("SET", "DATA", "TYPE")) {
            List<SqlToken> typed = new ArrayList<>();
            typed.add(new SqlToken(SqlToken.Kind.NAME, "\"" + column.text() + "\"", column.offset()));
            typed.addAll(in.rest());
            return new Action(
                    Kind.CHANGE_TYPE,
                    Optional.of(column),
                    Optional.empty(),
                    Optional.of(Column.read(new Reader(typed))),
                    Optional.empty(),
                    part);
        } else if (in.skip("SET", "NOT", "NULL")) {
            return Action.onColumn(Kind.SET_NOT_NULL, column, part);
        } else if (in.skip("DROP", "NOT", "NULL")) {
            return Action.onColumn(Kind.DROP_NOT_NULL, column, part);
        } else if (in.skip("DROP", "DEFAULT")) {
            return Action.onColumn(Kind.DROP_DEFAULT, column, part);
        }
        return Action.onColumn(Kind.OTHER, column, part);
    }

    private Action rename(Reader in, List<SqlToken> part) {
        if (in.at("CONSTRAINT") || mysql && (in.at("INDEX") || in.at("KEY"))) {
            return Action.of(Kind.OTHER, part);
        }
        if (in.skip("TO") || mysql && in.skipAny("AS", "=")) {
            return renamed(Kind.RENAME_TABLE, Optional.empty(), in.name(), part);
        }
        boolean column = in.skip("COLUMN");
        in.skip("IF", "EXISTS");
        Name from = in.name();
        if (mysql && !column && in.ended()) {
            return renamed(Kind.RENAME_TABLE, Optional.empty(), from, part);
        }
        in.skip("TO");
        return renamed(Kind.RENAME_COLUMN, Optional.of(from), in.name(), part);
    }

    private static Action renamed(Kind kind, Optional<Name> from, Name to, List<SqlToken> part) {
        return new Action(kind, from, Optional.of(to), Optional.empty(), Optional.empty(), part);
    }

    private static Action modify(Reader in, List<SqlToken> part) {
        boolean change = in.next().is("CHANGE");
        in.skip("COLUMN");
        in.skip("IF", "EXISTS");
        Optional<Name> before = change ? Optional.of(in.name()) : Optional.empty();
        Column definition = Column.read(in);
        return new Action(
                Kind.MODIFY_COLUMN,
                before.or(() -> Optional.of(definition.name())),
                before.filter(b -> !b.key().equals(definition.name().key())).map(b -> definition.name()),
                Optional.of(definition),
                Optional.empty(),
                part);
    }
}
